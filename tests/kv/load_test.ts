import { assertEquals } from "@std/assert";
import { CommitLoad } from "../../lib/kv/load.ts";
import { keys } from "../../lib/kv/keys.ts";
import { TestWorld } from "../support.ts";

Deno.test("CommitLoad sums what commits took", () => {
  const load = new CommitLoad();
  const cost = { jobs: 2, mutations: 3, bytes: 100 };
  load.note({ ...cost, ms: 4, first: true });
  load.note({ ...cost, ms: 9_000, first: false });
  assertEquals([load.jobs, load.mutations, load.bytes, load.again], [
    4,
    6,
    200,
    1,
  ]);
  assertEquals(load.durations.counts.at(0), 1);
  assertEquals(load.durations.counts.at(-1), 1);
  assertEquals(load.durations.sumMs, 9_004);
});

Deno.test("Store notes each commit, with the bodies that shared it", async () => {
  await using world = await TestWorld.open();
  const put = (name: string) =>
    world.store.transact(name, async (tx) => {
      const key = keys.setting(name);
      await tx.get(key);
      tx.put(key, "x");
    });
  await Promise.all([put("a"), put("b")]);
  // It is noted after those who asked are answered.
  await new Promise((resolve) => setTimeout(resolve));
  const { jobs, durations } = world.store.load;
  assertEquals([jobs, durations.count], [2, 1]);
  assertEquals(world.store.waiting, 0);
});
