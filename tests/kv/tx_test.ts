import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { PENDING, type Read, Tx, Unready } from "../../lib/kv/tx.ts";
import type { Key } from "../../lib/kv/kind.ts";
import { counter, line, note } from "./counters.ts";

/** A transaction on records given by id; the others are not there. */
function txOn(records: Record<string, unknown> = {}, base: Tx | null = null) {
  const asked: string[] = [];
  const tx = new Tx((keys: readonly Key<unknown>[]): Promise<Read[]> => {
    asked.push(...keys.map(({ id }) => id));
    return Promise.resolve(keys.map((key) => ({
      key,
      value: records[key.id] ?? null,
      versionstamp: key.id in records ? "1" : null,
    })));
  }, base);
  tx.begin();
  return { tx, asked };
}

const A = counter("a");
const B = counter("b");

Deno.test("get() reads a record once, then knows it", async () => {
  const { tx, asked } = txOn({ [A.id]: 3 });

  assertEquals([await tx.get(A), await tx.get(A), await tx.get(B)], [
    3,
    3,
    null,
  ]);
  assertEquals(asked, [A.id, B.id]);
});

Deno.test("getMany() reads only what is missing, a repeated key once", async () => {
  const { tx, asked } = txOn({ [A.id]: 3 });
  await tx.get(A);
  tx.put(A, 4);

  assertEquals(await tx.getMany([A, B, B]), [4, null, null]);
  assertEquals(asked.filter((id) => id === A.id).length, 1);
  assertEquals(tx.cost().checks, 2);
});

Deno.test("peek() tells what is known, and undefined of the rest", async () => {
  const { tx } = txOn({ [A.id]: 3 });
  await tx.getMany<unknown>([A, note("gone")]);
  tx.delete(A);

  assertEquals(tx.peek(A), null);
  assertEquals(tx.peek(note("gone")), null);
  assertEquals(tx.peek(B), undefined);
  assertEquals(tx.committed(A), 3);
});

Deno.test("take() gives what is at hand, and has the rest fetched", async () => {
  const atHand = new Map<string, Read>([
    [A.id, { key: A, value: 3, versionstamp: "1" }],
  ]);
  const tx = new Tx(() => Promise.reject(new Error("not asked")), null, {
    find: (key) => atHand.get(key.id),
    fetch: (key) => {
      atHand.set(key.id, { key, value: 5, versionstamp: "2" });
      return Promise.resolve();
    },
  });
  tx.begin();

  assertEquals(tx.take(A), 3);
  const unready = assertThrows(() => tx.take(B), Unready);
  await unready.prepare();
  assertEquals(tx.take(B), 5);
  assertEquals(tx.checks().map(({ versionstamp }) => versionstamp), ["1", "2"]);
});

Deno.test("rollback() takes back the writes of the last body alone", async () => {
  const { tx } = txOn({ [A.id]: 3 });
  await tx.get(A);
  tx.put(A, 4);
  const before = tx.cost();

  tx.begin();
  await tx.get(A);
  tx.put(A, 5);
  tx.put(line("a", 1), "x".repeat(1_000));
  tx.delete(line("a", 2));
  tx.rollback();

  assertEquals(await tx.get(A), 4);
  assertEquals([...tx.writes.keys()], [A.id]);
  assertEquals(tx.cost(), before);
});

Deno.test("abandon() takes back the reads too", async () => {
  const { tx } = txOn({ [A.id]: 3 });
  await tx.get(A);
  tx.put(A, 4);
  const before = tx.cost();

  tx.begin();
  await tx.getMany<unknown>([A, B, line("b", 1)]);
  tx.put(B, 1);
  tx.abandon();

  assertEquals([...tx.reads.keys()], [A.id]);
  assertEquals(tx.cost(), before);
});

Deno.test("create() needs no read, and is checked to be new", () => {
  const { tx, asked } = txOn();

  tx.create(note("new"), "text");

  assertEquals(asked, []);
  assertEquals(tx.checks().map(({ versionstamp }) => versionstamp), [null]);
  assertEquals(tx.writes.get(note("new").id)?.value, "text");
});

Deno.test("put() refuses to write blindly", () => {
  const { tx } = txOn();

  assertThrows(() => tx.put(A, 1), Error, "write without a read");
  assertThrows(() => tx.delete(A), Error, "write without a read");
});

Deno.test("what an owner guards cannot be touched before it", async () => {
  const { tx } = txOn({ [A.id]: 1, [line("a", 1).id]: "x" });
  const bug = "touched before its owner was read";

  await assertRejects(() => tx.get(line("a", 1)), Error, bug);
  assertThrows(() => tx.put(line("a", 1), "y"), Error, bug);
  assertThrows(() => tx.delete(line("a", 1)), Error, bug);
  await tx.get(A);
  assertEquals(await tx.get(line("a", 1)), "x");

  // Each body reads its own owner.
  tx.begin();
  assertThrows(() => tx.peek(line("a", 1)), Error, bug);
});

Deno.test("end() writes the owner of what was written, as it was", async () => {
  const { tx } = txOn({ [A.id]: 3 });
  await tx.get(A);
  tx.put(line("a", 1), "x");

  tx.end();

  assertEquals(tx.writes.get(A.id)?.value, 3);
});

Deno.test("end() leaves alone an owner that was only read", async () => {
  const { tx } = txOn({ [A.id]: 3, [B.id]: 1 });
  await tx.getMany([A, B]);
  tx.put(B, 2);
  tx.put(line("b", 1), "x");

  tx.end();

  assertEquals([...tx.writes.keys()], [B.id, line("b", 1).id]);
});

Deno.test("end() refuses what is written without an owner", async () => {
  const { tx } = txOn();
  await tx.get(A);
  tx.put(line("a", 1), "x");

  assertThrows(() => tx.end(), Error, "line: written without its owner");
});

Deno.test("cost() counts the operation record and the bytes of keys", async () => {
  const { tx } = txOn();
  await tx.get(A);
  tx.put(A, 1);
  tx.put(line("a", "k".repeat(1_000)), "x".repeat(2_000));

  const { checks, mutations, bytes, keyBytes } = tx.cost();

  assertEquals([checks, mutations], [1, 3]);
  assertEquals(keyBytes > 1_000 && keyBytes < 1_300, true);
  assertEquals(bytes > 3_000 && bytes < 3_700, true);
});

Deno.test("rebase() gives what was read of a pending commit its version", async () => {
  const { tx: base } = txOn();
  const { tx } = txOn({}, base);
  tx.reads.set(A.id, { key: A, value: 4, versionstamp: PENDING });
  await tx.get(B);

  base.versionstamp = "7";
  tx.rebase();

  assertEquals(tx.checks().map(({ versionstamp }) => versionstamp), [
    "7",
    null,
  ]);
  assertEquals(tx.base, null);
});

Deno.test("presumeNew() neither reads nor checks, and lets the record be written", async () => {
  const { tx, asked } = txOn({ [A.id]: 3 });
  tx.presumeNew(B);

  assertEquals([await tx.get(A), await tx.get(B)], [3, null]);
  tx.put(B, 1);
  tx.put(B, 2);

  assertEquals(asked, [A.id]);
  assertEquals(tx.checks().map(({ key }) => key.id), [A.id]);
  assertEquals(tx.cost().checks, 1);
});

Deno.test("presumeNew() is taken back with its body", async () => {
  const { tx } = txOn({ [A.id]: 3 });
  await tx.get(A);
  tx.begin();
  tx.presumeNew(B);
  tx.put(B, 1);

  tx.abandon();

  assertEquals([tx.cost().checks, tx.writes.size, tx.peek(B)], [
    1,
    0,
    undefined,
  ]);
});
