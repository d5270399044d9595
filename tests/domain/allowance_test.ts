import { assertEquals } from "@std/assert";
import {
  ALLOWANCE_ACTOR,
  readAllowance,
  removeAllowance,
  setAllowance,
} from "../../lib/domain/allowance.ts";
import { setSharing } from "../../lib/domain/sharing.ts";
import { Engine } from "../../lib/delivery/engine.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import { OPERATOR } from "../support.ts";
import { assertSound, ledgerOf } from "./accepting.ts";
import {
  available,
  DAY_MS,
  give,
  openTerritory,
  pass,
  send,
  type Territory,
} from "./provided.ts";
import { member, refusalOf } from "./tree.ts";

/** A centre of so many; the town is given 100 a month. */
async function endowed(credits: number, carryOver = false) {
  const territory = await openTerritory();
  await give(territory, null, territory.tree.centre, credits);
  await endow(territory, 100, carryOver);
  await territory.engine.runDue();
  return territory;
}

async function endow(
  { world, tree }: Territory,
  credits: number,
  carryOver = false,
) {
  return await setAllowance(world.ports, world.call(), {
    structureId: tree.town,
    credits,
    carryOver,
  });
}

async function givenIn({ world, tree }: Territory) {
  const entries = await ledgerOf(world, tree.town);
  return entries.filter(({ actor }) => actor === ALLOWANCE_ACTOR)
    .map(({ cause, amount }) => `${cause} ${amount}`);
}

Deno.test("giveAllowance() gives at once, then brings up to the number each month", async () => {
  await using territory = await endowed(1_000);
  const { world, tree: { town } } = territory;
  assertEquals(await available(territory, town), [100]);
  await send(territory, town, 30);
  await pass(territory, 29 * DAY_MS);
  assertEquals(await available(territory, town), [70]);
  await pass(territory, 3 * DAY_MS);
  assertEquals(await givenIn(territory), [
    "allowance:2026-12 100",
    "allowance:2027-01 30",
  ]);
  await assertSound(world);
});

Deno.test("giveAllowance() with carry-over adds to what is left", async () => {
  await using territory = await endowed(1_000, true);
  await pass(territory, 32 * DAY_MS);
  assertEquals(await available(territory, territory.tree.town), [200]);
});

Deno.test("giveAllowance() makes up for each month that was slept through, once", async () => {
  await using territory = await endowed(1_000, true);
  const { world } = territory;
  world.advance(100 * DAY_MS);
  const other = new Engine(world.ports, { owner: "w2", exclusive: true });
  await Promise.all([territory.engine.runDue(), other.runDue()]);
  await territory.engine.runDue();
  assertEquals(await givenIn(territory), [
    "allowance:2026-12 100",
    "allowance:2027-01 100",
    "allowance:2027-02 100",
    "allowance:2027-03 100",
  ]);
  await assertSound(world);
});

Deno.test("giveAllowance() skips a month the group cannot pay, and raises one alert", async () => {
  await using territory = await endowed(150, true);
  const { world, tree: { centre, town } } = territory;
  await pass(territory, 32 * DAY_MS);
  await pass(territory, DAY_MS);
  assertEquals(await available(territory, centre, town), [50, 100]);
  const alerts = await Array.fromAsync(world.store.list(KINDS.alert, {}));
  assertEquals(
    alerts.map(({ parts, value: { kind, threshold, value, about } }) => [
      parts[0],
      kind,
      threshold,
      value,
      about,
    ]),
    [[centre, "allowanceSkipped", 100, 50, town]],
  );
  const allowance = await readAllowance(world.ports, OPERATOR, town);
  assertEquals([allowance!.last!.period, allowance!.last!.skipped], [
    "2027-01",
    true,
  ]);
  await assertSound(world);
});

Deno.test("setAllowance() again in a month changes the next one only", async () => {
  await using territory = await endowed(1_000);
  const { world, tree: { town } } = territory;
  await endow(territory, 300);
  await territory.engine.runDue();
  assertEquals(await available(territory, town), [100]);
  await pass(territory, 32 * DAY_MS);
  assertEquals(await available(territory, town), [300]);
  const due = await Array.fromAsync(world.store.list(KINDS.due, {}));
  assertEquals(due.map(({ value }) => value.kind), ["allowance"]);
});

Deno.test("removeAllowance() ends it; begun again, neither this month nor those between are given", async () => {
  await using territory = await endowed(1_000, true);
  const { world, tree: { town } } = territory;
  await removeAllowance(world.ports, world.call(), town);
  await endow(territory, 100, true);
  await territory.engine.runDue();
  assertEquals(await available(territory, town), [100]);
  await removeAllowance(world.ports, world.call(), town);
  await pass(territory, 70 * DAY_MS);
  assertEquals(await readAllowance(world.ports, OPERATOR, town), null);
  await endow(territory, 100, true);
  await territory.engine.runDue();
  assertEquals(await givenIn(territory), [
    "allowance:2026-12 100",
    "allowance:2027-02 100",
  ]);
});

Deno.test("setAllowance() is for who moves the group's SMS, and not in shared mode", async () => {
  await using territory = await openTerritory();
  const { world, tree: { town } } = territory;
  const input = { structureId: town, credits: 5 };
  const own = world.call(member({ [town]: "manager" }));
  assertEquals(
    await refusalOf(setAllowance(world.ports, own, input)),
    "forbidden",
  );
  await setSharing(world.ports, world.call(), {
    structureId: town,
    mode: "shared",
  });
  assertEquals(
    await refusalOf(setAllowance(world.ports, world.call(), input)),
    "conflict",
  );
});
