/**
 * Submissions: how far one is, and cancelling what has not left yet.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type {
  Batch,
  StoredMessage,
  StoredSubmission,
} from "../schema/batch.ts";
import { instant } from "../schema/common.ts";
import type { Status, Submission } from "../schema/message.ts";
import type { Actor, Permission } from "./actor.ts";
import { placeOf, shardOf } from "./batch.ts";
import { type Call, onceDone } from "./call.ts";
import { readAccount } from "./credit.ts";
import { authorised } from "./directory.ts";
import { flyingOf, statusNow } from "./message_view.ts";
import { afterCancel, applySteps, type Step } from "./step.ts";

/** A submission where it stands: its batches, and which messages are its. */
interface Found {
  readonly id: string;
  readonly structureId: string;
  readonly submission: StoredSubmission;
  readonly batchIds: readonly string[];
  /** Whether a message of one of these batches belongs to it. */
  readonly has: (message: StoredMessage) => boolean;
}

const READ_MAX = 10;
const WAITS: ReadonlySet<Status> = new Set(["scheduled", "queued"]);
const OPEN: ReadonlySet<Status> = new Set([
  "scheduled",
  "queued",
  "sending",
  "uncertain",
]);

/** How a submission stands. @throws {Problem} `not_found` */
export async function getSubmission(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<Submission> {
  return await progress(ports, await find(ports, actor, id, "message:read"));
}

/**
 * Cancels what of a submission is not handed to a gateway; its credits come
 * back.
 *
 * @throws {Problem} `not_found`, `forbidden`; `already_final` when nothing of
 *   it waits any more
 */
export async function cancelSubmission(
  ports: Ports,
  call: Call,
  id: string,
): Promise<Submission> {
  const found = await find(ports, call.actor, id, "message:send");
  return await onceDone(ports, call, async () => {
    let cancelled = 0;
    for (const batchId of found.batchIds) {
      cancelled += await cancelIn(ports, found, batchId);
    }
    if (cancelled === 0) throw new Problem("already_final");
    return await progress(ports, found);
  });
}

/** Cancels what waits of a submission in one batch; how many there were. */
function cancelIn(
  ports: Ports,
  { structureId, has }: Found,
  batchId: string,
): Promise<number> {
  const nowMs = ports.now();
  return ports.store.transact(structureId, async (tx) => {
    readAccount(tx, structureId);
    const shard = await tx.get(keys.shard(shardOf(structureId)));
    const inWork = shard !== null && shard.untilMs > nowMs &&
      shard.flying.some((entry) => entry.endsWith(`:${batchId}`));
    const batch = await tx.get(keys.batch(batchId));
    if (batch === null) return 0;
    const steps = new Map<number, Step>();
    batch.messages.forEach((message, index) => {
      const leaving = inWork && message.dueMs! <= nowMs;
      if (!has(message) || !WAITS.has(message.status) || leaving) return;
      steps.set(index, afterCancel(message, nowMs));
    });
    if (steps.size > 0) applySteps(tx, batch, steps, nowMs);
    return steps.size;
  });
}

async function find(
  ports: Ports,
  actor: Actor,
  id: string,
  permission: Permission,
): Promise<Found> {
  const found = await locate(ports, id);
  if (found === null) throw new Problem("not_found");
  await authorised(ports, actor, permission, found.structureId);
  return found;
}

async function locate(ports: Ports, id: string): Promise<Found | null> {
  const place = placeOf(id, "sub");
  if (place === null) {
    const bulk = /^sub_[0-9a-z]{18}$/.test(id)
      ? await ports.store.get(keys.bulk(id))
      : null;
    return bulk && {
      id,
      structureId: bulk.structureId,
      submission: bulk.submission,
      batchIds: bulk.batches,
      has: () => true,
    };
  }
  const batch = await ports.store.get(keys.batch(place.batchId));
  const submission = batch?.submissions[place.index];
  if (!batch || submission === undefined || submission.bulk) return null;
  return {
    id,
    structureId: batch.structureId,
    submission,
    batchIds: [batch.id],
    has: (message) => message.submission === place.index,
  };
}

async function progress(ports: Ports, found: Found): Promise<Submission> {
  const { id, structureId, submission } = found;
  const flying = await flyingOf(ports, structureId);
  const nowMs = ports.now();
  const counts: Partial<Record<Status, number>> = {};
  let recipients = 0;
  let segments = 0;
  let open = false;
  for await (const batch of batches(ports, found.batchIds)) {
    for (const message of batch.messages) {
      if (!found.has(message)) continue;
      const status = statusNow(message, batch.id, { flying, nowMs });
      counts[status] = (counts[status] ?? 0) + 1;
      recipients++;
      segments += message.segments;
      open ||= OPEN.has(status);
    }
  }
  const accepted = Object.keys(counts).some((status) => status !== "refused");
  return {
    id,
    structureId,
    title: submission.title,
    reference: submission.reference ?? null,
    createdAt: instant(submission.atMs),
    sendAt: submission.sendAtMs === undefined
      ? null
      : instant(submission.sendAtMs),
    recipients,
    segments,
    credits: submission.test || !accepted ? 0 : segments,
    counts,
    done: !open,
  };
}

async function* batches(
  ports: Ports,
  ids: readonly string[],
): AsyncIterable<Batch> {
  for (let i = 0; i < ids.length; i += READ_MAX) {
    const some = ids.slice(i, i + READ_MAX).map(keys.batch);
    for (const batch of await ports.store.getMany(some)) {
      if (batch !== null) yield batch;
    }
  }
}
