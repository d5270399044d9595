/**
 * Batches: where accepted messages are put, and how one is read again.
 *
 * @module
 */
import type { DataKey } from "../crypto/seal.ts";
import { unseal } from "../crypto/seal.ts";
import {
  isOpen,
  type OpenBatch,
  weighBatch,
  weighParcel,
} from "../kv/batch_codec.ts";
import { base32, fromBase32, ID_LENGTH } from "../kv/ids.ts";
import { type Due, keys, shardOf } from "../kv/keys.ts";
import type { Key } from "../kv/kind.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import {
  type Batch,
  BATCH_BYTES_MAX,
  BATCH_MESSAGES_MAX,
  type StoredMessage,
  type StoredSubmission,
} from "../schema/batch.ts";
import { listBatch, readAccount } from "./credit.ts";
import { existingKey } from "./data_key.ts";
import type { Draft } from "./draft.ts";
import { noteCall } from "./repeats.ts";

export { shardOf };

const INDEX_CHARS = 2;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** Control characters that JSON writes in two; the others take six. */
const SHORT_ESCAPES = "\b\t\n\f\r";

/** A message's or submission's place: its batch, and where in it. */
export interface BatchPlace {
  readonly batchId: string;
  readonly index: number;
}

/** The id of the message at a place. */
export function messageId(batchId: string, index: number): string {
  return `msg_${batchId}${base32(index, INDEX_CHARS)}`;
}

/** The id of the submission at a place; a bulk has an id of its own. */
export function submissionId(
  batchId: string,
  index: number,
  submission?: StoredSubmission,
): string {
  return submission?.bulk ?? `sub_${batchId}${base32(index, INDEX_CHARS)}`;
}

/** Where the message or submission of an id stands; null if it is no such id. */
export function placeOf(id: string, prefix: "msg" | "sub"): BatchPlace | null {
  const tail = id.slice(prefix.length + 1);
  if (
    !id.startsWith(`${prefix}_`) || tail.length !== ID_LENGTH + INDEX_CHARS
  ) return null;
  const index = fromBase32(tail.slice(ID_LENGTH));
  return index === null ? null : { batchId: tail.slice(0, ID_LENGTH), index };
}

/** What is to be put in a batch, sized. */
export interface Parcel {
  readonly submission: StoredSubmission;
  readonly draft: Draft;
  readonly messages: readonly StoredMessage[];
  readonly bytes: number;
  /** When its messages are due; null for messages that are over already. */
  readonly dueMs: number | null;
}

/**
 * Bytes of what a submission's caller wrote (texts, numbers, title,
 * references, tags, unusable numbers), as they will be stored.
 */
export function writtenBytes(
  { title, reference, tags = [], fingerprint }: StoredSubmission,
  { texts, messages, invalid }: Draft,
): number {
  let bytes = jsonBytes(title) + jsonBytes(reference) + jsonBytes(fingerprint);
  for (const tag of tags) bytes += jsonBytes(tag);
  for (const text of texts) bytes += jsonBytes(text);
  for (const { reference } of messages) bytes += 20 + jsonBytes(reference);
  for (const { to } of invalid) bytes += 50 + jsonBytes(to);
  return bytes;
}

/** Whether a parcel can go into one batch, an empty one at the best. */
export function fitsOneBatch({ messages, bytes }: Parcel): boolean {
  return messages.length <= BATCH_MESSAGES_MAX &&
    weighParcel(messages.length, bytes) <= BATCH_BYTES_MAX;
}

/**
 * Puts a parcel into the batch this commit is filling, or into a new one that
 * is listed in the structure's history and, when due, in the due-index.
 */
export function addToBatch(
  tx: Tx,
  structureId: string,
  parcel: Parcel,
  fresh: { id: string; key: DataKey },
): { batch: OpenBatch; submission: number; first: number } {
  const account = readAccount(tx, structureId);
  const current = currentBatch(tx, account.latestBatches, parcel, fresh.key);
  const before = current ?? emptyBatch(structureId, fresh);
  const batch = append(before, parcel);
  tx.put(keys.batch(batch.id), batch);
  if (current === null) listBatch(tx, structureId, batch.id);
  moveDue(tx, batch, before.dueMs);
  const submission = before.submissions.length;
  noteCall(tx, parcel.submission, { batchId: batch.id, index: submission });
  return { batch, submission, first: before.messages.length };
}

/** A batch of its own for a parcel that fits one. */
export function fillBatch(
  structureId: string,
  fresh: { id: string; key: DataKey },
  parcel: Parcel,
): OpenBatch {
  return append(emptyBatch(structureId, fresh), parcel);
}

/** Moves a batch's entry in the due-index from `fromMs` to where it is now. */
export function moveDue(tx: Tx, batch: Batch, fromMs: number | null): void {
  if (fromMs !== null && fromMs !== batch.dueMs) {
    tx.delete(dueKey(batch, fromMs));
  }
  if (batch.dueMs !== null) {
    tx.put(dueKey(batch, batch.dueMs), {
      kind: "messages",
      structureId: batch.structureId,
      count: batch.messages.length,
      ...(isUrgent(batch) ? { urgent: true } : {}),
    });
  }
}

/** Whether something pressing waits in a batch. */
function isUrgent({ submissions, messages }: Batch): boolean {
  return submissions.some(({ urgent }) => urgent) &&
    messages.some(({ dueMs, submission }) =>
      dueMs !== undefined && submissions[submission]!.urgent
    );
}

/** Where a batch that is due at an instant stands. */
export function dueKey(
  { id, structureId, held }: Pick<Batch, "id" | "structureId" | "held">,
  dueMs: number,
): Key<Due> {
  return held
    ? keys.held(structureId, dueMs, id)
    : keys.due(shardOf(structureId), dueMs, id);
}

/** A batch with its secrets, null where their time is over. */
export interface Opened {
  readonly numbers: readonly string[] | null;
  readonly texts: readonly string[] | null;
}

/** Reads a batch's numbers and texts. */
export async function openBatch(ports: Ports, batch: Batch): Promise<Opened> {
  if (isOpen(batch)) return batch.open;
  const key = await existingKey(ports, batch.structureId, batch.dataKey);
  const read = (bytes: Uint8Array | null, what: "numbers" | "texts") =>
    bytes === null
      ? null
      : JSON.parse(unseal(bytes, batch[what], `${batch.id}/${what}`));
  return {
    numbers: read(key.numbers, "numbers"),
    texts: read(key.texts, "texts"),
  };
}

/** The earliest instant at which something of the batch is due, or null. */
export function nextDue(messages: readonly StoredMessage[]): number | null {
  let next: number | null = null;
  for (const { dueMs } of messages) {
    if (dueMs !== undefined && (next === null || dueMs < next)) next = dueMs;
  }
  return next;
}

function currentBatch(
  tx: Tx,
  latest: readonly string[],
  parcel: Parcel,
  key: DataKey,
): OpenBatch | null {
  const last = latest.at(-1);
  if (last === undefined) return null;
  const batch = tx.peek(keys.batch(last));
  if (!batch || !isOpen(batch) || batch.open.key !== key) return null;
  const after = weighBatch(batch) +
    weighParcel(parcel.messages.length, parcel.bytes);
  const fits = after <= BATCH_BYTES_MAX &&
    batch.messages.length + parcel.messages.length <= BATCH_MESSAGES_MAX;
  return fits ? batch : null;
}

function emptyBatch(
  structureId: string,
  { id, key }: { id: string; key: DataKey },
): OpenBatch {
  return {
    id,
    structureId,
    dataKey: key.id,
    dueMs: null,
    submissions: [],
    messages: [],
    gateways: [],
    numbers: "",
    texts: "",
    open: { key, numbers: [], texts: [], bytes: 0 },
  };
}

/**
 * The batch with a parcel more. Messages of a body that is taken back must not
 * stay, so what was there is copied.
 */
function append(before: OpenBatch, parcel: Parcel): OpenBatch {
  const { open } = before;
  const texts = [...open.texts, ...parcel.draft.texts];
  const invalid = parcel.draft.invalid.map(({ index, to, code }) => ({
    index,
    to: texts.push(to) - 1,
    code,
  }));
  const submission = invalid.length > 0
    ? { ...parcel.submission, invalid }
    : parcel.submission;
  const at = before.submissions.length;
  const base = open.texts.length;
  const placed = at === 0
    ? parcel.messages
    : parcel.messages.map((message) => ({
      ...message,
      submission: at,
      text: base + message.text,
    }));
  return {
    id: before.id,
    structureId: before.structureId,
    dataKey: before.dataKey,
    dueMs: earlier(before.dueMs, parcel.dueMs),
    submissions: [...before.submissions, submission],
    messages: [...before.messages, ...placed],
    gateways: before.gateways,
    numbers: before.numbers,
    texts: before.texts,
    open: {
      key: open.key,
      numbers: [...open.numbers, ...parcel.draft.messages.map(({ to }) => to)],
      texts,
      bytes: open.bytes + parcel.bytes,
    },
  };
}

function earlier(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}

/** Bytes of a text in JSON, with its comma; none where it is absent. */
function jsonBytes(text: string | undefined): number {
  if (text === undefined) return 0;
  let bytes = text.length + 3;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20) bytes += SHORT_ESCAPES.includes(text[i]!) ? 1 : 5;
    else if (code === QUOTE || code === BACKSLASH) bytes++;
    else if (code > 0x7f) bytes += code > 0x7ff ? 2 : 1;
  }
  return bytes;
}
