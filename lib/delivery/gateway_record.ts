/**
 * A gateway's record: made of what was asked for, changed, and checked.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { invalidField, parseFields } from "../domain/field.ts";
import { GATEWAY_KINDS, mergeSettings } from "../gateways/mod.ts";
import type { Ports } from "../ports.ts";
import type {
  GatewayPatch,
  NewGateway,
  StoredGateway,
} from "../schema/gateway.ts";
import { sealSettings, unsealSettings } from "./gateways.ts";

const SECRET_BYTES = 24;
const CONCURRENCY_DEFAULT = 16;

type Settings = Record<string, unknown>;

/** A new gateway with settings that were checked. */
export function newGateway(
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

/** A gateway with a patch applied; its settings are checked. */
export function changed(
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
export function checkSettings(kind: string, settings: Settings): Settings {
  if (!Object.hasOwn(GATEWAY_KINDS, kind)) {
    const known = Object.keys(GATEWAY_KINDS).join(", ");
    throw invalidField("/kind", {
      fr: `Ce type de passerelle n'existe pas ; au choix : ${known}.`,
      en: `There is no such kind of gateway; one of: ${known}.`,
    });
  }
  return parseFields(GATEWAY_KINDS[kind]!.settings, settings, "/settings");
}

/** @throws {Problem} `invalid_request` when the end is before the start */
export function assertDates(
  { validFromMs, validUntilMs }: StoredGateway,
): void {
  if (validUntilMs === null || validUntilMs > (validFromMs ?? 0)) return;
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
