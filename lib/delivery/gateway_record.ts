/**
 * What is stored of a gateway, made from what its owner writes.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { invalidField, parseFields } from "../domain/field.ts";
import { INVALID_NUMBERS, parseRecipient } from "../domain/phone.ts";
import { GATEWAY_KINDS, mergeSettings } from "../gateways/mod.ts";
import type { Ports } from "../ports.ts";
import type {
  GatewayPatch,
  NewGateway,
  StoredGateway,
} from "../schema/gateway.ts";
import { assertOutbound } from "./gateway_outbound.ts";
import { sealCanaries, sealSettings, unsealSettings } from "./gateways.ts";

const SECRET_BYTES = 24;
const CONCURRENCY_DEFAULT = 16;

type Settings = Record<string, unknown>;

/**
 * The record of a new gateway.
 *
 * @throws {Problem} `invalid_request` with a pointer for each wrong setting
 */
export function newGateway(ports: Ports, input: NewGateway): StoredGateway {
  const settings = checkSettings(input.kind, input.settings);
  assertOutbound(ports, input.ownerId ?? null, settings);
  const id = ports.newId("gtw");
  return checkDates({
    id,
    kind: input.kind,
    name: input.name,
    ownerId: input.ownerId ?? null,
    settings: sealSettings(ports, id, settings),
    order: input.order ?? 0,
    weight: input.weight ?? 1,
    ratePerSecond: input.ratePerSecond ?? null,
    concurrency: input.concurrency ?? CONCURRENCY_DEFAULT,
    dailyCap: input.dailyCap ?? null,
    prefixes: input.prefixes ?? [],
    ...canariesOf(ports, id, input.canaries),
    validFromMs: msOf(input.validFrom),
    validUntilMs: msOf(input.validUntil),
    callbackSecret: Buffer.from(ports.randomBytes(SECRET_BYTES))
      .toString("base64url"),
    createdAtMs: ports.now(),
  });
}

/**
 * The record of a gateway after a change. Dots keep a secret, null removes.
 *
 * @throws {Problem} `invalid_request`
 */
export function changedGateway(
  ports: Ports,
  before: StoredGateway,
  patch: GatewayPatch,
): StoredGateway {
  const { settings, validFrom, validUntil, canaries, ...rest } = patch;
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  const merged = settings === undefined ? null : checkSettings(
    before.kind,
    mergeSettings(unsealSettings(ports, before), settings),
  );
  if (merged !== null) assertOutbound(ports, before.ownerId, merged);
  return checkDates({
    ...before,
    ...Object.fromEntries(given),
    ...canariesOf(ports, before.id, canaries),
    ...(merged === null ? {} : {
      settings: sealSettings(ports, before.id, merged),
    }),
    validFromMs: msOf(validFrom, before.validFromMs),
    validUntilMs: msOf(validUntil, before.validUntilMs),
  });
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

/** @throws {Problem} `invalid_request` for an unusable number */
function canariesOf(
  ports: Ports,
  id: string,
  given: readonly string[] | undefined,
): { canaries?: string | null } {
  if (given === undefined) return {};
  const numbers = given.map((number, index) => {
    const parsed = parseRecipient(number);
    if (!("code" in parsed)) return parsed.to;
    throw invalidField(`/canaries/${index}`, INVALID_NUMBERS[parsed.code]);
  });
  return { canaries: sealCanaries(ports, id, numbers) };
}

function checkDates(stored: StoredGateway): StoredGateway {
  const { validFromMs, validUntilMs } = stored;
  if (validUntilMs === null || validUntilMs > (validFromMs ?? 0)) return stored;
  throw invalidField("/validUntil", {
    fr: "La fin doit venir après le début.",
    en: "The end must come after the beginning.",
  });
}

/** An instant in milliseconds; `before` where none is given. */
function msOf(
  given: string | null | undefined,
  before: number | null = null,
): number | null {
  if (given === undefined) return before;
  return given === null ? null : Date.parse(given);
}
