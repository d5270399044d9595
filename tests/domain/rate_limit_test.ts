import { assertEquals } from "@std/assert";
import {
  rateHeaders,
  RateLimiter,
  ratePolicies,
} from "../../lib/domain/rate_limit.ts";

const POLICY = { name: "key", subject: "app_1", quota: 60, windowS: 60 };

function takeMany(limiter: RateLimiter, count: number, nowMs: number): number {
  let allowed = 0;
  for (let i = 0; i < count; i++) {
    if (limiter.take([POLICY], nowMs).isAllowed) allowed++;
  }
  return allowed;
}

Deno.test("RateLimiter.take() lets the quota through at once, then its pace", () => {
  const limiter = new RateLimiter();
  assertEquals(takeMany(limiter, 100, 0), 60);
  assertEquals(takeMany(limiter, 100, 10_000), 10);
  assertEquals(takeMany(limiter, 100, 1_000_000), 60);
});

Deno.test("RateLimiter.take() says how much is left and when to come back", () => {
  const limiter = new RateLimiter();
  const first = limiter.take([POLICY], 0);
  assertEquals([first.remaining, first.waitS], [59, 1]);
  takeMany(limiter, 59, 0);
  const refused = limiter.take([POLICY], 0);
  assertEquals([refused.isAllowed, refused.waitS], [false, 1]);
});

Deno.test("RateLimiter.take() takes from every bucket or from none", () => {
  const limiter = new RateLimiter();
  const structure = {
    ...POLICY,
    name: "structure",
    subject: "str_1",
    quota: 1,
  };
  assertEquals(limiter.take([POLICY, structure], 0).isAllowed, true);
  const refused = limiter.take([POLICY, structure], 0);
  assertEquals([refused.isAllowed, refused.policy.name], [false, "structure"]);
  assertEquals(takeMany(limiter, 100, 0), 59);
});

Deno.test("RateLimiter.setShare() leaves an instance its part", () => {
  const limiter = new RateLimiter();
  limiter.take([POLICY], 0);
  limiter.setShare("app_1", 0.5);
  assertEquals(takeMany(limiter, 100, 0), 29);
  assertEquals(takeMany(limiter, 100, 60_000), 30);
});

Deno.test("ratePolicies() names what is limited, and nothing else", () => {
  assertEquals(ratePolicies({ id: "app_1" }, { id: "str_1" }), []);
  const policies = ratePolicies(
    { id: "app_1", perMinute: 600 },
    { id: "str_1", perDay: 9_000 },
  );
  assertEquals(
    rateHeaders(policies, {
      isAllowed: true,
      policy: policies[0]!,
      remaining: 12,
      waitS: 7,
    }),
    {
      "ratelimit-policy": '"key";q=600;w=60, "structure-day";q=9000;w=86400',
      "ratelimit": '"key";r=12;t=7',
    },
  );
});
