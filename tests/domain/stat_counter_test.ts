import { assertEquals } from "@std/assert";
import { cancelSubmission } from "../../lib/domain/submission.ts";
import { StatCounter } from "../../lib/domain/stat_counter.ts";
import { readStats } from "../../lib/domain/stats.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { openTown, type Town } from "../delivery/support.ts";

const DAY_MS = 86_400_000;

async function countAll(counter: StatCounter): Promise<void> {
  while (await counter.run());
}

async function byStatus({ world, structureId: id }: Town) {
  const { items, total } = await readStats(world.ports, OPERATOR, {
    id,
    from: "2026-11-01",
    to: "2027-10-31",
    groupBy: ["status"],
  });
  const counts = items.map(({ status, messages }) => [status, messages]);
  return { ...Object.fromEntries(counts), cost: total.cost };
}

Deno.test("StatCounter follows messages from one status to the next", async () => {
  const town = await openTown({ credits: 100 });
  await using world = town.world;
  const counter = new StatCounter(world.ports);
  const stop = counter.start();
  await town.send({ recipients: ["+33612345678", "+33612345679"] });
  await countAll(counter);
  assertEquals(await byStatus(town), { queued: 2, cost: 0 });

  await town.engine.runDue();
  world.advance(30_000);
  await town.engine.runDue();
  await countAll(counter);

  assertEquals(await byStatus(town), { delivered: 2, cost: 2 });
  assertEquals((await world.account(town.structureId)).spent, 2);
  stop();
});

Deno.test("StatCounter counts once, however many instances hear and look", async () => {
  const kv = await Deno.openKv(":memory:");
  {
    const town = await openTown({ kv, seed: 1, credits: 100 });
    await using one = town.world;
    await using two = await TestWorld.open({ kv, seed: 2 });
    const counters = [one, two, one].map(({ ports }) => new StatCounter(ports));
    const stops = counters.map((counter) => counter.start());
    for (let i = 0; i < 5; i++) await town.send({});
    await Promise.all(counters.map(countAll));
    await town.engine.runDue();
    await Promise.all(counters.map(countAll));

    assertEquals(await byStatus(town), { sent: 5, cost: 5 });
    stops.forEach((stop) => stop());
  }
  kv.close();
});

Deno.test("StatCounter finds what an instance that died had not counted", async () => {
  const town = await openTown({ credits: 100 });
  await using world = town.world;
  await town.send({});
  world.advance(1_000);

  const first = new StatCounter(world.ports);
  await countAll(first);
  assertEquals(await byStatus(town), { queued: 1, cost: 0 });
  await town.engine.runDue();
  await countAll(first);
  assertEquals(await byStatus(town), { queued: 1, cost: 0 }, "it did not hear");

  world.advance(6 * 3_600_000);
  await countAll(first);
  assertEquals(await byStatus(town), { sent: 1, cost: 1 });
});

Deno.test("StatCounter forgets what old batches added, and keeps the counters", async () => {
  const town = await openTown({ credits: 100 });
  await using world = town.world;
  const counter = new StatCounter(world.ports);
  const stop = counter.start();
  await town.send({});
  const later = await town.send({
    sendAt: new Date(world.nowMs + 20 * DAY_MS).toISOString(),
  });
  await town.engine.runDue();
  await countAll(counter);
  const counted = async () =>
    (await Array.fromAsync(world.store.list(KINDS.counted, {}))).length;
  assertEquals(await counted(), 2);

  world.advance(11 * DAY_MS);
  await countAll(counter);
  assertEquals(await counted(), 1, "the scheduled one may still change");
  assertEquals(await byStatus(town), { scheduled: 1, sent: 1, cost: 1 });

  await cancelSubmission(world.ports, world.call(), later.submissionId);
  await countAll(counter);
  world.advance(DAY_MS);
  await countAll(counter);
  assertEquals(await counted(), 0);
  assertEquals(await byStatus(town), { cancelled: 1, sent: 1, cost: 1 });
  stop();
});
