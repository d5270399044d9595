/**
 * The PHP client, against the real service.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { Service, type Town, until } from "../e2e/service.ts";
import { isPhpMissing, runPhp } from "./php.ts";

const ignore = isPhpMissing();
const SENDER = "MairieRodez";
const CREDITS = 60;

/** A structure that may send, with a sender of its own. */
async function rodez(service: Service): Promise<Town> {
  const town = await service.town({ credits: CREDITS });
  await service.do(`POST /structures/${town.id}/senders`, {
    json: { sender: SENDER },
  });
  return town;
}

Deno.test({
  name: "client_test.php passes against the service",
  ignore,
}, async () => {
  await using service = await Service.start();
  const town = await rodez(service);
  const empty = await service.town({ name: "Sans crédit" });

  const { code, output } = await runPhp("client_test.php", {
    url: service.url,
    key: town.key,
    "empty-key": empty.key,
    sender: SENDER,
  });

  assertEquals(output.match(/^not ok.*(\n {2}.*)*/gm), null);
  assertEquals(output.match(/^.*# SKIP.*$/gm)?.length, 1, output);
  assertEquals(code, 0, output);
  assert((output.match(/^ok /gm)?.length ?? 0) > 20, output);

  const balance = () => service.do(`GET /structures/${town.id}/balance`);
  await until(async () => (await balance()).reserved === 0, "delivery");
  const { available, spent } = await balance();
  assert(spent > 0);
  assertEquals(available, CREDITS - spent);
  const sent = await service.all(`/messages?structureId=${town.id}`);
  assertEquals(sent.reduce((sum, { segments }) => sum + segments, 0), spent);
  const [refused] = await service.all(`/messages?structureId=${empty.id}`);
  assertEquals([refused.failed, refused.reason], [true, "Crédit insuffisant"]);
});

Deno.test({
  name: "client_test.php passes with a test key, which spends nothing",
  ignore,
}, async () => {
  await using service = await Service.start();
  const town = await service.town({ mode: "test" });
  await service.do(`POST /structures/${town.id}/senders`, {
    json: { sender: SENDER },
  });

  const { code, output } = await runPhp("client_test.php", {
    url: service.url,
    key: town.key,
    sender: SENDER,
  });

  assertEquals(output.match(/^not ok.*(\n {2}.*)*/gm), null);
  assertEquals(code, 0, output);
  const ledger = await service.all(`/structures/${town.id}/ledger`);
  assertEquals(ledger, []);
});

Deno.test({
  name: "the service takes what idelibre sends, and the history shows it",
  ignore,
}, async () => {
  await using service = await Service.start();
  const town = await rodez(service);

  const { code, output } = await runPhp("idelibre_like.php", {
    url: service.url,
    key: town.key,
  });

  assertEquals(code, 0, output);
  const steps = new Map<string, unknown>(
    output.trim().split("\n").map((line) => JSON.parse(line)),
  );
  assertEquals(steps.get("not configured"), null);
  assertEquals(steps.get("wrong key"), null);
  assertEquals(steps.get("balance"), CREDITS);
  assertEquals(steps.get("log after a good event"), []);
  assertMatch(`${steps.get("log after a wrong number")}`, /messages\/1\/to/);
  assertEquals(steps.get("lines of log in the end"), 4);

  let sent: { to: string; title: string; failed: boolean; status: string }[] =
    [];
  await until(async () => {
    sent = await service.all(`/messages?structureId=${town.id}`);
    return sent.every(({ status }) => status === "delivered");
  }, "delivery");
  assertEquals(
    sent.map(({ to, title, failed }) => [to, title, failed]).toSorted(),
    ["20", "21", "22", "23"].map((end) => [
      `+336123456${end}`,
      "idelibre",
      false,
    ]),
  );
});
