/**
 * Configuring gateways: the operator's, and those a structure brings.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { type Actor, isOperator, permits, sees } from "../domain/actor.ts";
import { type Call, once } from "../domain/call.ts";
import { authorised, lineage, lookUp } from "../domain/directory.ts";
import { invalidField, parseFields } from "../domain/field.ts";
import { type Page, pageById, type PageRequest } from "../domain/page.ts";
import { namedStructure } from "../domain/structure.ts";
import { GATEWAY_KINDS, mergeSettings } from "../gateways/mod.ts";
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
import {
  allGateways,
  GATEWAYS_MAX,
  gatewayView,
  OPERATOR_OWNER,
  sealSettings,
  unsealSettings,
} from "./gateways.ts";

const SECRET_BYTES = 24;
const CONCURRENCY_DEFAULT = 16;

type Settings = Record<string, unknown>;

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
  const settings = checkSettings(input.kind, input.settings);
  const stored = newGateway(ports, { ...input, ownerId }, settings);
  assertDates(stored);
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
    body: (tx) => {
      write(tx, stored);
      return Promise.resolve(gatewayView(ports, stored));
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
    const after = changed(ports, before, patch);
    assertDates(after);
    tx.put(keys.gateway(id), after);
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
    const { ownerId } = await readGateway(tx, id);
    tx.delete(keys.gateway(id));
    tx.delete(keys.gatewayOf(ownerId ?? OPERATOR_OWNER, id));
  });
}

/** Gives the operator a simulator while there is no gateway at all. */
export async function ensureSimulator(ports: Ports): Promise<void> {
  // Not from memory, which may lag behind another instance.
  const some = ports.store.list(KINDS.gateway, {}, { limit: 1 });
  if ((await Array.fromAsync(some)).length > 0) return;
  const input = { kind: "simulator", name: "simulator" };
  const stored = newGateway(ports, input, checkSettings(input.kind, {}));
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

function newGateway(
  ports: Ports,
  input: Omit<NewGateway, "settings">,
  settings: Settings,
): StoredGateway {
  const id = ports.newId("gtw");
  return {
    id,
    kind: input.kind,
    name: input.name,
    ownerId: input.ownerId ?? null,
    settings: sealSettings(ports, id, settings),
    order: input.order ?? 0,
    weight: input.weight ?? 1,
    ratePerSecond: input.ratePerSecond ?? null,
    concurrency: input.concurrency ?? CONCURRENCY_DEFAULT,
    validFromMs: msOf(input.validFrom),
    validUntilMs: msOf(input.validUntil),
    callbackSecret: Buffer.from(ports.randomBytes(SECRET_BYTES))
      .toString("base64url"),
    createdAtMs: ports.now(),
  };
}

function changed(
  ports: Ports,
  before: StoredGateway,
  patch: GatewayPatch,
): StoredGateway {
  const { settings, validFrom, validUntil, ...rest } = patch;
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  const merged = settings === undefined
    ? null
    : mergeSettings(unsealSettings(ports, before), settings);
  return {
    ...before,
    ...Object.fromEntries(given),
    ...(merged === null ? {} : {
      settings: sealSettings(
        ports,
        before.id,
        checkSettings(before.kind, merged),
      ),
    }),
    validFromMs: msOf(validFrom, before.validFromMs),
    validUntilMs: msOf(validUntil, before.validUntilMs),
  };
}

/** The settings with their defaults, once nothing wrong is found in them. */
function checkSettings(kind: string, settings: Settings): Settings {
  if (!Object.hasOwn(GATEWAY_KINDS, kind)) {
    const known = Object.keys(GATEWAY_KINDS).join(", ");
    throw invalidField("/kind", {
      fr: `Ce type de passerelle n'existe pas ; au choix : ${known}.`,
      en: `There is no such kind of gateway; one of: ${known}.`,
    });
  }
  return parseFields(GATEWAY_KINDS[kind]!.settings, settings, "/settings");
}

function assertDates({ validFromMs, validUntilMs }: StoredGateway): void {
  if (validUntilMs === null || validUntilMs > (validFromMs ?? 0)) return;
  throw invalidField("/validUntil", {
    fr: "La fin doit venir après le début.",
    en: "The end must come after the beginning.",
  });
}

function write(tx: Tx, stored: StoredGateway): void {
  tx.create(keys.gateway(stored.id), stored);
  tx.put(
    keys.gatewayOf(stored.ownerId ?? OPERATOR_OWNER, stored.id),
    stored.id,
  );
}

async function readGateway(tx: Tx, id: string): Promise<StoredGateway> {
  const stored = await tx.get(keys.gateway(id));
  if (stored === null) throw new Problem("not_found");
  return stored;
}

/** An instant in milliseconds; `before` where none is given. */
function msOf(
  given: string | null | undefined,
  before: number | null = null,
): number | null {
  if (given === undefined) return before;
  return given === null ? null : Date.parse(given);
}
