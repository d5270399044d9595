import { assertEquals } from "@std/assert";
import { Deadlines } from "../../lib/delivery/deadlines.ts";

/** A clock whose timers ring when it is moved past them. */
class Clock {
  nowMs = 0;
  set = 0;
  readonly #timers = new Map<number, { atMs: number; run: () => void }>();

  readonly ports = {
    now: () => this.nowMs,
    after: (ms: number, run: () => void) => {
      const id = ++this.set;
      this.#timers.set(id, { atMs: this.nowMs + ms, run });
      return () => void this.#timers.delete(id);
    },
  };

  get waiting(): number {
    return this.#timers.size;
  }

  moveTo(nowMs: number): void {
    this.nowMs = nowMs;
    for (const [id, { atMs, run }] of [...this.#timers]) {
      if (atMs > nowMs || !this.#timers.delete(id)) continue;
      run();
    }
  }
}

function began(deadlines: Deadlines) {
  const stop = new AbortController();
  const end = deadlines.begin(stop);
  return { end, isLate: () => stop.signal.aborted };
}

Deno.test("begin() aborts what takes too long, and nothing sooner", () => {
  const clock = new Clock();
  const deadlines = new Deadlines(clock.ports, 100);
  const first = began(deadlines);
  clock.moveTo(60);
  const second = began(deadlines);

  clock.moveTo(99);
  assertEquals([first.isLate(), second.isLate()], [false, false]);
  clock.moveTo(100);
  assertEquals([first.isLate(), second.isLate()], [true, false]);
  clock.moveTo(160);
  assertEquals(second.isLate(), true);
  assertEquals(clock.waiting, 0);
});

Deno.test("begin() spares what ended in time, in whatever order", () => {
  const clock = new Clock();
  const deadlines = new Deadlines(clock.ports, 100);
  const all = Array.from({ length: 3 }, () => began(deadlines));
  all[1]!.end();
  all[0]!.end();

  clock.moveTo(1_000);

  assertEquals(all.map(({ isLate }) => isLate()), [false, false, true]);
});

Deno.test("begin() sets one timer for many, and leaves none behind", () => {
  const clock = new Clock();
  const deadlines = new Deadlines(clock.ports, 100);
  const all = Array.from({ length: 5_000 }, () => began(deadlines));
  assertEquals([clock.set, clock.waiting], [1, 1]);

  for (const { end } of all) end();

  assertEquals(clock.waiting, 0);
});
