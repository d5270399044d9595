/**
 * Finding a number without keeping it readable: a keyed hash of each points to
 * the batches that hold it.
 *
 * The index is written late and in bulk, by a job that follows the batches in
 * their order; what it has not reached yet is looked through.
 *
 * @module
 */
import { keyedHash } from "../crypto/seal.ts";
import { idAt } from "../kv/ids.ts";
import { type Key } from "../kv/kind.ts";
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { Batch } from "../schema/batch.ts";
import { openBatch } from "./batch.ts";
import { indexKey } from "./data_key.ts";

/** Batches younger than this may still be joined by older ones. */
const SETTLED_MS = 20_000;
/** Batches indexed in one commit: at most 900 numbers. */
const BATCHES_MAX = 5;

/**
 * Ids of a structure's batches that may hold a number, the newest first, from
 * `from` on. `all` lists all of its batches, for what is not indexed yet.
 */
export async function* batchesWithNumber(
  ports: Ports,
  structureId: string,
  number: string,
  { from, all }: {
    from: string | null;
    all: () => AsyncIterable<string>;
  },
): AsyncIterable<string> {
  const upTo = (await ports.store.get(keys.indexer()))?.upTo ?? "";
  for await (const id of all()) {
    if (id <= upTo) break;
    yield id;
  }
  const hash = keyedHash(await indexKey(ports, structureId), number);
  if (upTo === "") return;
  const end = from !== null && from < upTo ? from + "~" : upTo + "~";
  const found = ports.store.list(KINDS.numberIndex, {
    under: [structureId, hash],
    end: [structureId, hash, end],
  }, { reverse: true });
  for await (const { parts } of found) yield parts[2] as string;
}

/** The newest indexed batches of a structure that hold a number. */
export async function indexedBatches(
  ports: Ports,
  structureId: string,
  { number, limit }: { number: string; limit: number },
): Promise<string[]> {
  const hash = keyedHash(await indexKey(ports, structureId), number);
  const found = ports.store.list(KINDS.numberIndex, {
    under: [structureId, hash],
  }, { reverse: true, limit });
  return await Array.fromAsync(found, ({ parts }) => parts[2] as string);
}

/** Batches that the index has not reached yet, the newest first. */
export async function* unindexedBatches(
  ports: Ports,
  limit: number,
): AsyncIterable<Batch> {
  const upTo = (await ports.store.get(keys.indexer()))?.upTo ?? "";
  const rest = upTo === "" ? {} : { start: [`${upTo}~`] };
  const found = ports.store.list(KINDS.batch, rest, {
    reverse: true,
    limit,
  });
  for await (const { value } of found) yield value;
}

/** Indexes the next few batches; how many there were. */
export async function indexNumbers(ports: Ports): Promise<number> {
  const key = keys.indexer();
  const upTo = (await ports.store.get(key))?.upTo ?? "";
  const batches: Batch[] = [];
  const end = idAt(ports.now() - SETTLED_MS);
  const start = upTo === "" ? "" : upTo + "~";
  if (start >= end) return 0;
  const next = ports.store.list(KINDS.batch, {
    start: [start],
    end: [end],
  }, { limit: BATCHES_MAX });
  for await (const { value } of next) batches.push(value);
  if (batches.length === 0) return 0;

  const pointers: Key<string>[] = [];
  for (const batch of batches) {
    const { numbers } = await openBatch(ports, batch);
    const secret = await indexKey(ports, batch.structureId);
    for (const number of new Set(numbers)) {
      const hash = keyedHash(secret, number);
      pointers.push(keys.numberIndex(batch.structureId, hash, batch.id));
    }
  }
  await ports.store.transact(key.id, async (tx) => {
    if (((await tx.get(key))?.upTo ?? "") !== upTo) return;
    tx.put(key, { upTo: batches.at(-1)!.id });
    for (const pointer of pointers) tx.put(pointer, "");
  });
  return batches.length;
}
