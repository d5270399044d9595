import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import {
  availableCredits,
  balanceOf,
  EMPTY_ACCOUNT,
  LATEST_MAX,
  listBatch,
  post,
  type Posting,
  readAccount,
  replay,
} from "../../lib/domain/credit.ts";
import { keys, KINDS } from "../../lib/kv/keys.ts";
import { Problem } from "../../lib/problem.ts";
import type { Account, EntryKind } from "../../lib/schema/credit.ts";
import { EPOCH, TestWorld } from "../support.ts";
import { ledgerOf } from "./accepting.ts";
import { refusalOf } from "./tree.ts";

const DAY_MS = 86_400_000;

function posting(
  kind: EntryKind,
  amount: number,
  more: Partial<Posting> = {},
): Posting {
  return { kind, amount, actor: "operator", cause: "c", atMs: EPOCH, ...more };
}

/** Posts in one transaction, to accounts by name. */
async function postAll(
  world: TestWorld,
  ...postings: [id: string, posting: Posting][]
): Promise<void> {
  await world.store.transact(postings[0]![0], async (tx) => {
    for (const [id, one] of postings) await post(tx, id, one);
  });
}

function columnsOf(account: Account): number[] {
  const { granted, allocated, reserved, spent } = account;
  return [granted, allocated, reserved, spent];
}

Deno.test("post() moves the columns as each kind says", async () => {
  await using world = await TestWorld.open();
  const table: [posting: Posting, columns: number[]][] = [
    [posting("grant", 100), [100, 0, 0, 0]],
    [posting("allocate", -30), [100, 30, 0, 0]],
    [posting("reclaim", 10), [100, 20, 0, 0]],
    [posting("reserve", 8), [100, 20, 8, 0]],
    [posting("settle", 5), [100, 20, 3, 5]],
    [posting("release", 3), [100, 20, 0, 5]],
    [posting("adjust", -4), [96, 20, 0, 5]],
    [posting("adjust", 1), [97, 20, 0, 5]],
    [posting("allocate", 50), [147, 20, 0, 5]],
    [posting("reclaim", -40), [107, 20, 0, 5]],
  ];

  for (const [one, columns] of table) {
    await postAll(world, ["a", one]);
    assertEquals(columnsOf(await world.account("a")), columns, one.kind);
  }

  const entries = await ledgerOf(world, "a");
  assertEquals(
    entries.map(({ amount }) => amount),
    table.map(([one]) => one.amount),
  );
  const [granted, allocated, reserved, spent] = table.at(-1)![1];
  assertEquals(replay(entries), {
    granted: granted!,
    allocated: allocated!,
    reserved: reserved!,
    spent: spent!,
  });
});

Deno.test("post() refuses what is not available, and says how much is", async () => {
  await using world = await TestWorld.open();
  await postAll(world, ["a", posting("grant", 10)]);
  await postAll(world, ["a", posting("reserve", 4)]);

  for (
    const one of [
      posting("reserve", 7),
      posting("allocate", -7),
      posting("adjust", -7),
      posting("reclaim", -7),
    ]
  ) {
    const problem = await assertRejects(
      () => postAll(world, ["a", one]),
      Problem,
    );
    assertEquals(problem.code, "insufficient_credit");
    assertEquals(problem.options.members, { needed: 7, available: 6 });
  }

  assertEquals((await world.account("a")).entries, 2);
});

Deno.test("post() takes more out of a reservation than there is for a bug", async () => {
  await using world = await TestWorld.open();
  await postAll(world, ["a", posting("grant", 10)], [
    "a",
    posting("reserve", 4),
  ]);

  for (const kind of ["settle", "release"] as const) {
    await assertRejects(
      () => postAll(world, ["a", posting(kind, 5)]),
      Error,
      "impossible columns",
    );
  }
  await assertRejects(
    () => postAll(world, ["a", posting("grant", 0.5)]),
    Error,
    "impossible columns",
  );
});

Deno.test("post() undoes both sides of a transfer when one cannot be", async () => {
  await using world = await TestWorld.open();
  await postAll(world, ["a", posting("grant", 10)]);

  const work = postAll(
    world,
    ["b", posting("allocate", 11)],
    ["a", posting("allocate", -11)],
  );

  assertEquals(await refusalOf(work), "insufficient_credit");
  assertEquals(columnsOf(await world.account("b")), [0, 0, 0, 0]);
  await postAll(
    world,
    ["b", posting("allocate", 10)],
    ["a", posting("allocate", -10)],
  );
  assertEquals(columnsOf(await world.account("a")), [10, 10, 0, 0]);
  assertEquals(columnsOf(await world.account("b")), [10, 0, 0, 0]);
});

Deno.test("post() leaves no gap in a ledger of many pages", async () => {
  await using world = await TestWorld.open();
  const count = 10 * LATEST_MAX + 3;
  await Promise.all(
    Array.from(
      { length: count },
      (_, i) =>
        postAll(world, ["a", posting("grant", 1, { note: `n° ${i + 1}` })]),
    ),
  );

  const entries = await ledgerOf(world, "a");

  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  assertEquals(entries.map(({ number }) => number), numbers);
  assertEquals(entries.map(({ availableAfter }) => availableAfter), numbers);
  assertEquals(entries.at(-1)!.note, `n° ${count}`);
  const pages = await Array.fromAsync(world.store.list(KINDS.ledger, {}));
  for (const { parts, value } of pages) {
    assertEquals(parts, ["a", value.at(-1)!.number]);
    assert(value.length <= LATEST_MAX + 1);
  }
  assert((await world.account("a")).latestEntries.length <= LATEST_MAX);
});

Deno.test("listBatch() leaves no gap in a history of many pages", async () => {
  await using world = await TestWorld.open();
  const ids = Array.from({ length: 50 }, () => world.ports.newId("b").slice(2));
  for (const id of ids) {
    await world.store.transact("a", (tx) => listBatch(tx, "a", id));
  }

  const pages = await Array.fromAsync(world.store.list(KINDS.history, {}));
  const { latestBatches } = await world.account("a");

  const listed = [...pages.flatMap(({ value }) => value), ...latestBatches];
  assertEquals(listed, ids);
  for (const { parts, value } of pages) {
    assertEquals(parts, ["a", value.at(-1)!]);
  }
});

Deno.test("balanceOf() tells an account, the month's SMS and a forecast", async () => {
  await using world = await TestWorld.open();
  await postAll(world, ["a", posting("grant", 1_000)], [
    "a",
    posting("reserve", 100),
  ]);
  for (let day = 0; day < 10; day++) {
    const atMs = EPOCH + day * DAY_MS;
    await postAll(world, ["a", posting("settle", 5, { atMs })]);
  }
  const account = await world.account("a");
  const at = (day: number) => balanceOf("a", account, EPOCH + day * DAY_MS);

  assertEquals(at(9), {
    structureId: "a",
    available: 900,
    reserved: 50,
    spent: 50,
    granted: 1_000,
    allocated: 0,
    monthSpent: 50,
    forecastDays: 180,
  });
  // Twenty days, half of them without an SMS: half the pace.
  assertEquals(at(19).forecastDays, 360);
  assertEquals([at(31).monthSpent, at(45).forecastDays], [0, null]);
  assertEquals(balanceOf("a", EMPTY_ACCOUNT, EPOCH).forecastDays, null);
});

Deno.test("a forecast needs three days to go by", async () => {
  await using world = await TestWorld.open();
  await postAll(
    world,
    ["a", posting("grant", 100)],
    ["a", posting("reserve", 10)],
    ["a", posting("settle", 10)],
  );
  const account = await world.account("a");
  const forecast = (day: number) =>
    balanceOf("a", account, EPOCH + day * DAY_MS).forecastDays;

  assertEquals([forecast(0), forecast(1), forecast(2)], [null, null, 27]);
});

Deno.test("days and months are counted on, also by what comes late", async () => {
  await using world = await TestWorld.open();
  const settle = (amount: number, atMs: number) =>
    postAll(world, ["a", posting("settle", amount, { atMs })]);
  const midnight = Date.parse("2026-12-31T23:00:00Z");
  await postAll(world, ["a", posting("grant", 100)], [
    "a",
    posting("reserve", 50),
  ]);

  await settle(1, midnight - 1);
  const december = await world.account("a");
  await settle(2, midnight);
  await settle(4, midnight - 1);
  const january = await world.account("a");

  assertEquals([december.month, december.monthSpent], ["2026-12", 1]);
  assertEquals([january.month, january.monthSpent], ["2027-01", 6]);
  assertEquals(january.daily.spent, [1, 6]);
  await settle(8, midnight + 40 * DAY_MS);
  const { daily } = await world.account("a");
  assertEquals(daily.spent, [8]);
});

Deno.test("no sequence of postings creates or loses a credit", async () => {
  const names = ["centre", "town", "school"];
  const amount = fc.integer({ min: 1, max: 40 });
  const step = fc.tuple(
    fc.constantFrom(
      "grant",
      "allocate",
      "reclaim",
      "reserve",
      "settle",
      "release",
      "adjust",
    ),
    fc.nat(2),
    amount,
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), {
        minLength: 1,
        maxLength: 12,
      }),
      async (rounds) => {
        await using world = await TestWorld.open();
        let granted = 0;
        for (const round of rounds) {
          // What is in one round runs at once.
          const done = await Promise.all(
            round.map(([kind, on, credits]) =>
              move(world, kind as EntryKind, names, on, credits)
            ),
          );
          granted += done.reduce((sum, created) => sum + created, 0);
          await assertConserved(world, names, granted);
        }
        for (const name of names) await assertReplay(world, name);
      },
    ),
    { seed: 20_261_124, numRuns: 200 },
  );
});

/** One movement, if it can be; how many credits it created. */
async function move(
  world: TestWorld,
  kind: EntryKind,
  names: readonly string[],
  on: number,
  credits: number,
): Promise<number> {
  const id = names[on]!;
  const above = names[Math.max(0, on - 1)]!;
  try {
    if (kind === "allocate" || kind === "reclaim") {
      if (above === id) return 0;
      const sign = kind === "allocate" ? 1 : -1;
      await postAll(
        world,
        [id, posting(kind, sign * credits)],
        [above, posting(kind, -sign * credits)],
      );
      return 0;
    }
    const { reserved } = await world.account(id);
    const most = kind === "settle" || kind === "release" ? reserved : credits;
    const amount = Math.min(credits, most);
    if (amount === 0) return 0;
    const signed = kind === "adjust" && credits % 2 ? -amount : amount;
    await postAll(world, [id, posting(kind, signed)]);
    return kind === "grant" || kind === "adjust" ? signed : 0;
  } catch (error) {
    // Two at once may take the same reservation: the second one is refused.
    if (error instanceof Problem) return 0;
    if ((error as Error).message.includes("impossible columns")) return 0;
    throw error;
  }
}

async function assertConserved(
  world: TestWorld,
  names: readonly string[],
  granted: number,
): Promise<void> {
  let held = 0;
  for (const account of await world.store.getMany(names.map(keys.account))) {
    if (account === null) continue;
    const available = availableCredits(account);
    assert(available >= 0 && account.reserved >= 0 && account.spent >= 0);
    held += available + account.reserved + account.spent;
  }
  assertEquals(held, granted);
}

async function assertReplay(world: TestWorld, name: string): Promise<void> {
  const account = await world.account(name);
  const entries = await ledgerOf(world, name);
  const numbers = entries.map(({ number }) => number);
  assertEquals(Object.values(replay(entries)), columnsOf(account));
  assertEquals(numbers, entries.map((_, i) => i + 1));
  const last = entries.at(-1)?.availableAfter ?? 0;
  assertEquals(last, availableCredits(account));
}

Deno.test("readAccount() is empty before the first posting", async () => {
  await using world = await TestWorld.open();

  const account = await world.store.transact("a", (tx) => readAccount(tx, "a"));

  assertEquals(account, EMPTY_ACCOUNT);
  assertEquals(await world.store.get(keys.account("a")), null);
});
