/**
 * Finding a number without keeping it readable: a keyed hash of each points to
 * the batches that hold it. The hash is made with the key the numbers of the
 * day are sealed with, so that it means nothing once that key is destroyed.
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
import { existingKey, livePeriods } from "./data_key.ts";

/** Batches younger than this may still be joined by older ones. */
const SETTLED_MS = 20_000;
/** Batches indexed in one commit: at most 900 numbers. */
const BATCHES_MAX = 5;
/** Index entries removed in one commit. */
const REMOVED_MAX = 800;

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
  if (upTo === "") return;
  const end = from !== null && from < upTo ? from + "~" : upTo + "~";
  const periods = await livePeriods(ports, structureId);
  const found = await Promise.all(
    periods.map((period) =>
      indexedIn(ports, { structureId, period, number, end })
    ),
  );
  yield* found.flat().sort().reverse();
}

async function indexedIn(
  ports: Ports,
  { structureId, period, number, end }: {
    structureId: string;
    period: string;
    number: string;
    end: string;
  },
): Promise<string[]> {
  const hash = await numberHash(ports, { structureId, period, number });
  if (hash === null) return [];
  const under = [structureId, period, hash];
  const found = ports.store.list(KINDS.numberIndex, {
    under,
    end: [...under, end],
  });
  return await Array.fromAsync(found, ({ parts }) => parts[3] as string);
}

/** What a number is found by in a period; null once its key is destroyed. */
export async function numberHash(
  ports: Ports,
  { structureId, period, number }: {
    structureId: string;
    period: string;
    number: string;
  },
): Promise<string | null> {
  const { numbers } = await existingKey(ports, structureId, period);
  return numbers === null ? null : keyedHash(numbers, number);
}

/** The newest indexed batches of a structure that hold a number. */
export async function indexedBatches(
  ports: Ports,
  structureId: string,
  { number, limit }: { number: string; limit: number },
): Promise<string[]> {
  const periods = await livePeriods(ports, structureId);
  const found = await Promise.all(
    periods.map((period) =>
      indexedIn(ports, { structureId, period, number, end: "~" })
    ),
  );
  return found.flat().sort().reverse().slice(0, limit);
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
    pointers.push(...await pointersOf(ports, batch));
  }
  await ports.store.transact(key.id, async (tx) => {
    if (((await tx.get(key))?.upTo ?? "") !== upTo) return;
    tx.put(key, { upTo: batches.at(-1)!.id });
    for (const pointer of pointers) tx.put(pointer, "");
  });
  return batches.length;
}

/** Where a batch's numbers are found in the index; nowhere once unreadable. */
export async function pointersOf(
  ports: Ports,
  batch: Batch,
): Promise<Key<string>[]> {
  const { structureId, dataKey: period, id } = batch;
  const { numbers } = await openBatch(ports, batch);
  const secret = (await existingKey(ports, structureId, period)).numbers;
  if (numbers === null || secret === null) return [];
  const distinct = [...new Set(numbers)].filter((number) => number !== "");
  return distinct.map((number) =>
    keys.numberIndex(structureId, period, keyedHash(secret, number), id)
  );
}

/** Removes what the index holds of a period whose numbers are destroyed. */
export async function dropIndex(
  ports: Ports,
  structureId: string,
  period: string,
): Promise<void> {
  const key = keys.dataKey(structureId, period);
  while (true) {
    const found = ports.store.list(KINDS.numberIndex, {
      under: [structureId, period],
    }, { limit: REMOVED_MAX });
    const entries = await Array.fromAsync(found, ({ parts }) => parts);
    if (entries.length === 0) return;
    await ports.store.transact(key.id, async (tx) => {
      const record = await tx.get(key);
      if (record === null) return;
      tx.put(key, record);
      for (const [, , hash, id] of entries) {
        const where = [structureId, period, hash as string, id as string];
        tx.delete(
          keys.numberIndex(...where as [string, string, string, string]),
        );
      }
    });
  }
}
