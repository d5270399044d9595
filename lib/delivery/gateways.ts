/**
 * The gateways that are configured: whose they are, and which ones a
 * structure's messages may leave through.
 *
 * @module
 */
import { sameSecret } from "../domain/secret.ts";
import type { Lineage } from "../domain/directory.ts";
import { remembered } from "../domain/directory.ts";
import type { GatewayKind } from "../gateways/gateway.ts";
import { describeSettings, GATEWAY_KINDS } from "../gateways/mod.ts";
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { instant } from "../schema/common.ts";
import type { Gateway, StoredGateway } from "../schema/gateway.ts";
import { stateOf } from "./health.ts";

/** Gateways one installation may have. */
export const GATEWAYS_MAX = 2_000;

/** Names the operator in the index of owners. */
export const OPERATOR_OWNER = "operator";

/** A gateway, ready for use. */
export interface OpenGateway {
  readonly stored: StoredGateway;
  // deno-lint-ignore no-explicit-any -- every kind has settings of its own
  readonly kind: GatewayKind<any>;
  /** As the kind's schema gave them. */
  // deno-lint-ignore no-explicit-any -- see above
  readonly settings: any;
  /** Where its receipts come back to; it holds a secret. */
  readonly callbackUrl: string;
}

/**
 * The gateways a structure's messages may leave through now, the first to ask
 * first: its own, then those above it from the nearest up, then the
 * operator's; each level in its order.
 */
export async function openGateways(
  ports: Ports,
  { structure, ancestors }: Pick<Lineage, "structure" | "ancestors">,
): Promise<readonly OpenGateway[]> {
  const all = await remembered(
    ports,
    `gateways:${structure.id}`,
    async () => {
      const owners = [structure, ...ancestors.toReversed()].map(({ id }) => id);
      const opened = await opensOf(ports);
      return [...owners, null].flatMap((owner) =>
        opened.filter(({ stored }) => stored.ownerId === owner)
      );
    },
  );
  const nowMs = ports.now();
  return all.every((gateway) => isValid(gateway, nowMs))
    ? all
    : all.filter((gateway) => isValid(gateway, nowMs));
}

/** The gateway a callback's address stands for, or null. */
export async function findGateway(
  ports: Ports,
  { gatewayId, secret }: { gatewayId: string; secret: string },
): Promise<OpenGateway | null> {
  const opened = await opensOf(ports);
  const found = opened.find(({ stored }) => stored.id === gatewayId);
  const isOpen = found !== undefined &&
    sameSecret(found.stored.callbackSecret, secret);
  return isOpen ? found : null;
}

/** Every gateway of the installation, by id. */
export function allGateways(ports: Ports): Promise<readonly StoredGateway[]> {
  return remembered(
    ports,
    "gateways",
    () =>
      Array.fromAsync(
        ports.store.list(KINDS.gateway, {}, { limit: GATEWAYS_MAX }),
        ({ value }) => value,
      ),
  );
}

/** The settings of a gateway, opened but not validated. */
export function unsealSettings(
  ports: Ports,
  { id, settings }: StoredGateway,
): Record<string, unknown> {
  return JSON.parse(ports.vault.unseal(settings, keys.gateway(id).id));
}

/** The settings of the gateway with this id, to be stored. */
export function sealSettings(
  ports: Ports,
  id: string,
  settings: Record<string, unknown>,
): string {
  return ports.vault.seal(JSON.stringify(settings), keys.gateway(id).id);
}

/** What the API tells of a gateway: its secrets are dots. */
export function gatewayView(ports: Ports, stored: StoredGateway): Gateway {
  const when = (ms: number | null) => ms === null ? null : instant(ms);
  return {
    id: stored.id,
    kind: stored.kind,
    name: stored.name,
    ownerId: stored.ownerId,
    settings: describeSettings(stored.kind, unsealSettings(ports, stored)),
    order: stored.order,
    weight: stored.weight,
    ratePerSecond: stored.ratePerSecond,
    concurrency: stored.concurrency,
    validFrom: when(stored.validFromMs),
    validUntil: when(stored.validUntilMs),
    callbackUrl: callbackUrlOf(ports, stored),
    ...stateOf(ports, stored.id),
    createdAt: instant(stored.createdAtMs),
  };
}

/** Where a gateway's receipts are to be posted. */
function callbackUrlOf(
  ports: Ports,
  { id, callbackSecret }: StoredGateway,
): string {
  return `${ports.publicUrl}/callbacks/${id}/${callbackSecret}`;
}

/** Every usable gateway, in the order of its level. */
function opensOf(ports: Ports): Promise<readonly OpenGateway[]> {
  return remembered(ports, "gateways:open", async () => {
    const opened = (await allGateways(ports)).map((stored) =>
      openGateway(ports, stored)
    );
    return opened.filter((gateway) => gateway !== null)
      .sort((a, b) => a.stored.order - b.stored.order);
  });
}

/** Null where this version no longer knows its kind or its settings. */
export function openGateway(
  ports: Ports,
  stored: StoredGateway,
): OpenGateway | null {
  const kind = Object.hasOwn(GATEWAY_KINDS, stored.kind)
    ? GATEWAY_KINDS[stored.kind]!
    : undefined;
  const settings = kind?.settings.safeParse(unsealSettings(ports, stored));
  if (kind === undefined || !settings?.success) {
    ports.report(new Error("gateway with unknown kind or settings"), {
      gatewayId: stored.id,
      kind: stored.kind,
    });
    return null;
  }
  const callbackUrl = callbackUrlOf(ports, stored);
  return { stored, kind, settings: settings.data, callbackUrl };
}

function isValid({ stored }: OpenGateway, nowMs: number): boolean {
  return nowMs >= (stored.validFromMs ?? 0) &&
    nowMs < (stored.validUntilMs ?? Infinity);
}
