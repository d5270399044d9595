import { assertEquals } from "@std/assert";
import { readBalance } from "../../lib/domain/account.ts";
import { EXPIRY_ACTOR } from "../../lib/domain/expiry.ts";
import { listAlertEvents } from "../../lib/domain/alert_settings.ts";
import { verifyAccounts } from "../../lib/domain/verification.ts";
import { Engine } from "../../lib/delivery/engine.ts";
import { OPERATOR } from "../support.ts";
import { assertSound, ledgerOf } from "./accepting.ts";
import {
  available,
  cancel,
  DAY_MS,
  give,
  openTerritory,
  pass,
  send,
  type Territory,
} from "./provided.ts";

async function alertsOf({ world }: Territory, id: string) {
  const page = await listAlertEvents(world.ports, OPERATOR, { id, limit: 50 });
  return page.items.map(({ kind, threshold, value }) =>
    `${kind} ${threshold} ${value}`
  ).reverse();
}

Deno.test("runExpiry() takes off what was not sent, once, saying where it came from", async () => {
  await using territory = await openTerritory();
  const { world, tree: { town } } = territory;
  const granted = await give(territory, null, town, 100, 60);
  await give(territory, null, town, 50);
  await send(territory, town, 30);

  await pass(territory, 60 * DAY_MS);
  await pass(territory, DAY_MS);

  // What ends first was sent first: 70 of the hundred are gone.
  assertEquals(await available(territory, town), [50]);
  const gone = (await ledgerOf(world, town))
    .filter(({ kind }) => kind === "adjust");
  assertEquals(
    gone.map(({ amount, actor, cause, note }) => [amount, actor, cause, note]),
    [[-70, EXPIRY_ACTOR, granted.id, "BC-2026-14"]],
  );
  assertEquals((await verifyAccounts(world.ports)).expired, 70);
  await assertSound(world);
});

Deno.test("runExpiry() by two instances at once expires once", async () => {
  await using territory = await openTerritory();
  const { world, tree: { town } } = territory;
  await give(territory, null, town, 100, 40);
  world.advance(40 * DAY_MS);
  const other = new Engine(world.ports, { owner: "w2", exclusive: true });
  await Promise.all([territory.engine.runDue(), other.runDue()]);
  await territory.engine.runDue();
  const gone = (await ledgerOf(world, town))
    .filter(({ kind }) => kind === "adjust");
  assertEquals(gone.length, 1);
  assertEquals(await available(territory, town), [0]);
});

Deno.test("runExpiry() warns thirty and seven days ahead, once each", async () => {
  await using territory = await openTerritory();
  const { tree: { town } } = territory;
  await give(territory, null, town, 500, 60);
  await pass(territory, 29 * DAY_MS);
  assertEquals(await alertsOf(territory, town), []);
  await pass(territory, 2 * DAY_MS);
  assertEquals(await alertsOf(territory, town), ["expiring 30 500"]);
  await send(territory, town, 100);
  for (let day = 0; day < 25; day++) await pass(territory, DAY_MS);
  assertEquals(await alertsOf(territory, town), [
    "expiring 30 500",
    "expiring 7 400",
  ]);
});

Deno.test("an end goes with what is allocated, and comes back with what is reclaimed", async () => {
  await using territory = await openTerritory();
  const { world, tree: { centre, town } } = territory;
  await give(territory, null, centre, 100, 90);
  await give(territory, null, centre, 100, 50);
  await give(territory, centre, town, 120);
  const expiring = async (id: string) =>
    (await readBalance(world.ports, OPERATOR, id)).expiring
      .map(({ credits, note }) => [credits, note]);
  assertEquals(await expiring(town), [[100, "BC-2026-14"], [20, "BC-2026-14"]]);
  assertEquals(await expiring(centre), [[80, "BC-2026-14"]]);

  await give(territory, town, centre, 110);
  assertEquals(await expiring(town), [[10, "BC-2026-14"]]);
  await pass(territory, 51 * DAY_MS);
  assertEquals(await available(territory, centre, town), [90, 10]);
  await pass(territory, 40 * DAY_MS);
  assertEquals(await available(territory, centre, town), [0, 0]);
  await assertSound(world);
});

Deno.test("what was reserved before its end and released after it ends then", async () => {
  await using territory = await openTerritory();
  const { world, tree: { town } } = territory;
  await give(territory, null, town, 10, 5);
  const { submissionId } = await send(territory, town, 10, 20);
  await pass(territory, 6 * DAY_MS);
  await assertSound(world);
  await cancel(territory, submissionId);
  await pass(territory, 1_000);
  assertEquals(await available(territory, town), [0]);
  await assertSound(world);
});
