/**
 * The steps of a message: pure functions from what happened to what is stored
 * and to what its credits do; and writing them down. A status only ever moves
 * forward, and a message settles or is released once.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Batch, Reason, StoredMessage } from "../schema/batch.ts";
import type { Status } from "../schema/message.ts";
import { moveDue, nextDue, submissionId } from "./batch.ts";
import { post } from "./credit.ts";
import { countEndings } from "./failure_alert.ts";
import { messageEvents } from "./message_event.ts";
import { queueWebhooks } from "./webhook_event.ts";

/** What the message's credits do with a step. */
export type Effect = "settle" | "release" | null;

/** A message after a step. */
export interface Step {
  readonly message: StoredMessage;
  readonly effect: Effect;
}

/** What a network says of a message it took. */
export interface Said {
  readonly status: "sent" | "delivered" | "failed" | "expired";
  readonly detail: string | null;
  /** True where it proves that the SMS never left. */
  readonly neverSent?: boolean | undefined;
}

const FINAL: ReadonlySet<Status> = new Set([
  "delivered",
  "failed",
  "expired",
  "cancelled",
  "refused",
]);

/** A message nobody confirmed for so long after it left is left as sent. */
export const RECEIPT_MS_MAX = 72 * 3_600_000;

/** Whether a message that left has waited for its receipt long enough. */
export function isUnconfirmed(
  { status, sentAtMs }: StoredMessage,
  nowMs: number,
): boolean {
  return status === "sent" && nowMs - sentAtMs! >= RECEIPT_MS_MAX;
}

/** Whether nothing more can happen to a message of this status. */
export function isFinal(status: Status): boolean {
  return FINAL.has(status);
}

/** Whether the message still holds its reservation. */
export function isReserved({ status, sentAtMs }: StoredMessage): boolean {
  return !FINAL.has(status) && sentAtMs === undefined;
}

/** Whether a gateway took the message: its credits are spent. */
export function isHandedOver({ sentAtMs }: StoredMessage): boolean {
  return sentAtMs !== undefined;
}

/** The message after a receipt. */
export function afterReceipt(
  before: StoredMessage,
  receipt: Said,
  nowMs: number,
): Step {
  const isOver = isFinal(before.status) || isUnconfirmed(before, nowMs);
  if (isOver) return { message: before, effect: null };
  const reserved = isReserved(before);
  if (receipt.neverSent && reserved) {
    return over(before, "failed", "never_sent", nowMs, receipt.detail);
  }
  const sent = reserved ? handedOver(before, nowMs, null).message : before;
  const effect = reserved ? "settle" : null;
  const detail = receipt.detail === null
    ? {}
    : { detail: receipt.detail.slice(0, 80) };
  switch (receipt.status) {
    case "sent":
      return { message: sent, effect };
    case "delivered":
      return {
        message: {
          ...sent,
          status: "delivered",
          reason: "delivered",
          endedAtMs: nowMs,
        },
        effect,
      };
    case "failed":
    case "expired":
      return {
        message: {
          ...sent,
          status: receipt.status,
          reason: receipt.status === "failed"
            ? "undelivered"
            : "expired_on_network",
          endedAtMs: nowMs,
          ...detail,
        },
        effect,
      };
  }
}

/** The message after its submission was cancelled. */
export function afterCancel(before: StoredMessage, nowMs: number): Step {
  return over(before, "cancelled", "cancelled", nowMs);
}

/** The message once a gateway has it. */
export function handedOver(
  { dueMs: _, ...message }: StoredMessage,
  nowMs: number,
  providerId: string | null,
): Step {
  return {
    message: {
      ...message,
      status: "sent",
      reason: "sent",
      sentAtMs: nowMs,
      ...(providerId === null ? {} : { providerId: providerId.slice(0, 80) }),
    },
    effect: "settle",
  };
}

/** The message at an end that costs nothing. */
export function over(
  { dueMs: _, ...message }: StoredMessage,
  status: Status,
  reason: Reason,
  nowMs: number,
  detail: string | null = null,
): Step {
  return {
    message: {
      ...message,
      status,
      reason,
      endedAtMs: nowMs,
      ...(detail === null ? {} : { detail: detail.slice(0, 80) }),
    },
    effect: "release",
  };
}

/**
 * Writes the messages after their steps, and posts what their credits do. The
 * account must have been read by this body.
 */
export function applySteps(
  tx: Tx,
  before: Batch,
  steps: ReadonlyMap<number, Step>,
  nowMs: number,
): void {
  const messages = before.messages.map((message, index) =>
    steps.get(index)?.message ?? message
  );
  const batch = { ...before, messages, dueMs: nextDue(messages) };
  tx.put(keys.batch(batch.id), batch);
  if (batch.dueMs !== before.dueMs) moveDue(tx, batch, before.dueMs);
  queueWebhooks(
    tx,
    batch.structureId,
    () => messageEvents(before, messages, nowMs),
  );
  for (const { kind, submission, amount } of tally(before, steps)) {
    post(tx, batch.structureId, {
      kind,
      amount,
      actor: "delivery",
      cause: submissionId(batch.id, submission, batch.submissions[submission]),
      atMs: nowMs,
    });
  }
  countEndings(tx, before, steps, nowMs);
}

interface Posted {
  kind: NonNullable<Effect>;
  submission: number;
  amount: number;
}

/** Sums what settles and what is released, by submission. */
function tally(
  { messages, submissions }: Batch,
  steps: ReadonlyMap<number, Step>,
): Posted[] {
  const sums = new Map<string, Posted>();
  for (const [index, { effect }] of steps) {
    const { submission, segments } = messages[index]!;
    if (effect === null || submissions[submission]!.test) continue;
    const key = `${effect}${submission}`;
    const sum = sums.get(key) ?? { kind: effect, submission, amount: 0 };
    sum.amount += segments;
    sums.set(key, sum);
  }
  return [...sums.values()];
}
