/**
 * The history of a structure: its batches from the newest back, filtered.
 *
 * The account record names the newest batches, pages name the older ones, so a
 * page of history costs the same however long the history is. A filter looks
 * at a bounded number of batches a page and says where to go on.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import { timeOf } from "../kv/ids.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { Batch } from "../schema/batch.ts";
import type {
  Message,
  MessageWithTimeline,
  Status,
} from "../schema/message.ts";
import type { Actor } from "./actor.ts";
import { openBatch, placeOf } from "./batch.ts";
import {
  batchIds,
  batchIdsUpTo,
  mergeNewest,
  placesBelow,
} from "./batch_ids.ts";
import { authorised } from "./directory.ts";
import { isFailed, messageViews, timelineView } from "./message_view.ts";
import { fromCursor, type Page, toCursor } from "./page.ts";
import { parseRecipient } from "./phone.ts";
import { batchesWithNumber } from "./number_index.ts";

/** Batches looked at for one page, at the most. */
const LOOKED_MAX = 400;
const READ_AHEAD = 10;
/** A page is cut where this much time lies before `from`. */
const SLACK_MS = 3_600_000;

/** What a reader of the history asks for. */
export interface HistoryQuery {
  structureId?: string | undefined;
  /** Also the history of all structures below it. */
  subtree?: boolean | undefined;
  from?: string | undefined;
  to?: string | undefined;
  status?: Status | undefined;
  application?: string | undefined;
  reference?: string | undefined;
  recipient?: string | undefined;
  failed?: boolean | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** A page of messages. */
export type HistoryPage = Page<Message>;

/** Where a page ended: the batch, and the message in it that comes next. */
interface Cursor {
  readonly batchId: string;
  readonly index: number;
}

/**
 * Messages of a structure, the newest first.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_cursor`,
 *   `invalid_request` without a structure or with an unusable number
 */
export async function listMessages(
  ports: Ports,
  actor: Actor,
  query: HistoryQuery,
): Promise<HistoryPage> {
  const structureId = structureOf(actor, query);
  await authorised(ports, actor, "message:read", structureId);
  const start = query.cursor === undefined ? null : parseCursor(query.cursor);
  const filter = filterOf(query);
  const found: { batch: Batch; index: number }[] = [];
  let looked = 0;
  let next: Cursor | null = null;
  const places = query.subtree
    ? await placesBelow(ports, structureId)
    : new Set([structureId]);
  const ids = idsOf(ports, places, {
    from: start?.batchId ?? null,
    recipient: query.recipient,
  });
  for await (const batch of batchesOf(ports, ids)) {
    if (!places.has(batch.structureId)) continue;
    if (filter.isBefore(batch)) break;
    if (looked++ >= LOOKED_MAX || found.length > query.limit) break;
    const from = start?.batchId === batch.id
      ? start.index
      : batch.messages.length - 1;
    const numbers = query.recipient === undefined
      ? null
      : (await openBatch(ports, batch)).numbers;
    for (let index = from; index >= 0; index--) {
      if (!filter.takes(batch, index, numbers)) continue;
      found.push({ batch, index });
      if (found.length > query.limit) break;
    }
    next = { batchId: batch.id, index: -1 };
  }
  const more = found.length > query.limit;
  const page = found.slice(0, query.limit);
  const last = found[query.limit];
  if (more) next = { batchId: last!.batch.id, index: last!.index };
  const cut = more || looked > LOOKED_MAX;
  return {
    items: await views(ports, page),
    nextCursor: cut && next !== null ? writeCursor(next) : null,
  };
}

/** Ids of the batches that may hold what is asked for, the newest first. */
function idsOf(
  ports: Ports,
  places: ReadonlySet<string>,
  { from, recipient }: { from: string | null; recipient: string | undefined },
): AsyncIterable<string> {
  const list = places.size === 1 ? batchIds : batchIdsUpTo;
  const lists = [...places].map((id) => {
    const all = () => list(ports, id, from);
    return recipient === undefined
      ? all()
      : batchesWithNumber(ports, id, numberOf(recipient), { from, all });
  });
  return lists.length === 1 ? lists[0]! : mergeNewest(lists);
}

/** Every message the query names, page by page, for an export. */
export async function* exportMessages(
  ports: Ports,
  actor: Actor,
  query: HistoryQuery,
): AsyncIterable<Message> {
  let cursor: string | null | undefined = query.cursor;
  do {
    const page: HistoryPage = await listMessages(ports, actor, {
      ...query,
      limit: 1_000,
      cursor: cursor ?? undefined,
    });
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

/**
 * One message with its timeline.
 *
 * @throws {Problem} `not_found`, also for what is not the actor's to see
 */
export async function getMessage(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<MessageWithTimeline> {
  const place = placeOf(id, "msg");
  const batch = place === null
    ? null
    : await ports.store.get(keys.batch(place.batchId));
  if (batch === null || batch.messages[place!.index] === undefined) {
    throw new Problem("not_found");
  }
  await authorised(ports, actor, "message:read", batch.structureId);
  return await timelineView(ports, batch, place!.index);
}

async function* batchesOf(
  ports: Ports,
  ids: AsyncIterable<string>,
): AsyncIterable<Batch> {
  let waiting: string[] = [];
  // The first page is usually in the first batch or two.
  let ahead = 2;
  for await (const id of ids) {
    waiting.push(id);
    if (waiting.length < ahead) continue;
    yield* await read(ports, waiting);
    waiting = [];
    ahead = READ_AHEAD;
  }
  yield* await read(ports, waiting);
}

async function read(ports: Ports, ids: string[]): Promise<Batch[]> {
  const batches = await ports.store.getMany(ids.map(keys.batch));
  return batches.filter((batch) => batch !== null);
}

async function views(
  ports: Ports,
  found: readonly { batch: Batch; index: number }[],
): Promise<Message[]> {
  const groups = Map.groupBy(found, ({ batch }) => batch);
  const pages: Message[][] = [];
  for (const [batch, places] of groups) {
    pages.push(
      await messageViews(ports, batch, places.map(({ index }) => index)),
    );
  }
  return pages.flat();
}

interface Filter {
  takes(
    batch: Batch,
    index: number,
    numbers: readonly string[] | null,
  ): boolean;
  /** Whether all that follows is older than what is asked for. */
  isBefore(batch: Batch): boolean;
}

function filterOf(query: HistoryQuery): Filter {
  const fromMs = query.from === undefined ? null : Date.parse(query.from);
  const toMs = query.to === undefined ? null : Date.parse(query.to);
  const number = query.recipient === undefined
    ? null
    : numberOf(query.recipient);
  return {
    isBefore: (batch) =>
      fromMs !== null && timeOf(batch.id) < fromMs - SLACK_MS,
    takes: (batch, index, numbers) => {
      const message = batch.messages[index]!;
      const submission = batch.submissions[message.submission]!;
      const reference = message.reference ?? submission.reference;
      return (fromMs === null || submission.atMs >= fromMs) &&
        (toMs === null || submission.atMs < toMs) &&
        (query.status === undefined || message.status === query.status) &&
        (query.failed === undefined ||
          isFailed(message.status) === query.failed) &&
        (query.application === undefined ||
          submission.application === query.application) &&
        (query.reference === undefined || reference === query.reference) &&
        (number === null || numbers?.[index] === number);
    },
  };
}

function numberOf(recipient: string): string {
  const parsed = parseRecipient(recipient);
  if ("to" in parsed) return parsed.to;
  throw new Problem("invalid_request", {
    errors: [{
      pointer: "/recipient",
      detail: "Ce n'est pas un numéro de mobile ; écrivez-le en entier.",
    }],
  });
}

function structureOf(actor: Actor, query: HistoryQuery): string {
  if (query.structureId !== undefined) return query.structureId;
  if (actor.kind === "application") return actor.structureId;
  throw new Problem("invalid_request", {
    errors: [{
      pointer: "/structureId",
      detail: "Indiquez la structure dont vous voulez l'historique.",
    }],
  });
}

function writeCursor({ batchId, index }: Cursor): string {
  return toCursor(`${batchId}.${index}`);
}

function parseCursor(text: string): Cursor {
  const place = fromCursor(text, /^[0-9a-z]{18}\.(-1|\d{1,4})$/)!;
  const [batchId, index] = place.split(".");
  return { batchId: batchId!, index: Number(index) };
}
