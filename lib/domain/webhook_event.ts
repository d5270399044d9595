/**
 * Telling a structure's endpoints of what happened: events are queued in the
 * commit that makes them happen. The account names the endpoints, and whoever
 * changes anything has read it, so where there is none this costs nothing.
 *
 * An event has no number and no text in it. Its id follows from what happened,
 * so it is the same each time its transaction runs.
 *
 * @module
 */
import { keys, shardOf } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { StoredEvent, WebhookEvent } from "../schema/webhook.ts";

/** Events of one record: two for each message of a batch take three. */
const RECORD_EVENTS_MAX = 100;

/** Something a structure's endpoints may want to hear of. */
export interface NewEvent {
  readonly type: WebhookEvent;
  readonly atMs: number;
  /** What the API tells of it; never a number or a text. */
  readonly data: Readonly<Record<string, unknown>> & { readonly id: string };
}

/**
 * Queues an event for the endpoints of a structure that listen to it, inside
 * `tx`, which must have read the structure's account.
 */
export function queueWebhook(
  tx: Tx,
  structureId: string,
  event: NewEvent,
): void {
  queueWebhooks(tx, structureId, () => [event]);
}

/** The same for several; they are only made where somebody listens. */
export function queueWebhooks(
  tx: Tx,
  structureId: string,
  make: () => readonly NewEvent[],
): void {
  const listening = tx.peek(keys.account(structureId))?.webhooks;
  if (listening === undefined || listening.length === 0) return;
  const events = make();
  for (const webhook of listening) {
    const heard = events.filter(({ type }) => webhook.events.includes(type));
    for (let i = 0; i < heard.length; i += RECORD_EVENTS_MAX) {
      const some = heard.slice(i, i + RECORD_EVENTS_MAX).map(storedEvent);
      queueEvents(tx, { structureId, id: webhook.id }, some, some[0]!.atMs);
    }
  }
}

/** Puts events in an endpoint's queue, and makes them due at `dueMs`. */
export function queueEvents(
  tx: Tx,
  { structureId, id }: { structureId: string; id: string },
  events: StoredEvent[],
  dueMs: number,
): void {
  tx.put(keys.webhookQueue(id, dueMs, events[0]!.id), {
    events,
    queuedMs: dueMs,
    attempts: 0,
    deliveryId: null,
  });
  wakeWebhook(tx, { structureId, id }, dueMs);
}

/** Has an endpoint's queue looked at, at `dueMs`. */
export function wakeWebhook(
  tx: Tx,
  { structureId, id }: { structureId: string; id: string },
  dueMs: number,
): void {
  tx.put(keys.due(shardOf(structureId), dueMs, id), {
    kind: "webhook",
    structureId,
    // It is no message: it takes no room among those being handed over.
    count: 0,
  });
}

function storedEvent({ type, atMs, data }: NewEvent): StoredEvent {
  return { id: `evt_${type.replace(".", "_")}_${data.id}`, type, atMs, data };
}
