import { assertEquals } from "@std/assert";
import { nextAttempt } from "../../lib/delivery/backoff.ts";

const base = { nowMs: 0, expiresAtMs: 72 * 3_600_000, random: 0.5 };

Deno.test("nextAttempt() waits longer each time, then two hours for ever", () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 8, 50].map((attempts) =>
    nextAttempt({ ...base, attempts }) / 1_000
  );
  assertEquals(waits, [5, 30, 120, 600, 1_800, 3_600, 7_200, 7_200, 7_200]);
});

Deno.test("nextAttempt() spreads by a fifth either way", () => {
  assertEquals(nextAttempt({ ...base, attempts: 1, random: 0 }), 4_000);
  assertEquals(nextAttempt({ ...base, attempts: 1, random: 1 }), 6_000);
});

Deno.test("nextAttempt() waits as long as the gateway asks, within the validity", () => {
  assertEquals(nextAttempt({ ...base, attempts: 1, afterMs: 90_000 }), 90_000);
  assertEquals(
    nextAttempt({ ...base, attempts: 7, expiresAtMs: 60_000 }),
    60_000,
  );
});
