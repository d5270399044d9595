/**
 * The simulator's phone as a person holds it: what arrived can be answered.
 *
 * @module
 */
import type { Actor } from "../domain/actor.ts";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { managedGateway } from "./gateway.ts";
import { readOutboxItem } from "./outbox.ts";
import { takeReply } from "./replies.ts";

/**
 * Answers a message the phone received, as its owner would.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function answerFromPhone(
  ports: Ports,
  actor: Actor,
  { gatewayId, messageId, text }: {
    gatewayId: string;
    messageId: string;
    text: string;
  },
): Promise<void> {
  const stored = await managedGateway(ports, actor, gatewayId);
  if (stored.kind !== "simulator") throw new Problem("not_found");
  const found = await ports.store.get(keys.outbox(gatewayId, messageId));
  if (found === null) throw new Problem("not_found");
  const item = await readOutboxItem(ports, gatewayId, found);
  if (item === null || item.subject !== undefined) {
    throw new Problem("not_found");
  }
  await takeReply(ports, stored, {
    from: item.to,
    text,
    id: ports.newId("mo"),
    messageId,
    providerId: null,
  });
}
