/**
 * Warning people of a gateway that is down: its structure as any alert, the
 * operators where it is theirs. Once, however many instances find out, until
 * it was up again.
 *
 * @module
 */
import { operatorsOf } from "../domain/audience.ts";
import { raiseEvent } from "../domain/event_alert.ts";
import { INSTALLATION } from "../domain/audit.ts";
import { peopleNotice, writeNotice } from "../domain/notice.ts";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { GatewayEventHook } from "./gateway_events.ts";

/** A gateway that comes and goes is told of no more often than this. */
const QUIET_MS = 15 * 60_000;

/** To be told of gateways' events. */
export const alertOfGateway: GatewayEventHook = async (
  ports,
  { gatewayId, kind, atMs },
) => {
  if (kind === "up") return await markUp(ports, gatewayId);
  const gateway = await ports.store.get(keys.gateway(gatewayId));
  if (gateway === null) return;
  const { ownerId, name } = gateway;
  const place = ownerId ?? INSTALLATION;
  const notice = ownerId === null
    ? {
      ...await peopleNotice(ports, {
        structureId: place,
        people: await operatorsOf(ports),
        topic: "gateways",
      }),
      gateway: { id: gatewayId, name },
    }
    : null;
  const key = keys.gatewayDown(gatewayId);
  await ports.store.transact(place, async (tx) => {
    const before = await tx.get(key);
    if (before?.isDown || atMs - (before?.toldMs ?? 0) < QUIET_MS) return;
    tx.put(key, { isDown: true, toldMs: atMs });
    if (notice !== null) return writeNotice(tx, place, notice);
    raiseEvent(tx, place, {
      kind: "gatewayDown",
      threshold: 0,
      value: 0,
      about: gatewayId,
      atMs,
    });
  });
};

async function markUp(ports: Ports, gatewayId: string): Promise<void> {
  const key = keys.gatewayDown(gatewayId);
  await ports.store.transact(key.id, async (tx) => {
    const before = await tx.get(key);
    if (before?.isDown) tx.put(key, { ...before, isDown: false });
  });
}
