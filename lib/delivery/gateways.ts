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
  /** Numbers that take it first, and before its date. */
  readonly canaries: ReadonlySet<string>;
  /** Where its receipts come back to; it holds a secret. */
  readonly callbackUrl: string;
}

/**
 * The gateways of a structure, whenever they are valid: its own, then those
 * above it from the nearest up, then the operator's; each owner's in its order.
 */
export function openGateways(
  ports: Ports,
  { structure, ancestors }: Pick<Lineage, "structure" | "ancestors">,
): Promise<readonly OpenGateway[]> {
  return remembered(
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

/** The numbers that take a gateway first. */
export function unsealCanaries(
  ports: Ports,
  { id, canaries }: StoredGateway,
): string[] {
  if (!canaries) return [];
  return JSON.parse(ports.vault.unseal(canaries, `${keys.gateway(id).id}/c`));
}

/** Those numbers, to be stored; null where there is none. */
export function sealCanaries(
  ports: Ports,
  id: string,
  numbers: readonly string[],
): string | null {
  if (numbers.length === 0) return null;
  return ports.vault.seal(JSON.stringify(numbers), `${keys.gateway(id).id}/c`);
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
    dailyCap: stored.dailyCap ?? null,
    prefixes: stored.prefixes ?? [],
    canaries: unsealCanaries(ports, stored),
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
  const canaries = new Set(unsealCanaries(ports, stored));
  return { stored, kind, settings: settings.data, canaries, callbackUrl };
}
