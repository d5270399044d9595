/**
 * The part of the world a gateway is given, and looking after those that hold
 * a session.
 *
 * @module
 */
import { lookUp } from "../domain/directory.ts";
import type { GatewayPorts } from "../gateways/gateway.ts";
import { GATEWAY_KINDS } from "../gateways/mod.ts";
import { dial } from "../gateways/smpp/dial.ts";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { StoredGateway } from "../schema/gateway.ts";
import { allGateways, openGateway } from "./gateways.ts";
import { receive } from "./outbox.ts";
import { takeArrived } from "./receipts.ts";
import { takeReply } from "./replies.ts";

/**
 * What a gateway touches while it handles a structure's message. One that a
 * structure brings reaches no further than its webhooks do.
 */
export function gatewayPorts(
  ports: Ports,
  { id: gatewayId, ownerId }: Pick<StoredGateway, "id" | "ownerId">,
  structureId: string,
): GatewayPorts {
  const { outbound } = ports;
  return {
    fetch: ownerId === null ? ports.fetch : outbound.fetch,
    now: ports.now,
    random: ports.random,
    after: ports.after,
    receive: (sms, receipts) => receive(ports, structureId, { sms, receipts }),
    gatewayId,
    connect: ownerId === null ? dial : async (address, signal) => {
      const [at] = await outbound.resolve(address.hostname);
      return await dial(address, signal, at);
    },
    receiptArrived: (providerId, { status, detail, neverSent }) =>
      takeArrived(ports, gatewayId, {
        providerId,
        said: { status, detail, neverSent },
      }),
    replyArrived: async (reply) => {
      const stored = await lookUp(ports, keys.gateway(gatewayId));
      if (stored !== null) await takeReply(ports, stored, reply);
    },
  };
}

/**
 * Keeps the sessions of gateways that have one, so that receipts come in
 * before anything is sent. To be called about once a minute.
 */
export async function attendGateways(ports: Ports): Promise<void> {
  for (const stored of await allGateways(ports)) {
    if (GATEWAY_KINDS[stored.kind]?.attend === undefined) continue;
    const gateway = openGateway(ports, stored);
    gateway?.kind.attend?.(
      gatewayPorts(ports, stored, stored.ownerId ?? "operator"),
      gateway.settings,
    );
  }
}

/** Ends every session in good order. */
export async function closeGateways(): Promise<void> {
  for (const kind of Object.values(GATEWAY_KINDS)) await kind.close?.();
}
