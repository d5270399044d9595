/**
 * What became of the events of an endpoint, and telling one again.
 *
 * @module
 */
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { instant } from "../schema/common.ts";
import type {
  StoredAttempt,
  StoredDelivery,
  StoredEvent,
  WebhookDelivery,
  WebhookPayload,
} from "../schema/webhook.ts";
import type { Actor } from "./actor.ts";
import { type Call, once } from "./call.ts";
import { readAccount } from "./credit.ts";
import { fromCursor, ID, type Page, pageOf, type PageRequest } from "./page.ts";
import { managedWebhook, type WebhookAddress } from "./webhook.ts";
import { queueEvents } from "./webhook_event.ts";

/** The body that tells of an event. */
export function webhookPayload(
  { type, atMs, data }: StoredEvent,
): WebhookPayload {
  return { type, timestamp: instant(atMs), data };
}

/**
 * What was tried at an endpoint, the newest first.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_cursor`
 */
export async function listDeliveries(
  ports: Ports,
  actor: Actor,
  { limit, cursor, ...address }: PageRequest & WebhookAddress,
): Promise<Page<WebhookDelivery>> {
  const { id } = await managedWebhook(ports, actor, address);
  const before = fromCursor(cursor, ID);
  const entries = ports.store.list(KINDS.webhookDelivery, {
    under: [id],
    ...(before === null ? {} : { end: [id, before] }),
  }, { limit: limit + 1, reverse: true });
  const found = await Array.fromAsync(entries, ({ value }) => value);
  const page = pageOf(found, limit, (last) => last.id);
  return {
    items: page.items.map((stored) => deliveryView(ports, id, stored)),
    nextCursor: page.nextCursor,
  };
}

/**
 * Has an event told again, as a new delivery of the same event.
 *
 * @throws {Problem} `not_found`, `forbidden`, `conflict` while the endpoint
 *   does not listen
 */
export async function replayDelivery(
  ports: Ports,
  call: Call,
  { deliveryId, ...address }: WebhookAddress & { deliveryId: string },
): Promise<WebhookDelivery> {
  const webhook = await managedWebhook(ports, call.actor, address);
  const { structureId, id } = address;
  const stored = await ports.store.get(keys.webhookDelivery(id, deliveryId));
  if (stored === null) throw new Problem("not_found");
  if (webhook.status !== "active") {
    throw new Problem("conflict", {
      detail: {
        fr: "Ce webhook n’est pas actif ; réactivez-le d’abord.",
        en: "This webhook is not active; resume it first.",
      },
    });
  }
  return await once(ports, call, {
    lane: structureId,
    body: async (tx) => {
      await readAccount(tx, structureId);
      const nowMs = ports.now();
      queueEvents(tx, address, [stored.event], nowMs);
      return deliveryView(ports, id, stored);
    },
  });
}

/** A delivery as the API tells it. */
export function deliveryView(
  ports: Ports,
  webhookId: string,
  { id, event, status, attempts, nextMs }: StoredDelivery,
): WebhookDelivery {
  const bound = keys.webhookDelivery(webhookId, id).id;
  return {
    id,
    eventId: event.id,
    type: event.type,
    status,
    request: webhookPayload(event),
    attempts: attempts.map((one) => attemptView(ports, bound, one)),
    nextAttemptAt: nextMs === null ? null : instant(nextMs),
  };
}

function attemptView(
  ports: Ports,
  bound: string,
  { atMs, status, error, durationMs, answer }: StoredAttempt,
) {
  return {
    at: instant(atMs),
    status,
    error,
    durationMs,
    answer: answer === null ? null : ports.vault.unseal(answer, bound),
  };
}
