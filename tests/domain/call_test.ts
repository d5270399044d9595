import { assertEquals, assertRejects } from "@std/assert";
import { ANSWER_MS, type Call, once, onceDone } from "../../lib/domain/call.ts";
import { post } from "../../lib/domain/credit.ts";
import { keys } from "../../lib/kv/keys.ts";
import { Problem } from "../../lib/problem.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { member, refusalOf } from "./tree.ts";

const KEYED = { key: "9b2d7c1a", fingerprint: "one body" };

/** Grants ten credits, once a key. */
function grantTen(world: TestWorld, call: Call, lane = "a") {
  return once(world.ports, call, {
    lane,
    body: async (tx) => {
      const { granted } = await post(tx, "a", {
        kind: "grant",
        amount: 10,
        actor: call.actor.id,
        cause: "trf_1",
        atMs: 0,
      });
      return { granted, by: call.actor.id };
    },
  });
}

Deno.test("once() does it each time without a key", async () => {
  await using world = await TestWorld.open();

  await grantTen(world, world.call());
  const second = await grantTen(world, world.call());

  assertEquals(second, { granted: 20, by: "operator" });
});

Deno.test("once() does it once with a key, and gives the same result again", async () => {
  await using world = await TestWorld.open();
  const calls = [1, 2, 3].map(() => world.call(OPERATOR, KEYED));

  const results = [];
  for (const call of calls) results.push(await grantTen(world, call));

  assertEquals(results, Array(3).fill({ granted: 10, by: "operator" }));
  assertEquals(calls.map(({ replayed }) => replayed), [false, true, true]);
});

Deno.test("once() does it once though many come at once, in lanes of their own", async () => {
  const kv = await Deno.openKv(":memory:");
  {
    await using one = await TestWorld.open({ kv, seed: 1 });
    await using two = await TestWorld.open({ kv, seed: 2 });

    const results = await Promise.all(
      Array.from({ length: 40 }, (_, i) => {
        const world = i % 2 ? one : two;
        return grantTen(world, world.call(OPERATOR, KEYED), `lane ${i % 3}`);
      }),
    );

    for (const result of results) assertEquals(result.granted, 10);
    assertEquals((await one.account("a")).granted, 10);
  }
  kv.close();
});

Deno.test("once() refuses another body under the same key", async () => {
  await using world = await TestWorld.open();
  await grantTen(world, world.call(OPERATOR, KEYED));

  const other = world.call(OPERATOR, { ...KEYED, fingerprint: "another" });

  assertEquals(await refusalOf(grantTen(world, other)), "idempotency_mismatch");
});

Deno.test("a key counts for its caller and its route alone", async () => {
  await using world = await TestWorld.open();
  const anne = member({});

  await grantTen(world, world.call(OPERATOR, KEYED));
  await grantTen(world, world.call(OPERATOR, { ...KEYED, route: "POST /b" }));
  const third = await grantTen(world, world.call(anne, KEYED));

  assertEquals(third, { granted: 30, by: anne.id });
});

Deno.test("once() keeps an answer for seven days, and sealed", async () => {
  await using world = await TestWorld.open();
  await grantTen(world, world.call(OPERATOR, KEYED));
  const key = keys.answer("operator", "POST /test", KEYED.key);
  const stored = (await world.store.get(key))!;
  assertEquals(stored.sealed!.startsWith("test:"), true);

  world.advance(ANSWER_MS - 1_000);
  const known = await grantTen(world, world.call(OPERATOR, KEYED));
  world.advance(1_000);
  const forgotten = await grantTen(world, world.call(OPERATOR, KEYED));

  assertEquals([known.granted, forgotten.granted], [10, 20]);
});

Deno.test("once() does not keep a refusal", async () => {
  await using world = await TestWorld.open();
  let refuses = true;
  const attempt = () =>
    once(world.ports, world.call(OPERATOR, KEYED), {
      lane: "a",
      body: () =>
        refuses
          ? Promise.reject(new Problem("conflict"))
          : Promise.resolve("done"),
    });

  await assertRejects(attempt, Problem);
  refuses = false;

  assertEquals(await attempt(), "done");
});

Deno.test("onceDone() records work of several commits once it is all done", async () => {
  await using world = await TestWorld.open();
  let runs = 0;
  const attempt = (call: Call) =>
    onceDone(world.ports, call, () => {
      if (++runs === 1) return Promise.reject(new Problem("unavailable"));
      return Promise.resolve({ runs });
    });

  assertEquals(
    await refusalOf(attempt(world.call(OPERATOR, KEYED))),
    "unavailable",
  );
  const call = world.call(OPERATOR, KEYED);
  assertEquals(await attempt(call), { runs: 2 });
  const again = world.call(OPERATOR, KEYED);
  assertEquals(await attempt(again), { runs: 2 });

  assertEquals([call.replayed, again.replayed], [false, true]);
  const other = world.call(OPERATOR, { ...KEYED, fingerprint: "another" });
  assertEquals(await refusalOf(attempt(other)), "idempotency_mismatch");
  assertEquals(await attempt(world.call()), { runs: 3 });
});
