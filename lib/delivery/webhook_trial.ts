/**
 * Trying an endpoint at once, and telling what it answered.
 *
 * @module
 */
import { readAccount } from "../domain/credit.ts";
import { type Call, onceDone } from "../domain/call.ts";
import { managedWebhook, type WebhookAddress } from "../domain/webhook.ts";
import { deliveryView } from "../domain/webhook_log.ts";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { StoredDelivery, WebhookDelivery } from "../schema/webhook.ts";
import { attemptWebhook, hasArrived } from "./webhook_attempt.ts";

/**
 * Sends an endpoint an event of type `webhook.test`, whatever it listens to.
 * It is tried once.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function testWebhook(
  ports: Ports,
  call: Call,
  address: WebhookAddress,
): Promise<WebhookDelivery> {
  const webhook = await managedWebhook(ports, call.actor, address);
  const { structureId, id } = address;
  return await onceDone(ports, call, async () => {
    const deliveryId = ports.newId("dlv");
    const event = {
      id: `evt_test_${deliveryId}`,
      type: "webhook.test" as const,
      atMs: ports.now(),
      data: { id, structureId },
    };
    const { answer, ...attempt } = await attemptWebhook(ports, webhook, event);
    const key = keys.webhookDelivery(id, deliveryId);
    const sealed = answer === null ? null : ports.vault.seal(answer, key.id);
    const delivery: StoredDelivery = {
      id: deliveryId,
      event,
      status: hasArrived({ ...attempt, answer }) ? "delivered" : "failed",
      attempts: [{ ...attempt, answer: sealed }],
      nextMs: null,
    };
    await ports.store.transact(structureId, async (tx) => {
      await readAccount(tx, structureId);
      tx.put(key, delivery);
      const stored = await tx.get(keys.webhook(id));
      if (stored === null || delivery.status === "failed") return;
      tx.put(keys.webhook(id), { ...stored, arrivedAtMs: attempt.atMs });
    });
    return deliveryView(ports, id, delivery);
  });
}
