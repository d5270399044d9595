/**
 * Which gateways a message may take, and in which order: pure, so that a dry
 * run cannot disagree with what happens.
 *
 * @module
 */
import type { OpenGateway } from "./gateways.ts";

/** What a route depends on. */
export interface Passenger {
  readonly to: string;
  readonly messageId: string;
  readonly nowMs: number;
}

/** Why a gateway is not for a message. */
export type Detour = "not_yet" | "ended" | "prefix";

/**
 * The gateways for a message, the first to ask first. `gateways` stand by
 * owner from the nearest up, and each owner's in its order; those of one owner
 * and order share by weight. A canary's messages take their gateway before all
 * others, and before it is valid.
 */
export function routeOf(
  gateways: readonly OpenGateway[],
  passenger: Passenger,
): readonly OpenGateway[] {
  const { to, nowMs } = passenger;
  const open = gateways.every((gateway) => detour(gateway, to, nowMs) === null)
    ? gateways
    : gateways.filter((gateway) => detour(gateway, to, nowMs) === null);
  if (open.length < 2) return open;
  const shared = sharesOrder(open) ? byWeight(open, passenger) : open;
  if (!shared.some(({ canaries }) => canaries.has(to))) return shared;
  return [
    ...shared.filter(({ canaries }) => canaries.has(to)),
    ...shared.filter(({ canaries }) => !canaries.has(to)),
  ];
}

/** Why a message to this number cannot take the gateway now, or null. */
export function detour(
  { stored, canaries }: OpenGateway,
  to: string,
  nowMs: number,
): Detour | null {
  const { validFromMs, validUntilMs, prefixes } = stored;
  if (validUntilMs !== null && nowMs >= validUntilMs) return "ended";
  if (validFromMs !== null && nowMs < validFromMs && !canaries.has(to)) {
    return "not_yet";
  }
  if (prefixes === undefined || prefixes.length === 0) return null;
  return prefixes.some((prefix) => to.startsWith(prefix)) ? null : "prefix";
}

/** Whether two gateways stand at the same place of one owner. */
export function isBeside(a: OpenGateway, b: OpenGateway): boolean {
  return a.stored.ownerId === b.stored.ownerId &&
    a.stored.order === b.stored.order;
}

function sharesOrder(gateways: readonly OpenGateway[]): boolean {
  return gateways.some((gateway, i) =>
    i > 0 && isBeside(gateway, gateways[i - 1]!)
  );
}

/** Each run of gateways side by side, in an order drawn for the message. */
function byWeight(
  gateways: readonly OpenGateway[],
  { messageId }: Passenger,
): OpenGateway[] {
  const route: OpenGateway[] = [];
  for (let from = 0; from < gateways.length;) {
    let end = from + 1;
    while (end < gateways.length && isBeside(gateways[from]!, gateways[end]!)) {
      end++;
    }
    const drawn = gateways.slice(from, end).map((gateway) => ({
      gateway,
      draw: draw(messageId, gateway.stored),
    }));
    drawn.sort((a, b) => a.draw - b.draw);
    route.push(...drawn.map(({ gateway }) => gateway));
    from = end;
  }
  return route;
}

/**
 * The message's lot for a gateway; the lowest goes first, in proportion to the
 * weights, and the same each time it is drawn.
 */
function draw(
  messageId: string,
  { id, weight }: { id: string; weight: number },
): number {
  return -Math.log((hash(`${messageId}/${id}`) + 1) / 2 ** 32) / weight;
}

/** FNV-1a, and a final mixing: neighbouring ids must not draw alike. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return ((state ^ (state >>> 16)) >>> 0) % (2 ** 32 - 1);
}
