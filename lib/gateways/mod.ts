/**
 * The kinds of gateways, and what may be shown of their settings.
 *
 * @module
 */
import type { GatewayKind } from "./gateway.ts";
import { allmysms } from "./allmysms.ts";
import { brevo } from "./brevo.ts";
import { http } from "./http.ts";
import { infobip } from "./infobip.ts";
import { jasmin } from "./jasmin.ts";
import { kannel } from "./kannel.ts";
import { octopush } from "./octopush.ts";
import { orange } from "./orange.ts";
import { ovh } from "./ovh.ts";
import { simulator } from "./simulator.ts";
import { smpp } from "./smpp.ts";
import { smsfactor } from "./smsfactor.ts";
import { smsgate } from "./smsgate.ts";
import { smsmode } from "./smsmode.ts";
import { twilio } from "./twilio.ts";
import { vonage } from "./vonage.ts";

/** Stands for a secret in answers; sent back, it means "as it is". */
export const HIDDEN = "••••";

/** Each kind by its name. */
// deno-lint-ignore no-explicit-any -- every kind has settings of its own
export const GATEWAY_KINDS: Readonly<Record<string, GatewayKind<any>>> = {
  simulator,
  kannel,
  jasmin,
  smpp,
  smsgate,
  ovh,
  smsmode,
  octopush,
  allmysms,
  brevo,
  twilio,
  vonage,
  infobip,
  smsfactor,
  orange,
  http,
};

type Settings = Readonly<Record<string, unknown>>;

/** The settings with every secret as dots; all of them for an unknown kind. */
export function describeSettings(
  kind: string,
  settings: Settings,
): Record<string, unknown> {
  const secrets = Object.hasOwn(GATEWAY_KINDS, kind)
    ? GATEWAY_KINDS[kind]!.secrets
    : Object.keys(settings);
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      secrets.includes(name) ? hide(value) : value,
    ]),
  );
}

/**
 * `old` with the settings of `patch` in their place, to be validated. Dots
 * keep what is stored there, null removes, and an object replaces the whole
 * object. Dots with nothing behind them vanish, so that validation tells.
 */
export function mergeSettings(
  old: Settings,
  patch: Settings,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...old };
  for (const [name, value] of Object.entries(patch)) {
    const shown = value === null ? undefined : reveal(value, at(old, name));
    if (shown === undefined) delete merged[name];
    else merged[name] = shown;
  }
  return merged;
}

/** Dots for a value; for an object, dots for each of its values. */
function hide(value: unknown): unknown {
  if (value === undefined) return undefined;
  return isObject(value) ? mapValues(value, hide) : HIDDEN;
}

function reveal(value: unknown, stored: unknown): unknown {
  if (value === HIDDEN) return stored;
  if (!isObject(value)) return value;
  return mapValues(value, (inner, name) => reveal(inner, at(stored, name)));
}

function mapValues(
  object: Settings,
  change: (value: unknown, name: string) => unknown,
): Record<string, unknown> {
  const entries = Object.entries(object).flatMap(([name, value]) => {
    const changed = change(value, name);
    return changed === undefined ? [] : [[name, changed]];
  });
  return Object.fromEntries(entries);
}

function at(object: unknown, name: string): unknown {
  return isObject(object) && Object.hasOwn(object, name)
    ? object[name]
    : undefined;
}

function isObject(value: unknown): value is Settings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
