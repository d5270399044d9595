/**
 * Submissions too large for one commit.
 *
 * Their messages are written first, in chunks nobody sees; then one commit
 * reserves all the credits and makes the whole of it count; then a job puts
 * the chunks in the due-index and the history, a few a commit, going on where
 * it was if interrupted. Chunks that never came to count are swept.
 *
 * @module
 */
import type { DataKey } from "../crypto/seal.ts";
import type { OpenBatch } from "../kv/batch_codec.ts";
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { BATCH_MESSAGES_MAX, type Bulk } from "../schema/batch.ts";
import type { Accepted } from "../schema/message.ts";
import { type Acceptance, bulkView, type Run } from "./accepted.ts";
import {
  addToBatch,
  fillBatch,
  fitsOneBatch,
  moveDue,
  type Parcel,
  shardOf,
  writtenBytes,
} from "./batch.ts";
import { listBatch, readAccount } from "./credit.ts";
import { dataKey, sealingPeriod } from "./data_key.ts";
import { refuseFor } from "./refusal.ts";
import { reserve, type Shortfall, shortfall } from "./reservation.ts";
import { reachIn } from "./shared.ts";
import {
  answerKeys,
  findAnswer,
  recordAnswer,
  type Replay,
} from "./send_answer.ts";

/** Chunks written a commit: half a megabyte of them. */
const STAGED_MAX = 8;
/** Chunks of one bulk, at the most: one commit takes them back. */
const CHUNKS_MAX = 850;
/** Chunks put to work a commit. */
const SPREAD_MAX = 40;
/** Staged chunks older than this belong to a call that died. */
const STAGING_MS = 15 * 60_000;

/**
 * Accepts a submission of many chunks, whole or not at all.
 *
 * @throws {Problem} as `acceptMessages` does
 */
export async function acceptBulk(
  ports: Ports,
  acceptance: Acceptance,
  parcel: Parcel,
): Promise<Accepted> {
  const { structureId, nowMs } = acceptance;
  const early = await ports.store.transact(structureId, (tx) => {
    readAccount(tx, structureId);
    return findAnswer(ports, tx, acceptance) ??
      shortfall(tx, acceptance);
  }, answerKeys(acceptance));
  if (early !== null) return await answerEarly(ports, acceptance, early);

  const dayMs = acceptance.submission.sendAtMs ?? nowMs;
  const key = await dataKey(ports, structureId, sealingPeriod(dayMs));
  const id = ports.newId("sub");
  const chunks = chunksOf(ports, acceptance, parcel, id, key);
  await stage(ports, id, chunks, nowMs);
  const result = await ports.store.transact(
    structureId,
    async (tx): Promise<Bulk | Replay | Shortfall> => {
      const before = readAccount(tx, structureId);
      const known = findAnswer(ports, tx, acceptance) ??
        shortfall(tx, acceptance);
      if (known !== null) return known;
      const reach = reachIn(tx, before, nowMs);
      const available = reach - acceptance.credits;
      const submission = { ...parcel.submission, available, bulk: id };
      const bulk: Bulk = {
        id,
        structureId,
        recipients: parcel.messages.length,
        segments: acceptance.draft.segments,
        credits: acceptance.credits,
        batches: chunks.map((chunk) => chunk.id),
        spread: 0,
        submission,
        cancelled: false,
      };
      const staged = await tx.get(keys.staging(id));
      if (staged?.batches.length !== chunks.length) {
        // Swept: this call slept for longer than it takes to be given up.
        throw new Problem("unavailable", { retryAfterSeconds: 1 });
      }
      tx.delete(keys.staging(id));
      tx.put(keys.bulk(id), bulk);
      tx.put(keys.due(shardOf(structureId), nowMs, id), {
        kind: "bulk",
        structureId,
      });
      // A header without messages: it lets a repetition be recognised.
      const empty = {
        ...acceptance.draft,
        texts: [],
        messages: [],
        invalid: [],
      };
      addToBatch(tx, structureId, {
        submission,
        draft: empty,
        messages: [],
        bytes: writtenBytes(submission, empty),
        dueMs: null,
      }, { id: ports.newId("b").slice(2), key });
      reserve(tx, acceptance, id);
      recordAnswer(tx, acceptance, id);
      return bulk;
    },
    answerKeys(acceptance),
  );
  if (!("batches" in result)) {
    await unstage(ports, id);
    return await answerEarly(ports, acceptance, result);
  }
  return bulkView(result, chunks.map(runOf), acceptance.draft.invalid);
}

/**
 * Puts the next chunks of a bulk to work; true once there are none left. The
 * job that calls this holds the bulk's shard.
 */
export async function spreadBulk(
  ports: Ports,
  { id, structureId, dueMs }: {
    id: string;
    structureId: string;
    dueMs: number;
  },
): Promise<boolean> {
  return await ports.store.transact(structureId, async (tx) => {
    readAccount(tx, structureId);
    const bulk = await tx.get(keys.bulk(id));
    const due = keys.due(shardOf(structureId), dueMs, id);
    if (bulk === null) {
      tx.delete(due);
      return true;
    }
    const next = bulk.batches.slice(bulk.spread, bulk.spread + SPREAD_MAX);
    for (const batch of await tx.getMany(next.map(keys.batch))) {
      moveDue(tx, batch!, null);
      listBatch(tx, structureId, batch!.id);
    }
    const spread = bulk.spread + next.length;
    tx.put(keys.bulk(id), { ...bulk, spread });
    if (spread < bulk.batches.length) return false;
    tx.delete(due);
    return true;
  });
}

/** Removes chunks of calls that died before they were accepted. */
export async function sweepStaging(ports: Ports): Promise<number> {
  let swept = 0;
  for await (
    const { parts, value } of ports.store.list(KINDS.staging, {}, {
      limit: 100,
    })
  ) {
    if (ports.now() - value.atMs < STAGING_MS) continue;
    await unstage(ports, parts[0] as string);
    swept++;
  }
  return swept;
}

async function answerEarly(
  ports: Ports,
  acceptance: Acceptance,
  early: Replay | Shortfall,
): Promise<Accepted> {
  if ("reason" in early) return await refuseFor(ports, acceptance, early);
  acceptance.call.replayed = true;
  return await early.replay();
}

/**
 * Cuts a parcel into open batches that each fit one record: the messages
 * first, then the recipients that were left out.
 *
 * @throws {Problem} `too_large`
 */
function chunksOf(
  ports: Ports,
  { structureId, draft }: Acceptance,
  parcel: Parcel,
  bulk: string,
  key: DataKey,
): OpenBatch[] {
  const chunks: OpenBatch[] = [];
  const { fingerprint: _, ...own } = parcel.submission;
  const submission = { ...own, bulk };
  cut(parcel.messages.length, messagesBetween);
  cut(draft.invalid.length, invalidBetween);
  if (chunks.length > CHUNKS_MAX) throw new Problem("too_large");
  return chunks;

  function cut(
    count: number,
    between: (from: number, to: number) => Parcel,
  ): void {
    for (let from = 0, size = 0; from < count; from += size) {
      size = Math.min(BATCH_MESSAGES_MAX, count - from);
      let chunk = between(from, from + size);
      while (!fitsOneBatch(chunk) && size > 1) {
        size = Math.floor(size * 0.7);
        chunk = between(from, from + size);
      }
      const id = ports.newId("b").slice(2);
      chunks.push(fillBatch(structureId, { id, key }, chunk));
    }
  }

  function messagesBetween(from: number, to: number): Parcel {
    const messages = draft.messages.slice(from, to);
    const texts = new Map<number, number>();
    for (const { text } of messages) {
      if (!texts.has(text)) texts.set(text, texts.size);
    }
    const part = {
      ...draft,
      invalid: [],
      texts: [...texts.keys()].map((index) => draft.texts[index]!),
      messages,
    };
    return {
      ...parcel,
      submission,
      draft: part,
      messages: parcel.messages.slice(from, to).map((message) => ({
        ...message,
        text: texts.get(message.text)!,
      })),
      bytes: writtenBytes(submission, part),
    };
  }

  function invalidBetween(from: number, to: number): Parcel {
    const invalid = draft.invalid.slice(from, to);
    const part = { ...draft, texts: [], messages: [], invalid };
    return {
      submission,
      draft: part,
      messages: [],
      bytes: writtenBytes(submission, part),
      dueMs: null,
    };
  }
}

async function stage(
  ports: Ports,
  id: string,
  chunks: readonly OpenBatch[],
  nowMs: number,
): Promise<void> {
  const key = keys.staging(id);
  for (let i = 0; i < chunks.length; i += STAGED_MAX) {
    const some = chunks.slice(i, i + STAGED_MAX);
    await ports.store.transact(key.id, async (tx) => {
      const before = await tx.get(key) ?? { atMs: nowMs, batches: [] };
      const batches = [...before.batches, ...some.map((chunk) => chunk.id)];
      tx.put(key, { ...before, batches });
      for (const chunk of some) tx.put(keys.batch(chunk.id), chunk);
    });
  }
}

async function unstage(ports: Ports, id: string): Promise<void> {
  const key = keys.staging(id);
  await ports.store.transact(key.id, async (tx) => {
    const staging = await tx.get(key);
    if (staging === null) return;
    for (const batch of staging.batches) tx.delete(keys.batch(batch));
    tx.delete(key);
  });
}

function runOf(batch: OpenBatch): Run {
  const { numbers } = batch.open;
  return { batch, from: 0, to: batch.messages.length, numbers };
}
