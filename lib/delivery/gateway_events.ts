/**
 * What an operator is to know of gateways: kept for a while, written to the
 * log, and passed on to whoever warns people.
 *
 * @module
 */
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { instant } from "../schema/common.ts";
import type { GatewayEventItem } from "../schema/gateway.ts";
import { alertOfGateway } from "./gateway_alert.ts";
import type { GatewayEvent } from "./health.ts";

/** Passes one event on to what warns people. */
export type GatewayEventHook = (
  ports: Ports,
  event: GatewayEvent & { readonly id: string; readonly atMs: number },
) => Promise<unknown>;

export const GATEWAY_HOOKS: { event: GatewayEventHook | null } = {
  event: alertOfGateway,
};

/** Tells of an event, without anyone waiting for it. Never throws. */
export async function tellGatewayEvent(
  ports: Ports,
  event: GatewayEvent,
): Promise<void> {
  const { gatewayId, kind, detail } = event;
  const level = kind === "up" ? "info" : "warn";
  ports.log(level, `gateway.${kind}`, { gatewayId, detail });
  const id = ports.newId("gev");
  const key = keys.gatewayEvent(gatewayId, id);
  const atMs = ports.now();
  try {
    await ports.store.transact(key.id, (tx) => {
      tx.create(key, { kind, detail: detail.slice(0, 200), atMs });
    });
    await GATEWAY_HOOKS.event?.(ports, { ...event, id, atMs });
  } catch (error) {
    ports.report(error, { gatewayId });
  }
}

/** What was last told of a gateway, the newest first. */
export async function gatewayEvents(
  ports: Ports,
  gatewayId: string,
  limit: number,
): Promise<GatewayEventItem[]> {
  const found = ports.store.list(
    KINDS.gatewayEvent,
    { under: [gatewayId] },
    { limit, reverse: true },
  );
  return await Array.fromAsync(found, ({ value: { kind, detail, atMs } }) => ({
    kind,
    detail,
    at: instant(atMs),
  }));
}
