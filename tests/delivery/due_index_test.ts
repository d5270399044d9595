import { assertEquals } from "@std/assert";
import { DueIndex } from "../../lib/delivery/due_index.ts";
import { Room } from "../../lib/delivery/room.ts";
import { type Lease, takeShard } from "../../lib/delivery/shards.ts";
import { type Due, keys } from "../../lib/kv/keys.ts";
import { EPOCH, TestWorld } from "../support.ts";

const SHARD = 3;

const of = (structureId: string, count = 150): Due => ({
  kind: "messages",
  structureId,
  count,
});

async function open(world: TestWorld) {
  const room = new Room();
  const index = new DueIndex(world.ports, room);
  const lease = (await takeShard(world.ports, {
    shard: SHARD,
    owner: "w",
    exclusive: true,
  }))!;
  return { room, index, lease };
}

/** Writes entries, each due a millisecond after the one before. */
async function fill(
  world: TestWorld,
  entries: readonly [id: string, due: Due][],
  fromMs = EPOCH - 100_000,
) {
  await world.store.transact("fill", async (tx) => {
    const shard = keys.shard(SHARD);
    tx.put(shard, (await tx.get(shard))!);
    entries.forEach(([id, due], i) => {
      tx.put(keys.due(SHARD, fromMs + i, id), due);
    });
  });
}

const ids = ({ entries }: { entries: readonly { id: string }[] }) =>
  entries.map(({ id }) => id).join(" ");

Deno.test("take() takes what is due, once, and says when more is", async () => {
  await using world = await TestWorld.open();
  const { index, lease, room } = await open(world);
  await fill(world, [["a1", of("a", 2)], ["b1", of("b", 1)]]);
  await fill(world, [["c1", of("c", 1)]], EPOCH + 50_000);

  const found = await index.take(lease);
  assertEquals(ids(found), "a1 b1");
  assertEquals(found.nextMs, EPOCH + 50_000);
  assertEquals(room.flying, 3);
  for (const { id } of found.entries) lease.flying.set(id, 0);
  assertEquals(ids(await index.take(lease)), "");
  assertEquals(await index.hasDue(lease), false);
  lease.flying.delete("b1");
  assertEquals(await index.hasDue(lease), true);
});

Deno.test("take() finds a small one behind another's campaign", async () => {
  await using world = await TestWorld.open();
  const { index, lease, room } = await open(world);
  await fill(
    world,
    Array.from({ length: 800 }, (_, i) => [`a${i}`, of("a")] as const)
      .map(([id, due]) => [id, due]),
  );
  await fill(world, [["b1", of("b", 1)]], EPOCH - 50_000);

  const taken: string[] = [];
  for (let look = 0; look < 6; look++) {
    const { entries } = await index.take(lease);
    for (const { id } of entries) {
      lease.flying.set(id, 0);
      taken.push(id);
    }
    world.advance(100);
  }
  assertEquals(taken, ["a0", "a1", "b1"]);
  assertEquals(room.flying, 301);
});

Deno.test("take() goes on behind the head until it has seen all", async () => {
  await using world = await TestWorld.open();
  const { index, lease } = await open(world);
  for (let chunk = 0; chunk < 4; chunk++) {
    await fill(
      world,
      Array.from({ length: 600 }, (_, i): [string, Due] => [
        `a${chunk}-${i}`,
        of("a"),
      ]),
      EPOCH - 90_000 + chunk * 600,
    );
  }
  await fill(world, [["b1", of("b", 1)]], EPOCH - 50_000);
  const looks = await looksUntil(world, index, lease, "b1");
  assertEquals(looks, 4, "the head, then a thousand a look");
});

Deno.test("take() takes what it heard of without looking", async () => {
  await using world = await TestWorld.open();
  const { index, lease } = await open(world);
  const write = (id: string, dueMs: number, value: Due | null) => ({
    key: keys.due(SHARD, dueMs, id),
    value,
    bytes: null,
    weight: 0,
  });
  assertEquals(index.hear(write("b1", EPOCH, of("b", 1))), { shard: SHARD });
  assertEquals(index.hear(write("b2", EPOCH, of("b", 1))), { shard: SHARD });
  assertEquals(index.hear(write("b2", EPOCH, null)), null);
  const later = EPOCH + 60_000;
  assertEquals(index.hear(write("b3", later, of("b"))), { atMs: later });
  assertEquals(ids(await index.take(lease)), "b1");
  assertEquals(ids(await index.take(lease)), "");
});

Deno.test("take() leaves alone for a second what failed", async () => {
  await using world = await TestWorld.open();
  const { index, lease } = await open(world);
  await fill(world, [["a1", of("a", 1)]]);
  index.rest("a1");
  assertEquals(ids(await index.take(lease)), "");
  world.advance(1_000);
  assertEquals(ids(await index.take(lease)), "a1");
});

async function looksUntil(
  world: TestWorld,
  index: DueIndex,
  lease: Lease,
  wanted: string,
): Promise<number> {
  for (let looks = 1; looks < 20; looks++) {
    const { entries } = await index.take(lease);
    for (const { id } of entries) lease.flying.set(id, 0);
    if (entries.some(({ id }) => id === wanted)) return looks;
    world.advance(100);
  }
  return Infinity;
}
