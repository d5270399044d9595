import { assertAlmostEquals, assertEquals } from "@std/assert";
import { Limiter } from "../../lib/delivery/limiter.ts";
import { TestWorld } from "../support.ts";

const ANYONE = { tenant: "t", urgent: false };

const tick = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Runs work as a gateway's caller does; counts what starts. */
async function run(
  limiter: Limiter,
  work: () => void | Promise<void>,
  waiter = ANYONE,
): Promise<boolean> {
  if (!await limiter.begin(waiter)) return false;
  try {
    await work();
  } finally {
    limiter.end();
  }
  return true;
}

Deno.test("Limiter lets no more than its concurrency run, in the order they came", async () => {
  await using world = await TestWorld.open();
  const limiter = new Limiter(world.ports, {
    concurrency: 2,
    ratePerSecond: null,
  });
  const ends: (() => void)[] = [];
  const started: number[] = [];
  const all = [0, 1, 2, 3].map((i) =>
    run(limiter, async () => {
      started.push(i);
      await new Promise<void>((resolve) => ends.push(resolve));
    })
  );
  await tick();
  assertEquals(started, [0, 1]);
  ends[0]!();
  await tick();
  assertEquals(started, [0, 1, 2]);
  for (let i = 1; i < 4; i++) {
    ends[i]?.();
    await tick();
  }
  await Promise.all(all);
  assertEquals(started, [0, 1, 2, 3]);
});

Deno.test("Limiter keeps a rate over a minute within 5 %", async () => {
  await using world = await TestWorld.open();
  const limiter = new Limiter(world.ports, {
    concurrency: 100,
    ratePerSecond: 20,
  });
  let started = 0;
  const all = Array.from(
    { length: 1_500 },
    () => run(limiter, () => void started++),
  );
  // The world's clock moves with each reading too: it tells what has passed.
  const begun = world.nowMs;
  const before = started;
  while (world.nowMs - begun < 60_000) {
    world.advance(10);
    await Promise.resolve();
  }
  const during = started - before;
  const expected = (world.nowMs - begun) / 1_000 * 20;
  await tick();
  assertAlmostEquals(during, expected, expected * 0.05);
  while (started < all.length) {
    world.advance(10);
    await Promise.resolve();
  }
  await Promise.all(all);
});

Deno.test("Limiter makes up for timers that come late", async () => {
  await using world = await TestWorld.open();
  const limiter = new Limiter({
    now: world.ports.now,
    after: (ms, run) => world.ports.after(ms + 13, run),
  }, { concurrency: 100, ratePerSecond: 200 });
  let started = 0;
  for (let i = 0; i < 3_000; i++) {
    void run(limiter, () => void started++);
  }
  // What the setting-up took is made up for first.
  for (let i = 0; i < 100; i++) {
    world.advance(5);
    await tick();
  }
  const begun = world.nowMs;
  const before = started;
  while (world.nowMs - begun < 4_000) {
    world.advance(5);
    await tick();
  }
  const expected = (world.nowMs - begun) / 5;
  assertAlmostEquals(started - before, expected, expected * 0.05);
  limiter.sendAway();
});

Deno.test("Limiter saves up nothing while nobody waits", async () => {
  await using world = await TestWorld.open();
  const limiter = new Limiter(world.ports, {
    concurrency: 100,
    ratePerSecond: 1,
  });
  await run(limiter, () => {});
  world.advance(60_000);
  let started = 0;
  for (let i = 0; i < 10; i++) void run(limiter, () => void started++);
  await tick();
  assertEquals(started, 1);
  limiter.sendAway();
});

Deno.test("Limiter.sendAway() sends away those who wait, not those who run", async () => {
  await using world = await TestWorld.open();
  const limiter = new Limiter(world.ports, {
    concurrency: 1,
    ratePerSecond: null,
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  const first = run(limiter, () => promise);
  const second = run(limiter, () => {});
  assertEquals(limiter.waiting, 1);
  limiter.sendAway();
  assertEquals([await second, limiter.waiting], [false, 0]);
  resolve();
  assertEquals(await first, true);
  assertEquals(await run(limiter, () => {}), true);
});
