import { assertEquals } from "@std/assert";
import { readBalance, readLedger } from "../../lib/domain/account.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { grant, member, plant, refusalOf } from "./tree.ts";

Deno.test("readBalance() is empty before anything was posted", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);

  assertEquals(await readBalance(world.ports, OPERATOR, town), {
    structureId: town,
    available: 0,
    reserved: 0,
    spent: 0,
    granted: 0,
    allocated: 0,
    monthSpent: 0,
    forecastDays: null,
    mode: "allocated",
    drawable: 0,
    expiring: [],
  });
});

Deno.test("readLedger() goes through its pages, the newest first", async () => {
  await using world = await TestWorld.open();
  const { town: id } = await plant(world);
  for (let credits = 1; credits <= 40; credits++) {
    await grant(world, id, credits);
  }

  const numbers: number[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await readLedger(world.ports, OPERATOR, {
      id,
      limit: 7,
      cursor: cursor ?? undefined,
    });
    numbers.push(...page.items.map(({ number }) => number));
    assertEquals(
      page.items.length,
      cursor === undefined ? 7 : page.items.length,
    );
    cursor = page.nextCursor;
  } while (cursor !== null);

  assertEquals(numbers, Array.from({ length: 40 }, (_, i) => 40 - i));
});

Deno.test("readLedger() goes on where it was while entries come in", async () => {
  await using world = await TestWorld.open();
  const { town: id } = await plant(world);
  for (let i = 0; i < 12; i++) await grant(world, id, 1);
  const read = (cursor?: string) =>
    readLedger(world.ports, OPERATOR, { id, limit: 5, cursor });

  const first = await read();
  for (let i = 0; i < 12; i++) await grant(world, id, 1);
  const second = await read(first.nextCursor!);

  assertEquals(first.items.map(({ number }) => number), [12, 11, 10, 9, 8]);
  assertEquals(second.items.map(({ number }) => number), [7, 6, 5, 4, 3]);
});

Deno.test("readLedger() tells what moved", async () => {
  await using world = await TestWorld.open();
  const { town: id } = await plant(world);
  await grant(world, id, 100);

  const { items, nextCursor } = await readLedger(world.ports, OPERATOR, {
    id,
    limit: 1,
  });

  assertEquals(nextCursor, null);
  const [{ at: _, cause, ...entry }] = items as [typeof items[0]];
  assertEquals(cause.slice(0, 4), "trf_");
  assertEquals(entry, {
    number: 1,
    kind: "grant",
    amount: 100,
    availableAfter: 100,
    actor: "operator",
    note: null,
  });
});

Deno.test("accounts are for those who may read credits", async () => {
  await using world = await TestWorld.open();
  const { town, school, stranger } = await plant(world);
  const viewer = member({ [town]: "viewer" });
  const balance = (id: string) =>
    refusalOf(readBalance(world.ports, viewer, id));
  const ledger = (id: string, cursor?: string) =>
    refusalOf(readLedger(world.ports, viewer, { id, limit: 1, cursor }));

  assertEquals(await balance(school), "nothing");
  assertEquals(await balance(stranger), "not_found");
  assertEquals(await ledger(stranger), "not_found");
  assertEquals(await ledger(town, "MA"), "invalid_cursor");
});
