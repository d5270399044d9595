/**
 * Which batches a history is made of, from the newest back: those of one
 * structure, or of a structure and all below it, merged.
 *
 * @module
 */
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { remembered } from "./directory.ts";
import { invalidField } from "./field.ts";
import { subtree } from "./subtree.ts";

/** Structures whose histories are read together, at the most. */
export const STRUCTURES_MAX = 500;
/** Pages of batch ids read at a time: most readers need the first alone. */
const PAGES = 8;

/** Whether the histories below a structure can be read as one. */
export async function canMerge(
  ports: Ports,
  structureId: string,
): Promise<boolean> {
  return (await idsBelow(ports, structureId)).length <= STRUCTURES_MAX;
}

/**
 * Ids of a structure and of those below it.
 *
 * @throws {Problem} `invalid_request` where there are more than can be merged
 */
export async function placesBelow(
  ports: Ports,
  structureId: string,
): Promise<ReadonlySet<string>> {
  const ids = await idsBelow(ports, structureId);
  if (ids.length <= STRUCTURES_MAX) return new Set(ids);
  throw invalidField("/subtree", {
    fr:
      `Cette structure en a plus de ${STRUCTURES_MAX} sous elle ; demandez l'historique d'une partie.`,
    en:
      `More than ${STRUCTURES_MAX} structures stand below this one; ask for a part of it.`,
  });
}

/** One more of them than can be merged, at the most. */
function idsBelow(ports: Ports, structureId: string): Promise<string[]> {
  return remembered(ports, `below:${structureId}`, async () => {
    const found: string[] = [];
    for await (const { id } of subtree(ports, structureId)) {
      found.push(id);
      if (found.length > STRUCTURES_MAX) break;
    }
    return found;
  });
}

/** Ids of a structure's batches, the newest first, from `start` on. */
export async function* batchIds(
  ports: Ports,
  structureId: string,
  start: string | null,
): AsyncIterable<string> {
  const account = await ports.store.get(keys.account(structureId));
  const latest = account?.latestBatches ?? [];
  let found = start === null;
  for (const id of latest.toSorted().reverse()) {
    found ||= id === start;
    if (found) yield id;
  }
  const range = start === null || found
    ? { under: [structureId] }
    : { under: [structureId], start: [structureId, start] };
  // A page is named by its newest batch: going on inside one begins with it.
  const pages = found
    ? ports.store.list(KINDS.history, range, {
      reverse: true,
      batchSize: PAGES,
    })
    : pagesFrom(ports, structureId, start!);
  for await (const { value } of pages) {
    for (const id of value.toReversed()) {
      found ||= id === start;
      if (found) yield id;
    }
  }
}

/** The page a batch is in, and those before it, the newest first. */
async function* pagesFrom(ports: Ports, structureId: string, start: string) {
  const own = ports.store.list(KINDS.history, {
    under: [structureId],
    start: [structureId, start],
  }, { limit: 64, batchSize: PAGES });
  for await (const page of own) {
    if (!page.value.includes(start)) continue;
    yield page;
    yield* ports.store.list(KINDS.history, {
      under: [structureId],
      end: page.parts,
    }, { reverse: true, batchSize: PAGES });
    return;
  }
}

/** Ids of several lists, each from the newest back, as one such list. */
export async function* mergeNewest(
  lists: readonly AsyncIterable<string>[],
): AsyncIterable<string> {
  const readers = lists.map((list) => list[Symbol.asyncIterator]());
  const heads = await Promise.all(readers.map((reader) => reader.next()));
  try {
    while (true) {
      let newest = -1;
      for (const [i, head] of heads.entries()) {
        if (head.done) continue;
        if (newest < 0 || head.value > heads[newest]!.value) newest = i;
      }
      if (newest < 0) return;
      yield heads[newest]!.value;
      heads[newest] = await readers[newest]!.next();
    }
  } finally {
    await Promise.all(readers.map((reader) => reader.return?.()));
  }
}

/** Ids of a structure's batches, the newest first, none newer than `start`. */
export async function* batchIdsUpTo(
  ports: Ports,
  structureId: string,
  start: string | null,
): AsyncIterable<string> {
  const account = await ports.store.get(keys.account(structureId));
  const isWanted = (id: string) => start === null || id <= start;
  const latest = account?.latestBatches ?? [];
  yield* latest.filter(isWanted).sort().reverse();
  for await (const page of pagesUpTo(ports, structureId, start)) {
    yield* page.filter(isWanted).reverse();
  }
}

/** Pages are named by their newest batch: the one that holds `start` too. */
async function* pagesUpTo(
  ports: Ports,
  structureId: string,
  start: string | null,
): AsyncIterable<readonly string[]> {
  const under = [structureId];
  if (start === null) {
    const all = ports.store.list(KINDS.history, { under }, { reverse: true });
    for await (const { value } of all) yield value;
    return;
  }
  const from = [structureId, start];
  const around = ports.store.list(KINDS.history, { under, start: from }, {
    limit: 1,
  });
  for await (const { value } of around) yield value;
  const older = ports.store.list(KINDS.history, { under, end: from }, {
    reverse: true,
  });
  for await (const { value } of older) yield value;
}
