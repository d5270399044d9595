import { assert, assertEquals, assertLess, assertRejects } from "@std/assert";
import { z } from "@hono/zod-openapi";
import { keyOf, kind } from "../../lib/kv/kind.ts";
import { PORTABLE_ENVELOPE } from "../../lib/kv/records.ts";
import type { Store } from "../../lib/kv/store.ts";
import { Problem } from "../../lib/problem.ts";
import {
  COUNTER,
  counter,
  increment,
  LINE,
  line,
  note,
  pause,
  storeOn,
  type StoreSettings,
  upTo,
} from "./counters.ts";
import { intercept, type Tally } from "./intercept.ts";

/** Runs `test` on a store of its own; `commits` are those it made. */
function onStore(
  name: string,
  settings: StoreSettings,
  test: (store: Store, commits: Tally[]) => Promise<void>,
): void {
  Deno.test(name, async () => {
    const commits: Tally[] = [];
    const kv = intercept(await Deno.openKv(":memory:"), {
      commit: (apply, tally) => {
        commits.push(tally);
        return apply();
      },
    });
    const store = storeOn(kv, settings);
    try {
      await test(store, commits);
    } finally {
      await store.close();
    }
  });
}

onStore(
  "transact() commits together what waits, over lanes too",
  {},
  async (store, commits) => {
    const lanes = upTo(100).map((i) => `lane ${i % 10}`);

    const counts = await Promise.all(
      lanes.map((lane) => store.transact(lane, increment(lane))),
    );

    assertEquals(commits.length, 1);
    assertEquals(counts, upTo(100).map((i) => Math.ceil(i / 10)));
    assertEquals(await store.get(counter("lane 3")), 10);
  },
);

onStore(
  "transact() lets a body see what those before it wrote",
  {},
  async (store) => {
    const key = line("a", 1);
    const write = store.transact("a", async (tx) => {
      await tx.get(counter("a"));
      tx.put(counter("a"), 1);
      tx.put(key, "written");
    });
    const read = store.transact("b", async (tx) => {
      await tx.get(counter("a"));
      return await tx.get(key);
    });
    const remove = store.transact("a", async (tx) => {
      await tx.get(counter("a"));
      tx.delete(key);
    });
    const after = store.transact("a", async (tx) => {
      const [count, gone] = await tx.getMany<unknown>([counter("a"), key]);
      return { count, gone };
    });

    await Promise.all([write, remove]);
    assertEquals(await read, "written");
    assertEquals(await after, { count: 1, gone: null });
  },
);

onStore(
  "transact() undoes a body that throws, alone",
  {},
  async (store, commits) => {
    const before = store.transact("a", increment("a"));
    const thrown = store.transact("a", async (tx) => {
      await increment("a")(tx);
      tx.put(line("a", 1), "never");
      throw new Problem("conflict");
    });
    const after = store.transact("a", increment("a"));

    await assertRejects(() => thrown, Problem);
    assertEquals([await before, await after], [1, 2]);
    assertEquals(await store.get(line("a", 1)), null);
    assertEquals(commits.length, 1);
  },
);

onStore(
  "transact() runs the bodies of a lane in their order",
  {},
  async (store) => {
    const order: number[] = [];
    const run = (i: number) =>
      store.transact("a", async (tx) => {
        await tx.get(counter(`${i % 7}`));
        order.push(i);
      });

    const first = upTo(50).map(run);
    await pause(0);
    const second = upTo(50).map((i) => run(50 + i));
    await Promise.all([...first, ...second]);

    assertEquals(order, upTo(100));
  },
);

Deno.test("transact() keeps a lane's order when a commit has to be repeated", async () => {
  const committing = Promise.withResolvers<void>();
  let commits = 0;
  const kv = intercept(await Deno.openKv(":memory:"), {
    commit: async (apply) => {
      if (++commits > 3) return await apply();
      committing.resolve();
      await pause(5);
      return { ok: false };
    },
  });
  const store = storeOn(kv);
  const append = (i: number) =>
    store.transact("a", async (tx) => {
      const text = await tx.get(note("order")) ?? "";
      tx.put(note("order"), `${text}${i} `);
    });

  const sent = upTo(5).map(append);
  await committing.promise;
  for (const i of upTo(20)) {
    sent.push(append(5 + i));
    await pause(1);
  }
  await Promise.all(sent);

  assertEquals(await store.get(note("order")), `${upTo(25).join(" ")} `);
  await store.close();
});

Deno.test("transact() builds again on what a commit left that did not go in", async () => {
  const kv = await Deno.openKv(":memory:");
  const other = storeOn(intercept(kv, { close() {} }), { seed: 2 });
  const committing = Promise.withResolvers<void>();
  let commits = 0;
  const slow = intercept(kv, {
    commit: async (apply) => {
      if (++commits > 1) return await apply();
      committing.resolve();
      await pause(20);
      return await apply();
    },
  });
  const store = storeOn(slow);

  const first = store.transact("a", increment("a"));
  await committing.promise;
  const second = store.transact("a", increment("a"));
  await other.transact("a", increment("a"));

  assertEquals(await Promise.all([first, second]), [2, 3]);
  await store.close();
});

onStore(
  "transact() gives a body's result once its commit is in",
  {},
  async (store) => {
    const count = await store.transact("a", increment("a"));

    assertEquals(await store.get(counter("a")), count);
  },
);

const PORTABLE = { envelope: PORTABLE_ENVELOPE };

onStore(
  "a commit holds no more checks than the envelope",
  PORTABLE,
  async (store, commits) => {
    const lanes = upTo(30).map((i) => `lane ${i}`);

    await Promise.all(
      lanes.map((lane) => store.transact(lane, increment(lane))),
    );

    assertEquals(commits.map(({ checks }) => checks), [10, 10, 10]);
  },
);

onStore(
  "a commit holds no more mutations than the envelope",
  PORTABLE,
  async (store, commits) => {
    const write = async (i: number) => {
      await store.transact("a", async (tx) => {
        await increment("a")(tx);
        for (const at of upTo(25)) tx.put(line("a", i * 100 + at), "x");
      });
    };

    await Promise.all(upTo(80).map(write));

    assertEquals(commits.length, 3);
    assert(commits.every(({ mutations }) => mutations <= 900));
    assertEquals((await Array.fromAsync(store.list(LINE, {}))).length, 2_000);
  },
);

onStore(
  "a commit holds no more bytes than the envelope",
  {},
  async (store, commits) => {
    const text = "x".repeat(60_000);
    const write = (i: number) =>
      store.transact("a", async (tx) => {
        await increment("a")(tx);
        tx.put(line("a", i), text);
      });

    await Promise.all(upTo(30).map(write));

    assertEquals(commits.length, 3);
    assertEquals(await store.get(counter("a")), 30);
  },
);

onStore(
  "a commit holds no more bytes of keys than the store takes",
  {},
  async (store, commits) => {
    const write = (i: number) =>
      store.transact("a", async (tx) => {
        await increment("a")(tx);
        tx.put(line("a", String(i).padStart(255, "k")), "x");
      });

    await Promise.all(upTo(600).map(write));

    assertEquals(commits.length, 3);
    assertEquals(await store.get(counter("a")), 600);
  },
);

onStore(
  "a body too large for any commit is rejected alone",
  PORTABLE,
  async (store) => {
    const before = store.transact("a", increment("a"));
    const tooLarge = store.transact("a", async (tx) => {
      await increment("a")(tx);
      for (const at of upTo(1_000)) tx.put(line("a", at), "x");
    });
    const after = store.transact("a", increment("a"));

    await assertRejects(() => tooLarge, Error, "more than one commit holds");
    assertEquals([await before, await after], [1, 2]);
    assertEquals(await store.get(line("a", 1)), null);
  },
);

onStore(
  "a value too large for the store is rejected alone",
  {},
  async (store) => {
    const tooLarge = store.transact("a", async (tx) => {
      await tx.get(note("a"));
      tx.put(note("a"), "x".repeat(65_536));
    });
    const other = store.transact("a", increment("a"));

    await assertRejects(() => tooLarge, Error, "65538 bytes");
    assertEquals(await other, 1);
  },
);

onStore(
  "a value that cannot be encoded is rejected alone",
  {},
  async (store) => {
    const fragile = kind("fragile", z.string(), {
      weigh: ({ length }) => length,
      encode: (text) => {
        if (text === "bad") throw new Error("cannot be encoded");
        return new Uint8Array(text === "huge" ? 70_000 : 10);
      },
    });
    const write = (lane: string, text: string) =>
      store.transact(lane, async (tx) => {
        const count = await increment(lane)(tx);
        await tx.get(keyOf(fragile, text));
        tx.put(keyOf(fragile, text), text);
        return count;
      });

    const [a, bad, b, huge, again] = ["a", "a", "b", "b", "a"].map((lane, i) =>
      write(lane, ["good", "bad", "fine", "huge", "well"][i]!)
    );

    await assertRejects(() => bad!, Error, "cannot be encoded");
    await assertRejects(() => huge!, Error, "70000 bytes");
    assertEquals([await a, await b, await again], [1, 1, 2]);
  },
);

onStore(
  "a body that touches what is guarded before its guard is a bug",
  {},
  async (store) => {
    const reads = store.transact("a", (tx) => tx.get(line("a", 1)));
    const writes = store.transact("a", (tx) => tx.put(line("a", 1), "x"));
    const blind = store.transact("a", (tx) => tx.put(note("a"), "x"));
    const count = store.transact("a", increment("a"));

    await assertRejects(() => reads, Error, "touched before its owner");
    await assertRejects(() => writes, Error, "touched before its owner");
    await assertRejects(() => blind, Error, "write without a read");
    assertEquals(await count, 1);
  },
);

Deno.test("stores on one database do not lose each other's counts", async () => {
  const kv = await Deno.openKv(":memory:");
  const stores = upTo(3).map((seed) =>
    storeOn(intercept(kv, { close() {} }), { seed })
  );
  const counts: number[] = [];
  const work = stores.map(async (store) => {
    for (const _ of upTo(40)) {
      counts.push(
        ...await Promise.all(
          upTo(5).map(() => store.transact("a", increment("a"))),
        ),
      );
    }
  });
  const startMs = performance.now();

  await Promise.all(work);

  assertEquals(counts.toSorted((a, b) => a - b), upTo(600));
  assertLess(performance.now() - startMs, 10_000);
  await Promise.all(stores.map((store) => store.close()));
  kv.close();
});

Deno.test("stores on one database do not overwrite what one owner guards", async () => {
  const kv = await Deno.openKv(":memory:");
  const stores = upTo(2).map((seed) =>
    storeOn(intercept(kv, { close() {} }), { seed })
  );
  await stores[0]!.transact("a", increment("a"));

  // None of these changes the counter: its check must keep them apart still.
  await Promise.all(stores.flatMap((store) =>
    upTo(20).map(async () => {
      await pause(Math.random() * 20);
      await store.transact("a", async (tx) => {
        await tx.get(counter("a"));
        const text = await tx.get(line("a", 1)) ?? "";
        tx.put(line("a", 1), `${text}x`);
      });
    })
  ));

  assertEquals(await stores[0]!.get(line("a", 1)), "x".repeat(40));
  assertEquals(await stores[0]!.get(counter("a")), 1);
  await Promise.all(stores.map((store) => store.close()));
  kv.close();
});

Deno.test("transact() refuses nothing on what memory keeps and others changed", async () => {
  const kv = await Deno.openKv(":memory:");
  const [one, two] = [1, 2].map((seed) =>
    storeOn(intercept(kv, { close() {} }), { seed })
  ) as [Store, Store];
  const needs = (least: number) =>
    one.transact("a", async (tx) => {
      if ((await tx.get(counter("a")) ?? 0) < least) throw new Error("too few");
      return "enough";
    });
  await one.transact("a", increment("a"));
  await two.transact("a", increment("a"));

  assertEquals(await needs(2), "enough");
  await assertRejects(() => needs(3), Error, "too few");
  await Promise.all([one.close(), two.close()]);
  kv.close();
});

Deno.test("close() finishes what waits and takes nothing more", async () => {
  const store = storeOn(await Deno.openKv(":memory:"));
  const waiting = upTo(20).map(() => store.transact("a", increment("a")));

  const closed = store.close();

  await assertRejects(() => store.transact("a", increment("a")), Problem);
  assertEquals(await Promise.all(waiting), upTo(20));
  await closed;
});

Deno.test("onCommit() tells what was written, and survives who hears it", async () => {
  const reports: unknown[] = [];
  const store = storeOn(await Deno.openKv(":memory:"), { reports });
  const heard: unknown[] = [];
  store.onCommit(() => {
    throw new Error("on purpose");
  });
  const stop = store.onCommit((writes, tx) =>
    heard.push(
      ...writes.map(({ key, value }) => [key.id, value, tx.committed(key)]),
    )
  );

  await store.transact("a", increment("a"));
  await store.transact("a", increment("a"));
  stop();
  await store.transact("a", increment("a"));

  assertEquals(heard, [["counter\0a", 1, null], ["counter\0a", 2, 1]]);
  assertEquals(reports.length, 3);
  await store.close();
});

Deno.test("transact() reads what is prefetched in one go", async () => {
  let reads = 0;
  const kv = intercept(await Deno.openKv(":memory:"), {
    getMany: (_, read) => {
      reads++;
      return read();
    },
  });
  const store = storeOn(kv);
  const body = (i: number) =>
    store.transact("a", async (tx) => {
      await tx.get(counter("a"));
      return await tx.get(line("a", i));
    }, [line("a", i)]);
  await store.transact("a", increment("a"));
  reads = 0;

  await Promise.all(upTo(10).map(body));

  assertEquals(reads, 2);
  await store.close();
});

onStore(
  "list() gives a range, in either direction, up to a limit",
  {},
  async (store) => {
    await store.transact("a", async (tx) => {
      await tx.get(counter("a"));
      tx.put(counter("a"), 0);
      for (const at of upTo(700)) tx.put(line("a", at), `line ${at}`);
      tx.put(line("b", 1), "another's");
    });
    const places = async (...given: Parameters<typeof store.list>) =>
      (await Array.fromAsync(store.list(...given))).map(({ parts }) =>
        parts[1]
      );

    assertEquals(await places(LINE, { under: ["a"] }), upTo(700));
    assertEquals(await places(LINE, { under: ["a"] }, { limit: 2 }), [1, 2]);
    const newest = { limit: 2, reverse: true };
    assertEquals(await places(LINE, { under: ["a"] }, newest), [700, 699]);
    const from = { under: ["a"], start: ["a", 699] };
    assertEquals(await places(LINE, from), [699, 700]);
    const until = { under: ["a"], end: ["a", 3] };
    assertEquals(await places(LINE, until), [1, 2]);
    const between = { start: ["a", 2], end: ["a", 4] };
    assertEquals(await places(LINE, between), [2, 3]);
    assertEquals(await Array.fromAsync(store.list(COUNTER, {})), [
      { parts: ["a"], value: 0 },
    ]);
  },
);

onStore(
  "getMany() reads more than the store takes at once",
  {},
  async (store) => {
    const lanes = upTo(25).map((i) => `${i}`);
    await Promise.all(
      lanes.map((lane) => store.transact(lane, increment(lane))),
    );

    const counts = await store.getMany([...lanes, "none"].map(counter));

    assertEquals(counts, [...lanes.map(() => 1), null]);
  },
);

onStore(
  "transact() runs a body again once what it takes was read",
  {},
  async (store) => {
    await store.transact("notes", (tx) => {
      tx.create(note("a"), "first");
      tx.create(note("b"), "second");
    });
    // Until that commit is over, what it wrote is at hand.
    await pause(5);
    let runs = 0;

    const taken = await store.transact("notes", (tx) => {
      runs++;
      return [tx.take(note("a")), tx.take(note("b")), tx.take(note("c"))];
    });

    assertEquals(taken, ["first", "second", null]);
    assertEquals(runs, 4);
  },
);

onStore(
  "transact() undoes what a body wrote before it lacked something",
  {},
  async (store, commits) => {
    const counts = await Promise.all(
      upTo(3).map((i) =>
        store.transact("a", (tx) => {
          const count = (tx.take(counter("a")) ?? 0) + 1;
          tx.put(counter("a"), count);
          tx.take(note(`${i}`));
          return count;
        })
      ),
    );

    assertEquals(counts, [1, 2, 3]);
    assertEquals(await store.get(counter("a")), 3);
    assertEquals(commits.length, 1);
  },
);

Deno.test("transact() refuses a body whose records cannot be read", async () => {
  const kv = intercept(await Deno.openKv(":memory:"), {
    getMany: () => Promise.reject(new Error("the disk is gone")),
  });
  const store = storeOn(kv);

  await assertRejects(
    () => store.transact("a", (tx) => tx.take(note("a"))),
    Error,
    "the disk is gone",
  );
  await store.close();
});
