import { assertEquals, assertStringIncludes } from "@std/assert";
import { alertOfGateway } from "../../lib/delivery/gateway_alert.ts";
import { createGateway } from "../../lib/delivery/gateway.ts";
import { listAlertEvents } from "../../lib/domain/alert_settings.ts";
import { addDevice } from "../../lib/domain/device.ts";
import { join } from "../domain/requests.ts";
import { OPERATOR } from "../support.ts";
import { openTown, SCRIPTED } from "./support.ts";
import { openPushService, TestBrowser } from "./push_service.ts";

const MINUTE_MS = 60_000;

Deno.test("the operators are told once of a gateway that is down, by mail and push", async () => {
  const { world, engine } = await openTown({ gateway: SCRIPTED });
  await using _ = world;
  await using service = openPushService();
  service.serve(world);
  const olga = await join(world, "Olga", {}, true);
  const browser = new TestBrowser();
  await addDevice(world.ports, olga, {
    ...browser.device,
    language: "en",
    agent: "",
  });
  const { id: gatewayId, name } = await createGateway(
    world.ports,
    world.call(),
    { kind: "simulator", name: "Orange", settings: {} },
  );
  const tell = async (kind: "down" | "up") => {
    const event = { gatewayId, kind, detail: "", id: "gev_1" };
    await alertOfGateway(world.ports, { ...event, atMs: world.nowMs });
    await engine.runDue();
  };
  await Promise.all([tell("down"), tell("down")]);
  assertEquals(world.mails.map(({ to, subject }) => [to, subject]), [
    ["olga@example.fr", `La passerelle ${name} ne répond plus`],
  ]);
  assertEquals(service.pushed.map((one) => browser.read(one)), [{
    title: "Gateway down",
    body: '"Orange" does not answer.',
    url: "/",
    tag: `gateway-${gatewayId}`,
  }]);

  // One that comes and goes is not told of each time.
  await tell("up");
  await tell("down");
  assertEquals(world.mails.length, 1);
  world.advance(20 * MINUTE_MS);
  await tell("down");
  assertEquals(world.mails.length, 2);
});

Deno.test("a structure's own gateway raises an alert of the structure, told to who manages it", async () => {
  const { world, engine, structureId } = await openTown();
  await using _ = world;
  await join(world, "Marie", { [structureId]: "manager" });
  const { id: gatewayId } = await createGateway(world.ports, world.call(), {
    kind: "simulator",
    name: "Contrat local",
    ownerId: structureId,
    settings: {},
  });
  await alertOfGateway(world.ports, {
    gatewayId,
    kind: "down",
    detail: "",
    id: "gev_1",
    atMs: world.nowMs,
  });
  world.advance(5_000);
  await engine.runDue();
  const { items: [event] } = await listAlertEvents(world.ports, OPERATOR, {
    id: structureId,
    limit: 5,
  });
  assertEquals([event!.kind, event!.about], ["gatewayDown", gatewayId]);
  assertEquals(
    event!.notifications.map(({ channel, status }) => [channel, status]),
    [["mail", "sent"]],
  );
  assertEquals(world.mails[0]!.to, "marie@example.fr");
  assertStringIncludes(
    world.mails[0]!.text,
    "« Contrat local » ne répond plus",
  );
});
