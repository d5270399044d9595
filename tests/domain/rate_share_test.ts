import { assertEquals } from "@std/assert";
import { RateLimiter } from "../../lib/domain/rate_limit.ts";
import { keepSharing, shareRates } from "../../lib/domain/rate_share.ts";
import { TestWorld } from "../support.ts";

const POLICY = { name: "key", subject: "app_1", quota: 1_000, windowS: 10 };

function ask(limiter: RateLimiter, count: number, nowMs: number): number {
  let allowed = 0;
  for (let i = 0; i < count; i++) {
    if (limiter.take([POLICY], nowMs).isAllowed) allowed++;
  }
  return allowed;
}

Deno.test("shareRates() keeps two instances within 2 % of one quota", async () => {
  await using world = await TestWorld.open();
  const [one, two] = [new RateLimiter(), new RateLimiter()];
  // Both are asked for three times what is allowed, unevenly.
  let allowed = 0;
  const startMs = world.nowMs;
  const share = async () => {
    await shareRates(world.ports, one, "one");
    await shareRates(world.ports, two, "two");
    await shareRates(world.ports, one, "one");
  };
  ask(one, 2, startMs);
  ask(two, 1, startMs);
  await share();
  for (let second = 0; second < 120; second++) {
    world.advance(1_000 - (world.nowMs - startMs) % 1_000);
    for (let part = 0; part < 20; part++) {
      allowed += ask(one, 10, world.nowMs) + ask(two, 5, world.nowMs);
      world.advance(45);
    }
    await share();
  }
  const passedS = (world.nowMs - startMs) / 1_000;
  const due = 1_000 + 100 * passedS;
  assertEquals(
    Math.abs(allowed / due - 1) < 0.02,
    true,
    `${allowed} of ${due}`,
  );
});

Deno.test("shareRates() gives an instance all of it once the other is silent", async () => {
  await using world = await TestWorld.open();
  const [one, two] = [new RateLimiter(), new RateLimiter()];
  ask(one, 1, world.nowMs);
  ask(two, 1, world.nowMs);
  await shareRates(world.ports, one, "one");
  await shareRates(world.ports, two, "two");
  world.advance(20_000);
  ask(one, 1, world.nowMs);
  await shareRates(world.ports, one, "one");
  world.advance(20_000);
  assertEquals(ask(one, 2_000, world.nowMs), 1_000);
});

Deno.test("keepSharing() writes nothing while nobody calls", async () => {
  await using world = await TestWorld.open();
  let commits = 0;
  world.store.onCommit(() => commits++);
  const stop = keepSharing(world.ports, new RateLimiter(), "one");
  world.advance(10_000);
  await Promise.resolve();
  stop();
  assertEquals(commits, 0);
});
