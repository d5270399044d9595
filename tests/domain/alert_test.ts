import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { crossings, type Level } from "../../lib/domain/alert.ts";
import { putAlerts } from "../../lib/domain/alert_settings.ts";
import { acceptMessages } from "../../lib/domain/acceptance.ts";
import { post } from "../../lib/domain/credit.ts";
import { lineage } from "../../lib/domain/directory.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { transferCredits } from "../../lib/domain/transfer.ts";
import { keys, KINDS, shardOf } from "../../lib/kv/keys.ts";
import type { AlertKind, StoredAlert } from "../../lib/schema/alert.ts";
import type { EntryKind } from "../../lib/schema/credit.ts";
import { EPOCH, TestWorld } from "../support.ts";

const DAY_MS = 86_400_000;

/** A structure with credits that is warned at thresholds. */
async function warned(
  world: TestWorld,
  { credits = 100, lowBalance = [], monthlyVolume = [] }: {
    credits?: number;
    lowBalance?: number[];
    monthlyVolume?: number[];
  },
): Promise<string> {
  const { ports } = world;
  const { id } = await createStructure(ports, world.call(), { name: "Rodez" });
  await putAlerts(ports, world.call(), {
    id,
    alerts: { lowBalance, monthlyVolume, emails: [] },
  });
  await transferCredits(ports, world.call(), {
    fromId: null,
    toId: id,
    credits,
  });
  return id;
}

/** Posts movements, each in a commit of its own. */
async function move(
  world: TestWorld,
  id: string,
  movements: readonly [kind: EntryKind, amount: number, atMs?: number][],
): Promise<void> {
  for (const [kind, amount, atMs = EPOCH] of movements) {
    await world.store.transact(id, async (tx) => {
      const at = { actor: "test", cause: "test", atMs };
      await post(tx, id, { kind, amount, ...at });
    });
  }
}

async function raised(world: TestWorld, id: string): Promise<StoredAlert[]> {
  const list = world.store.list(KINDS.alert, { under: [id] });
  return await Array.fromAsync(list, ({ value }) => value);
}

async function told(world: TestWorld, id: string): Promise<unknown[]> {
  return (await raised(world, id)).map(({ kind, threshold, value }) => [
    kind,
    threshold,
    value,
  ]);
}

const level = (
  available: number,
  monthSpent = 0,
  month = "2026-12",
): Level => ({
  available,
  monthSpent,
  month,
});

Deno.test("crossings() finds what lies between two levels", async (t) => {
  const thresholds = { lowBalance: [10, 50, 100], monthlyVolume: [200, 300] };
  const table: [what: string, Level, Level, expected: [AlertKind, number][]][] =
    [
      ["nothing", level(120), level(100), []],
      ["from T to below", level(100), level(99), [["lowBalance", 100]]],
      ["already below", level(99), level(60), []],
      ["up again", level(60), level(150), []],
      ["all at once, the highest first", level(100), level(0), [
        ["lowBalance", 100],
        ["lowBalance", 50],
        ["lowBalance", 10],
      ]],
      ["the month at T", level(500, 199), level(500, 200), []],
      ["the month above T", level(500, 200), level(500, 201), [
        ["monthlyVolume", 200],
      ]],
      ["the month already above", level(500, 201), level(500, 202), []],
      ["both of the month", level(500, 0), level(500, 301), [
        ["monthlyVolume", 200],
        ["monthlyVolume", 300],
      ]],
      ["a new month below", level(500, 900), level(500, 1, "2027-01"), []],
      ["a new month above", level(500, 900), level(500, 250, "2027-01"), [
        ["monthlyVolume", 200],
      ]],
      ["a balance and a month", level(100, 200), level(99, 201), [
        ["lowBalance", 100],
        ["monthlyVolume", 200],
      ]],
    ];
  for (const [what, before, after, expected] of table) {
    await t.step(what, () => {
      const found = crossings(before, after, thresholds);
      assertEquals(
        found.map(({ kind, threshold }) => [kind, threshold]),
        expected,
      );
    });
  }
});

Deno.test("crossings() between small steps are those of the whole walk, no more", () => {
  const walk = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 2 });
  fc.assert(fc.property(walk, fc.integer({ min: 1, max: 60 }), (levels, T) => {
    const thresholds = { lowBalance: [T], monthlyVolume: [] };
    let found = 0;
    // The rule of a machine that is armed above T and goes off below.
    let armed = levels[0]! >= T;
    let expected = 0;
    for (let i = 1; i < levels.length; i++) {
      const [before, after] = [levels[i - 1]!, levels[i]!];
      found += crossings(level(before), level(after), thresholds).length;
      if (armed && after < T) expected++;
      armed = after >= T;
    }
    assertEquals(found, expected);
  }));
});

Deno.test("post() raises one alert a crossing, and makes it due, in its commit", async () => {
  await using world = await TestWorld.open();
  const id = await warned(world, { lowBalance: [20, 50] });

  await move(world, id, [["reserve", 60]]);

  const [alert, ...others] = await raised(world, id);
  assertEquals(others, []);
  assertEquals(alert, {
    id: alert!.id,
    kind: "lowBalance",
    threshold: 50,
    value: 40,
    entry: 2,
    cause: "test",
    atMs: EPOCH,
    dueMs: EPOCH + 2_000,
    noticeId: null,
  });
  const due = keys.due(shardOf(id), alert!.dueMs!, alert!.id);
  assertEquals(await world.store.get(due), { kind: "alert", structureId: id });
});

Deno.test("post() arms a threshold again when the balance rises", async () => {
  await using world = await TestWorld.open();
  const id = await warned(world, { lowBalance: [50] });

  await move(world, id, [
    ["reserve", 60], // 40: crossed
    ["reserve", 10], // 30: not again
    ["release", 19], // 49: still below
    ["reserve", 9], // 40
    ["release", 10], // 50: armed again
    ["reserve", 1], // 49: crossed
    ["grant", 100],
    ["allocate", -120], // 29: crossed
  ]);

  assertEquals(await told(world, id), [
    ["lowBalance", 50, 40],
    ["lowBalance", 50, 49],
    ["lowBalance", 50, 29],
  ]);
});

Deno.test("post() arms a volume again with a new month in France", async () => {
  await using world = await TestWorld.open();
  const id = await warned(world, { monthlyVolume: [10] });
  // 23:30 UTC on 31 December is 2027 in France.
  const newYear = Date.parse("2026-12-31T23:30:00Z");

  await move(world, id, [
    ["reserve", 60],
    ["settle", 10],
    ["settle", 1, EPOCH + DAY_MS], // 11: crossed
    ["settle", 5, EPOCH + 2 * DAY_MS],
    ["settle", 10, newYear],
    ["settle", 1, EPOCH + 3 * DAY_MS], // late: the new month's, crossed
    ["settle", 1, newYear + DAY_MS],
  ]);

  assertEquals(await told(world, id), [
    ["monthlyVolume", 10, 11],
    ["monthlyVolume", 10, 11],
  ]);
});

Deno.test("post() raises nothing where no threshold is set, or none any more", async () => {
  await using world = await TestWorld.open();
  const { ports } = world;
  const id = await warned(world, { lowBalance: [50] });
  await putAlerts(ports, world.call(), {
    id,
    alerts: { lowBalance: [], monthlyVolume: [], emails: ["a@rodez.fr"] },
  });
  const { id: other } = await createStructure(ports, world.call(), {
    name: "Millau",
  });
  await move(world, other, [["grant", 100]]);

  await move(world, id, [["reserve", 100]]);
  await move(world, other, [["reserve", 100]]);

  assertEquals(await raised(world, id), []);
  assertEquals(await raised(world, other), []);
  assertEquals((await world.account(other)).alerts, undefined);
});

Deno.test("a body that is undone raises nothing", async () => {
  await using world = await TestWorld.open();
  const id = await warned(world, { lowBalance: [50] });
  const posting = { actor: "a", cause: "c", atMs: EPOCH };

  await world.store.transact(id, async (tx) => {
    await post(tx, id, { kind: "reserve", amount: 60, ...posting });
    throw new Error("changed its mind");
  }).catch(() => {});

  assertEquals(await raised(world, id), []);
});

Deno.test("64 concurrent sends over a threshold raise exactly one alert", async () => {
  await using world = await TestWorld.open();
  const { ports } = world;
  const id = await warned(world, { credits: 64, lowBalance: [32] });
  const at = (await lineage(ports, id))!;

  await Promise.all(
    Array.from(
      { length: 64 },
      (_, i) =>
        acceptMessages(ports, { call: world.call(), at }, {
          text: `Message ${i}`,
          recipients: ["+33612345678"],
        }),
    ),
  );

  assertEquals(await told(world, id), [["lowBalance", 32, 31]]);
  assertEquals((await world.account(id)).reserved, 64);
});

Deno.test("two instances on one store raise exactly one alert together", async () => {
  using kv = await Deno.openKv(":memory:");
  await using one = await TestWorld.open({ kv, seed: 1 });
  await using two = await TestWorld.open({ kv, seed: 2 });
  const id = await warned(one, { credits: 40, lowBalance: [20] });

  await Promise.all(
    [one, two].flatMap((world) =>
      Array.from({ length: 20 }, () => move(world, id, [["reserve", 1]]))
    ),
  );

  assertEquals(await told(one, id), [["lowBalance", 20, 19]]);
});
