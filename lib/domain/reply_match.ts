/**
 * Whose a reply is: the structure that wrote to the number last, through the
 * gateway that the reply came by. Networks seldom say which message is
 * answered.
 *
 * @module
 */
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { Batch } from "../schema/batch.ts";
import { messageId, openBatch, placeOf } from "./batch.ts";
import { remembered } from "./directory.ts";
import { indexedBatches, unindexedBatches } from "./number_index.ts";

/** A message, and the structure that sent it. */
export interface Answered {
  readonly structureId: string;
  readonly messageId: string;
}

/** Batches looked through that the index of numbers has not reached. */
const RECENT_MAX = 3_000;
/** Batches of one structure looked at for the gateway. */
const INDEXED_MAX = 20;
/** Structures asked at once. */
const ASKED_MAX = 32;
const STRUCTURES_MAX = 20_000;

/** The message of this id, if it went to the number through the gateway. */
export async function messageTo(
  ports: Ports,
  { id, number, gatewayId }: { id: string; number: string; gatewayId: string },
): Promise<Answered | null> {
  const place = placeOf(id, "msg");
  if (place === null) return null;
  const batch = await ports.store.get(keys.batch(place.batchId));
  const through = batch?.messages[place.index]?.gateway;
  if (batch === null || through === undefined) return null;
  if (batch.gateways[through] !== gatewayId) return null;
  const { numbers } = await openBatch(ports, batch);
  return numbers?.[place.index] === number
    ? { structureId: batch.structureId, messageId: id }
    : null;
}

/**
 * The last message to `number` that left through the gateway, by a structure
 * that may use it: its owner and all below, or any for the operator's.
 */
export async function lastMessageTo(
  ports: Ports,
  { number, gatewayId, ownerId }: {
    number: string;
    gatewayId: string;
    ownerId: string | null;
  },
): Promise<Answered | null> {
  const mayBe = await usersOf(ports, ownerId);
  for await (const batch of unindexedBatches(ports, RECENT_MAX)) {
    if (!mayBe.has(batch.structureId)) continue;
    const found = await within(ports, batch, { number, gatewayId });
    if (found !== null) return found;
  }
  return await lastIndexed(ports, [...mayBe], { number, gatewayId });
}

async function lastIndexed(
  ports: Ports,
  structures: readonly string[],
  sought: { number: string; gatewayId: string },
): Promise<Answered | null> {
  const { number } = sought;
  const ids: string[] = [];
  for (let from = 0; from < structures.length; from += ASKED_MAX) {
    const some = structures.slice(from, from + ASKED_MAX);
    const found = await Promise.all(
      some.map((structureId) =>
        indexedBatches(ports, structureId, { number, limit: INDEXED_MAX })
      ),
    );
    ids.push(...found.flat());
  }
  for (const id of ids.sort().reverse()) {
    const batch = await ports.store.get(keys.batch(id));
    const found = batch && await within(ports, batch, sought);
    if (found) return found;
  }
  return null;
}

/** The last message of a batch to the number and through the gateway. */
async function within(
  ports: Ports,
  batch: Batch,
  { number, gatewayId }: { number: string; gatewayId: string },
): Promise<Answered | null> {
  const through = batch.gateways.indexOf(gatewayId);
  if (through < 0) return null;
  const { numbers } = await openBatch(ports, batch);
  const index = batch.messages.findLastIndex(({ gateway }, i) =>
    gateway === through && numbers?.[i] === number
  );
  if (index < 0) return null;
  const { structureId, id } = batch;
  return { structureId, messageId: messageId(id, index) };
}

/** Ids of the structures whose messages may leave through an owner's gateway. */
async function usersOf(
  ports: Ports,
  ownerId: string | null,
): Promise<ReadonlySet<string>> {
  const all = await remembered(ports, "structures:paths", async () => {
    const found = ports.store.list(KINDS.structure, {}, {
      limit: STRUCTURES_MAX,
    });
    return await Array.fromAsync(found, ({ value: { id, path } }) => ({
      id,
      path,
    }));
  });
  const users = all.filter(({ id, path }) =>
    ownerId === null || id === ownerId || path.includes(ownerId)
  );
  return new Set(users.map(({ id }) => id));
}
