import { assertEquals } from "@std/assert";
import { Breaker, type Ending } from "../../lib/delivery/breaker.ts";

/** Calls one after another, a tenth of a second apart; the time after them. */
function calls(
  breaker: Breaker,
  endings: readonly Ending[],
  fromMs = 0,
): number {
  let nowMs = fromMs;
  for (const ending of endings) {
    const epoch = breaker.begin(nowMs);
    nowMs += 100;
    if (epoch !== null) breaker.end(epoch, ending, nowMs);
  }
  return nowMs;
}

const many = (ending: Ending, count: number) =>
  Array.from({ length: count }, () => ending);

Deno.test("Breaker opens at half errors among twenty calls of a minute", async (t) => {
  const table: [claim: string, endings: Ending[], open: boolean][] = [
    ["nineteen errors prove nothing", many("error", 19), false],
    ["twenty errors", many("error", 20), true],
    [
      "half of twenty",
      [...many("arrived", 10), ...many("error", 10)],
      true,
    ],
    [
      "fewer than half",
      [...many("arrived", 11), ...many("error", 10)],
      false,
    ],
    ["five timeouts in a row", many("timeout", 5), true],
    [
      "five timeouts with one arrival between",
      [...many("timeout", 4), "arrived", "timeout"],
      false,
    ],
  ];
  for (const [claim, endings, open] of table) {
    await t.step(claim, () => {
      const breaker = new Breaker();
      const nowMs = calls(breaker, endings);
      assertEquals(breaker.state(nowMs), open ? "open" : "closed");
      assertEquals(breaker.begin(nowMs) === null, open);
    });
  }
});

Deno.test("Breaker forgets errors after a minute", () => {
  const breaker = new Breaker();
  calls(breaker, many("error", 19));
  const nowMs = calls(breaker, many("error", 5), 70_000);
  assertEquals(breaker.state(nowMs), "closed");
  assertEquals(breaker.traffic(nowMs), { calls: 5, errors: 5 });
});

Deno.test("Breaker lets one through after its rest, then more, then all", () => {
  const breaker = new Breaker();
  const opened = calls(breaker, many("error", 20));
  assertEquals(breaker.nextMs(opened), opened + 10_000);
  const nowMs = opened + 10_000;
  assertEquals(breaker.state(nowMs), "half-open");
  const widths: number[] = [];
  while (breaker.state(nowMs) === "half-open" && widths.length < 10) {
    const epochs: number[] = [];
    for (let i = 0; i < 100; i++) {
      const epoch = breaker.begin(nowMs);
      if (epoch !== null) epochs.push(epoch);
    }
    widths.push(epochs.length);
    for (const epoch of epochs) breaker.end(epoch, "arrived", nowMs);
  }
  assertEquals(widths, [1, 2, 4, 8, 16]);
  assertEquals(breaker.state(nowMs), "closed");
  assertEquals(breaker.begin(nowMs) !== null, true);
});

Deno.test("Breaker rests longer each time a probe fails, a minute at the most", () => {
  const breaker = new Breaker();
  let nowMs = calls(breaker, many("timeout", 5));
  const rests: number[] = [];
  for (let i = 0; i < 5; i++) {
    const next = breaker.nextMs(nowMs);
    rests.push(next - nowMs);
    nowMs = next;
    breaker.end(breaker.begin(nowMs)!, "error", nowMs);
  }
  assertEquals(rests, [10_000, 20_000, 40_000, 60_000, 60_000]);
});

Deno.test("Breaker is not closed by a call begun before it opened", () => {
  const breaker = new Breaker();
  const old = breaker.begin(0)!;
  const nowMs = calls(breaker, many("error", 20)) + 10_000;
  breaker.end(old, "arrived", nowMs);
  breaker.end(old, "arrived", nowMs);
  assertEquals(breaker.state(nowMs), "half-open");
  assertEquals(breaker.begin(nowMs) !== null, true);
  assertEquals(breaker.begin(nowMs), null);
});

Deno.test("Breaker leaves a gateway alone for as long as it asks", () => {
  const breaker = new Breaker();
  breaker.pause(30_000);
  assertEquals(breaker.begin(29_999), null);
  assertEquals(breaker.nextMs(10_000), 30_000);
  assertEquals(breaker.state(10_000), "closed");
  assertEquals(breaker.begin(30_000) !== null, true);
});
