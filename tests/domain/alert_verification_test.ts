import { assertEquals } from "@std/assert";
import { putAlerts } from "../../lib/domain/alert_settings.ts";
import { post, readAccount } from "../../lib/domain/credit.ts";
import { verifyAccounts } from "../../lib/domain/verification.ts";
import { keys, KINDS } from "../../lib/kv/keys.ts";
import { EPOCH, seeded, TestWorld } from "../support.ts";
import { townWith } from "./accepting.ts";

const DAY_MS = 86_400_000;

async function broken(world: TestWorld): Promise<readonly string[]> {
  // Nothing but postings moves these accounts: their messages are not there.
  const { broken } = await verifyAccounts(world.ports);
  return broken.filter((line) => !line.includes("its messages sum"));
}

/** A town that crossed 50 on its way down. */
async function crossedTown(world: TestWorld): Promise<string> {
  const { structure: { id } } = await townWith(world, 100);
  await thresholds(world, id, [50]);
  await reserve(world, id, 60);
  return id;
}

async function thresholds(
  world: TestWorld,
  id: string,
  lowBalance: number[],
  monthlyVolume: number[] = [],
): Promise<void> {
  const alerts = { lowBalance, monthlyVolume, emails: [] };
  await putAlerts(world.ports, world.call(), { id, alerts });
}

async function reserve(
  world: TestWorld,
  id: string,
  amount: number,
): Promise<void> {
  const posting = { actor: "test", cause: "test", atMs: EPOCH };
  await world.store.transact(
    id,
    (tx) => post(tx, id, { kind: "reserve", amount, ...posting }),
  );
}

Deno.test("brokenAlerts() finds nothing wrong, whatever the thresholds were", async () => {
  await using world = await TestWorld.open();
  const id = await crossedTown(world);
  await thresholds(world, id, [35, 50]);
  await reserve(world, id, 10);
  await thresholds(world, id, []);
  await reserve(world, id, 20);

  assertEquals(await broken(world), []);
  const alerts = await Array.fromAsync(world.store.list(KINDS.alert, {}));
  assertEquals(alerts.map(({ value }) => value.threshold), [50, 35]);
});

Deno.test("brokenAlerts() finds a crossing that raised nothing", async () => {
  await using world = await TestWorld.open();
  const id = await crossedTown(world);
  await world.store.transact(id, async (tx) => {
    await readAccount(tx, id);
    tx.delete(keys.alert(id, 2, 0));
  });

  assertEquals(await broken(world), [
    `${id}: entry 2, lowBalance 50 at 40: crossed 1 times, raised 0 times`,
  ]);
});

Deno.test("brokenAlerts() finds an alert that nothing crossed, or twice", async () => {
  await using world = await TestWorld.open();
  const id = await crossedTown(world);
  await world.store.transact(id, async (tx) => {
    await readAccount(tx, id);
    const alert = (await tx.get(keys.alert(id, 2, 0)))!;
    tx.put(keys.alert(id, 2, 1), alert);
    tx.put(keys.alert(id, 1, 0), { ...alert, entry: 1, value: 100 });
  });

  assertEquals(await broken(world), [
    `${id}: entry 2, lowBalance 50 at 40: crossed 1 times, raised 2 times`,
    `${id}: entry 1, lowBalance 50 at 100: crossed 0 times, raised 1 times`,
  ]);
});

Deno.test("a long life at random keeps to one alert a crossing", async () => {
  await using world = await TestWorld.open();
  const random = seeded(7);
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  const { structure: { id } } = await townWith(world, 100);
  let nowMs = EPOCH;
  let alerts = 0;
  for (let step = 0; step < 600; step++) {
    nowMs += upTo(3 * DAY_MS);
    if (random() < 0.03) {
      await thresholds(world, id, [1 + upTo(90), 20], [upTo(30) + 1, 60]);
      continue;
    }
    await world.store.transact(id, async (tx) => {
      const { granted, reserved, spent } = await readAccount(tx, id);
      const left = granted - reserved - spent;
      const posting = { actor: "test", cause: "test", atMs: nowMs };
      const kind = left < 5
        ? "grant"
        : (["reserve", "settle", "release"] as const)[upTo(2)]!;
      const most = kind === "grant"
        ? 100
        : kind === "reserve"
        ? left
        : reserved;
      if (most === 0) return;
      const amount = 1 + upTo(Math.min(most, 40) - 1);
      await post(tx, id, { kind, amount, ...posting });
    });
  }
  for await (const _ of world.store.list(KINDS.alert, {})) alerts++;

  assertEquals(await broken(world), []);
  assertEquals(alerts > 50, true, `${alerts} alerts`);
});
