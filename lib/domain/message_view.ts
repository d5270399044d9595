/**
 * Stored messages as the API and the pages tell them.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { Batch, StoredMessage } from "../schema/batch.ts";
import { instant } from "../schema/common.ts";
import type {
  Message,
  MessageWithTimeline,
  Status,
} from "../schema/message.ts";
import { REASONS, TRY_NOTES, UNCONFIRMED } from "../schema/reason.ts";
import { messageId, openBatch, shardOf, submissionId } from "./batch.ts";
import { remembered } from "./directory.ts";
import { isUnconfirmed, RECEIPT_MS_MAX } from "./step.ts";

const FAILED: ReadonlySet<Status> = new Set(["failed", "expired", "refused"]);

/** Whether the history says "En erreur". */
export function isFailed(status: Status): boolean {
  return FAILED.has(status);
}

/** The status a person is told: in work is `sending`, until it is concluded. */
export function statusNow(
  { status, dueMs = 0 }: StoredMessage,
  batchId: string,
  { flying, nowMs }: { flying: ReadonlySet<string>; nowMs: number },
): Status {
  const waits = status === "queued" || status === "scheduled";
  return waits && dueMs <= nowMs && flying.has(batchId) ? "sending" : status;
}

/** Batches in work in the shard of a structure. */
export function flyingOf(
  ports: Ports,
  structureId: string,
): Promise<ReadonlySet<string>> {
  const key = keys.shard(shardOf(structureId));
  return remembered(ports, `flying:${key.id}`, async () => {
    const record = await ports.store.get(key);
    const nowMs = ports.now();
    if (record === null || record.untilMs < nowMs) return new Set<string>();
    return new Set(record.flying.map((entry) => entry.split(":")[1]!));
  });
}

/** Messages of one batch, by index, with their secrets where they last. */
export async function messageViews(
  ports: Ports,
  batch: Batch,
  indexes: readonly number[],
): Promise<Message[]> {
  if (indexes.length === 0) return [];
  const { numbers, texts } = await openBatch(ports, batch);
  const flying = await flyingOf(ports, batch.structureId);
  const nowMs = ports.now();
  return indexes.map((index) => {
    const message = batch.messages[index]!;
    const submission = batch.submissions[message.submission]!;
    const { status, endedAtMs, sentAtMs, reason } = message;
    return {
      id: messageId(batch.id, index),
      submissionId: submissionId(batch.id, message.submission, submission),
      structureId: batch.structureId,
      application: submission.application,
      title: submission.title,
      to: numbers?.[index] || null,
      text: texts?.[message.text] || null,
      sender: message.sender ?? submission.sender,
      segments: message.segments,
      encoding: message.encoding,
      status: statusNow(message, batch.id, { flying, nowMs }),
      failed: isFailed(status),
      reason: reason === undefined
        ? null
        : isUnconfirmed(message, nowMs)
        ? UNCONFIRMED.fr
        : REASONS[reason].fr,
      possibleDuplicate: message.possibleDuplicate ?? false,
      reference: message.reference ?? submission.reference ?? null,
      createdAt: instant(submission.atMs),
      sentAt: optional(sentAtMs),
      deliveredAt: status === "delivered" ? optional(endedAtMs) : null,
      gateway: message.gateway === undefined
        ? null
        : batch.gateways[message.gateway] ?? null,
    };
  });
}

/** One message with all that happened to it, in order. */
export async function timelineView(
  ports: Ports,
  batch: Batch,
  index: number,
): Promise<MessageWithTimeline> {
  const [view] = await messageViews(ports, batch, [index]);
  const message = batch.messages[index]!;
  const { sendAtMs, atMs } = batch.submissions[message.submission]!;
  const nameOf = (gateway: number | undefined) =>
    gateway === undefined ? null : batch.gateways[gateway] ?? null;
  const event = (atMs: number, status: Status) => ({
    at: instant(atMs),
    status,
    gateway: null as string | null,
    detail: null as string | null,
  });
  const timeline = message.status === "refused"
    ? []
    : [event(atMs, sendAtMs === undefined ? "queued" : "scheduled")];
  for (const { atMs, gateway, detail, note } of message.tries ?? []) {
    timeline.push({
      ...event(atMs, note === "left_uncertain" ? "uncertain" : "sending"),
      gateway: nameOf(gateway),
      detail: note === undefined ? detail : TRY_NOTES[note].fr,
    });
  }
  if (message.sentAtMs !== undefined) {
    timeline.push({
      ...event(message.sentAtMs, "sent"),
      gateway: nameOf(message.gateway),
    });
  }
  if (message.endedAtMs !== undefined) {
    timeline.push({
      ...event(message.endedAtMs, message.status),
      detail: message.detail ??
        (message.reason ? REASONS[message.reason].fr : null),
    });
  } else if (isUnconfirmed(message, ports.now())) {
    timeline.push({
      ...event(message.sentAtMs! + RECEIPT_MS_MAX, "sent"),
      detail: UNCONFIRMED.fr,
    });
  } else if (
    message.status === "uncertain" && message.reason !== "left_uncertain"
  ) {
    timeline.push({
      ...event(message.tries?.at(-1)?.atMs ?? atMs, "uncertain"),
      detail: REASONS.unknown_outcome.fr,
    });
  }
  return { ...view!, timeline };
}

function optional(ms: number | undefined): string | null {
  return ms === undefined ? null : instant(ms);
}
