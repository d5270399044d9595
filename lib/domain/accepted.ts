/**
 * What an acceptance is made of, and the answer it is given: the same from the
 * commit that accepted it and, later, from what that commit wrote.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { Batch, Bulk, StoredSubmission } from "../schema/batch.ts";
import {
  type Accepted,
  type InvalidRecipient,
  LISTED_MAX,
} from "../schema/message.ts";
import type { ApplicationActor } from "./actor.ts";
import { messageId, openBatch, submissionId } from "./batch.ts";
import type { Call } from "./call.ts";
import type { Draft } from "./draft.ts";

/** What every step of one acceptance needs. */
export interface Acceptance {
  readonly call: Call;
  /** What it is recognised by, where it has no key: see `fingerprint.ts`. */
  readonly marks: readonly string[];
  readonly structureId: string;
  readonly draft: Draft;
  readonly submission: StoredSubmission;
  /** What it costs: its segments, or nothing for a test key. */
  readonly credits: number;
  readonly nowMs: number;
  /** Named by the caller's key; its day's sends are capped. */
  readonly application: ApplicationActor | null;
  /** The most SMS its structure sends in one day. */
  readonly ceiling: number | null;
}

/** A run of messages in a batch, with the batch's numbers. */
export interface Run {
  readonly batch: Batch;
  readonly from: number;
  readonly to: number;
  readonly numbers: readonly string[] | null;
}

/** The answer to a submission, as it was when it was accepted. */
export function acceptedView(
  id: string,
  submission: StoredSubmission,
  runs: readonly Run[],
  invalid: Accepted["invalid"] = [],
): Accepted {
  const messages: NonNullable<Accepted["messages"]> = [];
  const status = submission.sendAtMs === undefined ? "queued" : "scheduled";
  let segments = 0;
  for (const { batch, from, to, numbers } of runs) {
    for (let index = from; index < to; index++) {
      const message = batch.messages[index]!;
      segments += message.segments;
      messages.push({
        id: messageId(batch.id, index),
        to: numbers?.[index] ?? "",
        segments: message.segments,
        status,
      });
    }
  }
  return {
    submissionId: id,
    title: submission.title,
    segments,
    credits: submission.test ? 0 : segments,
    available: submission.available,
    ...(messages.length <= LISTED_MAX ? { messages } : {}),
    ...(invalid.length > 0 ? { invalid } : {}),
  };
}

/** Reads an accepted submission of one batch again, for a repetition. */
export async function acceptedAgain(
  ports: Ports,
  batch: Batch,
  index: number,
): Promise<Accepted> {
  const { numbers } = await openBatch(ports, batch);
  const submission = batch.submissions[index]!;
  const from = batch.messages.findIndex((one) => one.submission === index);
  const to = batch.messages.findLastIndex((one) => one.submission === index);
  return acceptedView(
    submissionId(batch.id, index, submission),
    submission,
    [{ batch, from, to: to + 1, numbers }],
    await invalidOf(ports, batch, index),
  );
}

/** The answer to an accepted bulk, for a repetition. */
export async function bulkAgain(ports: Ports, id: string): Promise<Accepted> {
  const bulk = await ports.store.get(keys.bulk(id));
  if (bulk === null) throw new Error(`bulk ${id} is gone`);
  const invalid = await bulkInvalid(ports, bulk);
  if (bulk.recipients > LISTED_MAX) return bulkView(bulk, [], invalid);
  const batches = await ports.store.getMany(bulk.batches.map(keys.batch));
  const runs = await Promise.all(batches.map(async (batch): Promise<Run> => ({
    batch: batch!,
    from: 0,
    to: batch!.messages.length,
    numbers: (await openBatch(ports, batch!)).numbers,
  })));
  return bulkView(bulk, runs, invalid);
}

/** Recipients left out of a bulk: they stand in its last batches. */
async function bulkInvalid(
  ports: Ports,
  bulk: Bulk,
): Promise<InvalidRecipient[]> {
  const found: InvalidRecipient[][] = [];
  for (const id of bulk.batches.toReversed()) {
    const batch = await ports.store.get(keys.batch(id));
    const invalid = await invalidOf(ports, batch!, 0);
    if (invalid.length === 0) break;
    found.unshift(invalid);
  }
  return found.flat();
}

/** Recipients left out of a batch's submission. */
async function invalidOf(
  ports: Ports,
  batch: Batch,
  index: number,
): Promise<InvalidRecipient[]> {
  const { invalid = [] } = batch.submissions[index]!;
  if (invalid.length === 0) return [];
  const { texts } = await openBatch(ports, batch);
  return invalid.map(({ index, to, code }) => ({
    index,
    to: texts?.[to] ?? "",
    code,
  }));
}

/** The answer to a bulk, with its messages where they are few. */
export function bulkView(
  bulk: Bulk,
  runs: readonly Run[],
  invalid: Accepted["invalid"] = [],
): Accepted {
  const listed = bulk.recipients <= LISTED_MAX;
  const { messages, ...view } = acceptedView(
    bulk.id,
    bulk.submission,
    listed ? runs : [],
    invalid,
  );
  return {
    ...view,
    segments: bulk.segments,
    credits: bulk.credits,
    ...(listed && messages ? { messages } : {}),
  };
}
