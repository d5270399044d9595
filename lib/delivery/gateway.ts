/**
 * Configuring gateways: the operator's, and those a structure brings.
 *
 * @module
 */
import { type Actor, isOperator, permits, sees } from "../domain/actor.ts";
import { recordAudit } from "../domain/audit.ts";
import { type Call, once } from "../domain/call.ts";
import { authorised, lineage, lookUp } from "../domain/directory.ts";
import { type Page, pageById, type PageRequest } from "../domain/page.ts";
import { namedStructure } from "../domain/structure.ts";
import { keys, KINDS } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type {
  Gateway,
  GatewayPatch,
  NewGateway,
  StoredGateway,
} from "../schema/gateway.ts";
import { changedGateway, newGateway } from "./gateway_record.ts";
import {
  allGateways,
  GATEWAYS_MAX,
  gatewayView,
  OPERATOR_OWNER,
} from "./gateways.ts";

/**
 * Configures a gateway: the operator its own (`ownerId` null), a manager one
 * for its structure and all below it.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_request` with a pointer
 *   for each wrong setting
 */
export async function createGateway(
  ports: Ports,
  call: Call,
  input: NewGateway,
): Promise<Gateway> {
  const ownerId = input.ownerId ?? null;
  await assertOwner(ports, call.actor, ownerId);
  const stored = newGateway(ports, { ...input, ownerId });
  if ((await allGateways(ports)).length >= GATEWAYS_MAX) {
    throw new Problem("conflict", {
      detail: {
        fr: `${GATEWAYS_MAX} passerelles au plus ; supprimez-en une d'abord.`,
        en: `At most ${GATEWAYS_MAX} gateways; delete one first.`,
      },
    });
  }
  return await once(ports, call, {
    lane: stored.id,
    body: async (tx) => {
      write(tx, stored);
      await recordGateway(tx, ports, { call, stored, action: "create" });
      return gatewayView(ports, stored);
    },
  });
}

/**
 * The gateways the actor may manage, by id. Without any, the operator has a
 * simulator.
 *
 * @throws {Problem} `invalid_cursor`
 */
export async function listGateways(
  ports: Ports,
  actor: Actor,
  request: PageRequest,
): Promise<Page<Gateway>> {
  if (isOperator(actor)) await ensureSimulator(ports);
  const all = await allGateways(ports);
  const mine = await Promise.all(
    all.map((stored) => mayManage(ports, actor, stored)),
  );
  const page = pageById(all.filter((_, index) => mine[index]), request);
  return {
    items: page.items.map((stored) => gatewayView(ports, stored)),
    nextCursor: page.nextCursor,
  };
}

/** @throws {Problem} `not_found`, `forbidden` */
export async function getGateway(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<Gateway> {
  return gatewayView(ports, await managedGateway(ports, actor, id));
}

/**
 * Changes a gateway. Settings are merged: dots keep a secret, null removes.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_request`
 */
export async function updateGateway(
  ports: Ports,
  call: Call,
  { id, patch }: { id: string; patch: GatewayPatch },
): Promise<Gateway> {
  await managedGateway(ports, call.actor, id);
  return await ports.store.transact(id, async (tx) => {
    const before = await readGateway(tx, id);
    const after = changedGateway(ports, before, patch);
    tx.put(keys.gateway(id), after);
    await recordGateway(tx, ports, {
      call,
      stored: after,
      action: "change",
      fields: Object.keys(patch).join(" "),
    });
    return gatewayView(ports, after);
  });
}

/** @throws {Problem} `not_found`, `forbidden` */
export async function deleteGateway(
  ports: Ports,
  call: Call,
  id: string,
): Promise<void> {
  await managedGateway(ports, call.actor, id);
  await ports.store.transact(id, async (tx) => {
    const stored = await readGateway(tx, id);
    tx.delete(keys.gateway(id));
    tx.delete(keys.gatewayOf(stored.ownerId ?? OPERATOR_OWNER, id));
    await recordGateway(tx, ports, { call, stored, action: "delete" });
  });
}

/** Gives the operator a simulator while there is no gateway at all. */
export async function ensureSimulator(ports: Ports): Promise<void> {
  // Not from memory, which may lag behind another instance.
  const some = ports.store.list(KINDS.gateway, {}, { limit: 1 });
  if ((await Array.fromAsync(some)).length > 0) return;
  const input = { kind: "simulator", name: "simulator", settings: {} };
  const stored = newGateway(ports, input);
  const marker = keys.setting("simulator");
  await ports.store.transact(marker.id, async (tx) => {
    // Two instances that start together must not make one each.
    const made = await tx.get(marker);
    if (made !== null && await tx.get(keys.gateway(made)) !== null) return;
    tx.put(marker, stored.id);
    write(tx, stored);
  });
}

/**
 * The gateway, if the actor may manage it.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function managedGateway(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<StoredGateway> {
  const stored = await lookUp(ports, keys.gateway(id));
  const isHidden = stored === null ||
    stored.ownerId === null && !isOperator(actor);
  if (isHidden) throw new Problem("not_found");
  if (stored.ownerId !== null) {
    await authorised(ports, actor, "gateway:manage", stored.ownerId);
  }
  return stored;
}

async function mayManage(
  ports: Ports,
  actor: Actor,
  { ownerId }: StoredGateway,
): Promise<boolean> {
  if (isOperator(actor)) return true;
  const owner = ownerId === null ? null : await lineage(ports, ownerId);
  return owner !== null && sees(actor, owner.structure) &&
    permits(actor, "gateway:manage", owner.structure);
}

async function assertOwner(
  ports: Ports,
  actor: Actor,
  ownerId: string | null,
): Promise<void> {
  if (ownerId !== null) {
    const pointer = "/ownerId";
    const { structure } = await namedStructure(ports, actor, {
      id: ownerId,
      pointer,
    });
    if (permits(actor, "gateway:manage", structure)) return;
  } else if (isOperator(actor)) return;
  throw new Problem("forbidden", {
    detail: {
      fr:
        "Indiquez dans « ownerId » une structure dont vous gérez les passerelles.",
      en: 'Give in "ownerId" a structure whose gateways you manage.',
    },
  });
}

function write(tx: Tx, stored: StoredGateway): void {
  tx.create(keys.gateway(stored.id), stored);
  tx.put(
    keys.gatewayOf(stored.ownerId ?? OPERATOR_OWNER, stored.id),
    stored.id,
  );
}

async function recordGateway(
  tx: Tx,
  ports: Ports,
  { call, stored, action, fields }: {
    call: Call;
    stored: StoredGateway;
    action: "create" | "change" | "delete";
    fields?: string;
  },
): Promise<void> {
  const { id, ownerId, name, kind } = stored;
  await recordAudit(tx, ports, {
    call,
    structureId: ownerId,
    action: `gateway.${action}`,
    target: id,
    detail: { name, kind, ...(fields === undefined ? {} : { fields }) },
  });
}

async function readGateway(tx: Tx, id: string): Promise<StoredGateway> {
  const stored = await tx.get(keys.gateway(id));
  if (stored === null) throw new Problem("not_found");
  return stored;
}
