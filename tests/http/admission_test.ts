import { assert, assertEquals } from "@std/assert";
import { Admission } from "../../lib/http/admission.ts";

/**
 * A process that does `perSecond` requests, asked for `offered` a second: what
 * was let in, how long it took at the most, and the limit at the end.
 */
function run(
  admission: Admission,
  { offered, perSecond, seconds, fromMs }: {
    offered: number;
    perSecond: number;
    seconds: number;
    fromMs: number;
  },
) {
  const queue: number[] = [];
  const took: number[] = [];
  let asked = 0;
  let done = 0;
  for (let ms = 0; ms < seconds * 1_000; ms++) {
    const nowMs = fromMs + ms;
    for (; asked < offered * ms / 1_000; asked++) {
      if (admission.enter()) queue.push(nowMs);
    }
    done += perSecond / 1_000;
    for (; done >= 1 && queue.length > 0; done--) {
      const startMs = queue.shift()!;
      took.push(nowMs - startMs);
      admission.leave(startMs, nowMs);
    }
    if (queue.length === 0) done = 0;
  }
  for (const startMs of queue) {
    admission.leave(startMs, fromMs + seconds * 1_000);
  }
  took.sort((a, b) => a - b);
  return { answered: took.length, p99: took[Math.floor(took.length * 0.99)]! };
}

Deno.test("Admission lets everyone in while there is room", () => {
  const admission = new Admission();
  const { answered } = run(admission, {
    offered: 900,
    perSecond: 1_000,
    seconds: 10,
    fromMs: 0,
  });
  assert(answered > 8_900);
  assertEquals(admission.refused, 0);
});

for (const perSecond of [200, 1_000, 5_000]) {
  Deno.test(`Admission keeps ${perSecond} a second in time at five times as many`, () => {
    const admission = new Admission();
    const load = { offered: 5 * perSecond, perSecond };
    run(admission, { ...load, seconds: 5, fromMs: 0 });
    const { answered, p99 } = run(admission, {
      ...load,
      seconds: 20,
      fromMs: 5_000,
    });
    assert(p99 <= 500, `${p99} ms`);
    assert(answered >= 20 * perSecond * 0.95, `${answered} answered`);
    assert(admission.refused > 0);
  });
}

Deno.test("Admission lets everyone in again soon after", () => {
  const admission = new Admission();
  const perSecond = 1_000;
  run(admission, { offered: 5_000, perSecond, seconds: 10, fromMs: 0 });
  run(admission, { offered: 800, perSecond, seconds: 2, fromMs: 10_000 });
  const before = admission.refused;
  run(admission, { offered: 800, perSecond, seconds: 5, fromMs: 12_000 });
  assertEquals(admission.refused, before);
});

Deno.test("Admission always lets some in, however slow they are", () => {
  const admission = new Admission();
  run(admission, { offered: 500, perSecond: 20, seconds: 60, fromMs: 0 });
  assertEquals(admission.limit, 64);
});

Deno.test("Admission lets fewer in while turns of the event loop are long", () => {
  let nowMs = 0;
  const waiting: (() => void)[] = [];
  const admission = new Admission({
    now: () => nowMs,
    next: (run) => void waiting.push(run),
  });
  const turn = (ms: number) => {
    admission.enter();
    admission.leave(nowMs, nowMs);
    nowMs += ms;
    waiting.splice(0).forEach((run) => run());
  };
  turn(10);
  assertEquals(admission.limit, 512);
  turn(100);
  assertEquals(admission.limit, 256);
  for (let i = 0; i < 10; i++) turn(100);
  assertEquals(admission.limit, 128);
  assertEquals(waiting.length, 0);
});
