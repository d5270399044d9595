import { assertEquals, assertRejects } from "@std/assert";
import { z } from "@hono/zod-openapi";
import { encodeJson, keyOf, kind } from "../../lib/kv/kind.ts";
import { Problem } from "../../lib/problem.ts";
import { EPOCH } from "../support.ts";
import { COUNTER, counter, increment, storeOn } from "./counters.ts";
import { intercept } from "./intercept.ts";

Deno.test("a read that is never answered ends as unavailable", async () => {
  let silent = true;
  const kv = intercept(await Deno.openKv(":memory:"), {
    getMany: (_, read) => silent ? new Promise(() => {}) : read(),
  });
  const store = storeOn(kv, { wait: (ms) => silent ? ms / 1_000 : ms });

  const problem = await assertRejects(() => store.get(counter("a")), Problem);
  assertEquals(problem.code, "unavailable");
  await assertRejects(() => store.transact("a", increment("a")), Problem);

  silent = false;
  assertEquals(await store.get(counter("a")), null);
  await store.close();
});

Deno.test("committed() names the operations whose commits are in", async () => {
  const kv = await Deno.openKv(":memory:");
  const store = storeOn(kv);
  const names = Array.from({ length: 12 }, (_, i) => `op_${i}`);
  await kv.set(["operation", "op_3"], encodeJson(null));
  await kv.set(["operation", "op_11"], encodeJson(null));

  assertEquals(await store.committed(names), new Set(["op_3", "op_11"]));
  await store.close();
});

Deno.test("recall() lends what was committed, until it is forgotten", async () => {
  let reads = 0;
  const kv = intercept(await Deno.openKv(":memory:"), {
    getMany: (keys, read) => {
      reads += keys.length;
      return read();
    },
  });
  const store = storeOn(kv);
  await store.transact("a", increment("a"));
  reads = 0;

  const [none, lent] = await store.recall([counter("none"), counter("a")]);
  assertEquals([none!.value, lent!.value, reads], [null, 1, 1]);

  store.forget([counter("a").id]);
  const [read] = await store.recall([counter("a")]);
  assertEquals([read!.value, reads], [1, 2]);
  await store.close();
});

Deno.test("each commit leaves its operation's record", async () => {
  const kv = await Deno.openKv(":memory:");
  const store = storeOn(kv);

  await store.transact("a", increment("a"));

  const operations = await Array.fromAsync(kv.list({ prefix: ["operation"] }));
  assertEquals(operations.length, 1);
  await store.close();
});

Deno.test("a record whose time is over is written all the same", async () => {
  const short = kind("short", z.int(), { expiresAtMs: () => EPOCH - 1 });
  const store = storeOn(await Deno.openKv(":memory:"));

  await store.transact("a", async (tx) => {
    await tx.get(keyOf(short, "a"));
    tx.put(keyOf(short, "a"), 1);
  });

  assertEquals(await store.get(keyOf(short, "a")), 1);
  await store.close();
});

Deno.test("list() ends as unavailable when it is never answered", async () => {
  const kv = await Deno.openKv(":memory:");
  const silent = new Proxy(kv, {
    get: (target, name) =>
      name === "list"
        ? () => ({ next: () => new Promise(() => {}) })
        : name === "close"
        ? () => target.close()
        : Reflect.get(target, name),
  });
  const store = storeOn(silent, { wait: (ms) => ms / 1_000 });

  await assertRejects(() => Array.fromAsync(store.list(COUNTER, {})), Problem);
  await store.close();
});
