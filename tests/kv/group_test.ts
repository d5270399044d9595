import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Store } from "../../lib/kv/store.ts";
import { Problem } from "../../lib/problem.ts";
import { seeded } from "../support.ts";
import { counter, increment, pause, storeOn, upTo } from "./counters.ts";
import { type Committed, intercept } from "./intercept.ts";

type Apply = () => Promise<Committed>;

/** Deadlines and pauses are shorter than the service's, patience is not. */
const wait = (ms: number) => ms < 20_000 ? ms / 40 : ms;

/**
 * Counts to five over two lanes while the first commit ends as `fault` says,
 * and checks that each count was made once.
 */
function withFault(
  name: string,
  fault: (apply: Apply, lookUps: LookUps) => Promise<Committed>,
): void {
  Deno.test(name, async () => {
    const lookUps = new LookUps();
    let commits = 0;
    const kv = intercept(await Deno.openKv(":memory:"), {
      commit: (apply) => ++commits === 1 ? fault(apply, lookUps) : apply(),
      getMany: (keys, read) =>
        keys[0]![0] === "operation" ? lookUps.pass(read) : read(),
    });
    const store = storeOn(kv, { wait });
    const refused = store.transact("a", async (tx) => {
      await increment("a")(tx);
      throw new Problem("conflict");
    });
    const counts = ["a", "a", "b", "a", "b"].map((lane) =>
      store.transact(lane, increment(lane))
    );

    await assertRejects(() => refused, Problem);
    assertEquals(await Promise.all(counts), [1, 2, 1, 3, 2]);
    assertEquals(await store.transact("a", increment("a")), 4);
    await lookUps.settled();
    assertEquals(await store.get(counter("a")), 4);
    assertEquals(await store.get(counter("b")), 2);
    await store.close();
  });
}

/** Look-ups of operations, around which something may happen. */
class LookUps {
  readonly #steps: ((read: () => Promise<Found>) => Promise<Found>)[] = [];
  readonly #late: Promise<unknown>[] = [];

  /** What the next look-up that is not yet spoken for goes through. */
  next(step: (read: () => Promise<Found>) => Promise<Found>): this {
    this.#steps.push(step);
    return this;
  }

  pass(read: () => Promise<Found>): Promise<Found> {
    const step = this.#steps.shift();
    return step === undefined ? read() : step(read);
  }

  /** Something that arrives later. */
  later(work: Promise<unknown>): void {
    this.#late.push(work);
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.#late);
  }
}

type Found = Deno.KvEntryMaybe<unknown>[];

const never = () => new Promise<Committed>(() => {});
const asItIs = (read: () => Promise<Found>) => read();
const failing = () => Promise.reject(new TypeError("connection lost"));

withFault("a commit that is in though it was said not to be", async (apply) => {
  await apply();
  return { ok: false };
});

withFault("a commit that is in though it failed", async (apply) => {
  await apply();
  throw new TypeError("connection lost");
});

withFault("a commit that failed and is not in", failing);

withFault("a commit that is never answered and is in", async (apply) => {
  await apply();
  return await never();
});

withFault("a commit that is never answered and is not in", never);

withFault(
  "a commit that arrives long after it was given up",
  (apply, later) => {
    later.later(pause(500).then(apply));
    return never();
  },
);

withFault("a commit that arrives once it was looked for", (apply, lookUps) => {
  lookUps.next(async (read) => {
    const found = await read();
    await apply();
    return found;
  });
  return failing();
});

withFault(
  "a commit that arrives after the next attempt's reads",
  (apply, lookUps) => {
    lookUps.next(asItIs).next(async (read) => {
      await apply();
      return await read();
    });
    return failing();
  },
);

withFault(
  "a commit that arrives just before the next attempt",
  (apply, lookUps) => {
    lookUps.next(asItIs).next(async (read) => {
      const found = await read();
      await apply();
      return found;
    });
    return failing();
  },
);

withFault(
  "a commit that is in and cannot be looked for",
  async (apply, lookUps) => {
    lookUps.next(failing).next(failing).next(failing);
    await apply();
    throw new TypeError("connection lost");
  },
);

Deno.test("a store that takes nothing is said to be unavailable, then is used again", async () => {
  let broken = true;
  let commits = 0;
  const kv = intercept(await Deno.openKv(":memory:"), {
    commit: (apply) => {
      commits++;
      return broken ? failing() : apply();
    },
  });
  const store = storeOn(kv, { wait });

  const problem = await assertRejects(
    () => store.transact("a", increment("a")),
    Problem,
  );
  broken = false;

  assertEquals(problem.code, "unavailable");
  assert(problem.cause instanceof TypeError);
  assertEquals(commits, 12);
  assertEquals(await store.transact("a", increment("a")), 1);
  await store.close();
});

Deno.test("a store that answers nothing is given up after a while, for all", async () => {
  let silent = false;
  const kv = intercept(await Deno.openKv(":memory:"), {
    commit: (apply) => silent ? never() : apply(),
    getMany: (_, read) => silent ? new Promise(() => {}) : read(),
  });
  const store = storeOn(kv, { wait: (ms) => silent ? ms / 100 : ms });
  await store.transact("a", increment("a"));
  silent = true;
  const startMs = performance.now();

  const problems = await Promise.all(
    upTo(50).map((i) =>
      assertRejects(() => store.transact(`${i}`, increment("a")), Problem)
    ),
  );
  const tookMs = performance.now() - startMs;
  silent = false;

  assert(problems.every(({ code }) => code === "unavailable"));
  // Twenty seconds and what is under way then, a hundred times faster.
  assert(tookMs < 3_000, `${tookMs} ms`);
  assertEquals(await store.transact("a", increment("a")), 2);
  await store.close();
});

Deno.test("whatever becomes of commits, each body counts once", async () => {
  const kv = await Deno.openKv(":memory:");
  const late: Promise<unknown>[] = [];
  const stores = upTo(2).map((seed) => {
    const random = seeded(seed);
    const flaky = intercept(kv, {
      close() {},
      commit: (apply) => applyFlakily(apply, random, late),
      getMany: (_, read) => random() < 0.05 ? failing() : read(),
    });
    return storeOn(flaky, { seed, wait });
  });

  const counted = await Promise.all(stores.map(countUnderFaults));
  await Promise.all(late);

  const { done, unknown } = sum(counted);
  const entry = await kv.get<Uint8Array>(counter("a").parts);
  const count = Number(new TextDecoder().decode(entry.value!));
  assertEquals(new Set(done).size, done.length);
  assert(done.length > 300, `${done.length} counted`);
  assert(count >= done.length && count <= done.length + unknown);
  await Promise.all(stores.map((store) => store.close()));
  kv.close();
});

/** Applies a commit now, later or never, and says one thing or another. */
async function applyFlakily(
  apply: Apply,
  random: () => number,
  late: Promise<unknown>[],
): Promise<Committed> {
  const fate = random();
  if (fate < 0.6) return await apply();
  if (fate < 0.7) return { ok: false };
  if (fate < 0.8) return await failing();
  if (fate < 0.9) await apply();
  else late.push(pause(random() * 40).then(apply));
  return fate < 0.85 ? { ok: false } : await failing();
}

/** Counts many times; the counts given, and how many calls are in doubt. */
async function countUnderFaults(
  store: Store,
): Promise<{ done: number[]; unknown: number }> {
  const done: number[] = [];
  let unknown = 0;
  for (const _ of upTo(60)) {
    const calls = upTo(4).map((lane) =>
      store.transact(`${lane}`, increment("a"))
    );
    for (const call of await Promise.allSettled(calls)) {
      if (call.status === "fulfilled") done.push(call.value);
      else unknown++;
    }
  }
  return { done, unknown };
}

function sum(
  counted: readonly { done: number[]; unknown: number }[],
): { done: number[]; unknown: number } {
  return {
    done: counted.flatMap(({ done }) => done),
    unknown: counted.reduce((all, { unknown }) => all + unknown, 0),
  };
}
