/**
 * What happens to messages, as the events that endpoints hear of.
 *
 * @module
 */
import type { Batch, StoredMessage } from "../schema/batch.ts";
import { REASONS } from "../schema/reason.ts";
import type { WebhookEvent } from "../schema/webhook.ts";
import { messageId, submissionId } from "./batch.ts";
import type { NewEvent } from "./webhook_event.ts";

/** What became of messages of a batch, as events. */
export function messageEvents(
  before: Batch,
  after: readonly StoredMessage[],
  atMs: number,
): NewEvent[] {
  return after.flatMap((message, index) => {
    const types = typesBetween(before.messages[index]!, message);
    if (types.length === 0) return [];
    const data = messageData(before, message, index);
    return types.map((type) => ({ type, atMs, data }));
  });
}

/** What happened to a message from one state to the next. */
function typesBetween(
  before: StoredMessage,
  after: StoredMessage,
): WebhookEvent[] {
  if (before === after) return [];
  const types: WebhookEvent[] = [];
  if (before.sentAtMs === undefined && after.sentAtMs !== undefined) {
    types.push("message.sent");
  }
  if (before.status === after.status) return types;
  if (after.status === "delivered") types.push("message.delivered");
  if (after.status === "failed" || after.status === "expired") {
    types.push("message.failed");
  }
  return types;
}

function messageData(batch: Batch, message: StoredMessage, index: number) {
  const submission = batch.submissions[message.submission]!;
  const { status, reason, segments } = message;
  return {
    id: messageId(batch.id, index),
    submissionId: submissionId(batch.id, message.submission, submission),
    structureId: batch.structureId,
    application: submission.application,
    title: submission.title,
    status,
    failed: status === "failed" || status === "expired",
    reason: reason === undefined ? null : REASONS[reason].fr,
    segments,
    reference: message.reference ?? submission.reference ?? null,
    test: submission.test ?? false,
  };
}
