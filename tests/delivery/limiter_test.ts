import { assertEquals } from "@std/assert";
import { Limiter } from "../../lib/delivery/limiter.ts";
import { TestWorld } from "../support.ts";

const tick = () => new Promise((resolve) => setTimeout(resolve, 0));

Deno.test("Limiter lets no more than its concurrency run, in the order they came", async () => {
  await using world = await TestWorld.open();
  const limiter = new Limiter(world.ports, {
    concurrency: 2,
    ratePerSecond: null,
  });
  const ends: (() => void)[] = [];
  const started: number[] = [];
  const all = [0, 1, 2, 3].map((i) =>
    limiter.run(async () => {
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
    () => limiter.run(() => Promise.resolve(void started++)),
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
  assertEquals(
    Math.abs(during - expected) <= expected * 0.05,
    true,
    `${during}`,
  );
  while (started < all.length) {
    world.advance(10);
    await Promise.resolve();
  }
  await Promise.all(all);
});
