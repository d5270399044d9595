/**
 * The kinds of gateways as forms offer them, with the field table of each:
 * what its settings schema says. There is no other list of settings.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { GATEWAY_KINDS } from "../gateways/mod.ts";
import type { Text } from "../problem.ts";

export { HIDDEN } from "../gateways/mod.ts";

/** A kind one may choose. */
export interface OfferedKind {
  readonly kind: string;
  readonly label: Text;
  /** Whether its network tells what is left on the account. */
  readonly tellsBalance: boolean;
}

/** Every kind, in the order they are offered. */
export const OFFERED_KINDS: readonly OfferedKind[] = Object.values(
  GATEWAY_KINDS,
).map(({ kind, label, balance }) => ({
  kind,
  label,
  tellsBalance: balance !== undefined,
}));

/** The kind of this name; null where there is none. */
export function offeredKind(name: string): OfferedKind | null {
  return OFFERED_KINDS.find(({ kind }) => kind === name) ?? null;
}

/** One setting, as a form asks for it. */
export interface GatewayField {
  readonly name: string;
  /** `share` is a number from 0 to 1; `lines` may hold line ends. */
  readonly input:
    | "text"
    | "lines"
    | "whole"
    | "number"
    | "share"
    | "flag"
    | "choice"
    | "numbers"
    | "json";
  readonly required: boolean;
  /** Write-only: never shown again. */
  readonly secret: boolean;
  readonly min: number | null;
  readonly max: number | null;
  readonly choices: readonly string[];
  /** What holds where nothing is written. */
  readonly byDefault: unknown;
}

interface Property {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly default?: unknown;
}

/** Texts longer than this are written in several lines. */
const LINE_MAX = 1_000;

/** The settings of a kind in the order of its schema; none for an unknown. */
export function gatewayFields(kindName: string): readonly GatewayField[] {
  if (!Object.hasOwn(GATEWAY_KINDS, kindName)) return [];
  const kind = GATEWAY_KINDS[kindName]!;
  const { properties = {}, required = [] } = z.toJSONSchema(kind.settings, {
    io: "input",
    unrepresentable: "any",
  }) as { properties?: Record<string, Property>; required?: string[] };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    input: inputOf(property),
    required: required.includes(name),
    secret: kind.secrets.includes(name),
    min: property.minimum ?? null,
    max: property.maximum ?? null,
    choices: property.enum ?? [],
    byDefault: property.default ?? null,
  }));
}

function inputOf(property: Property): GatewayField["input"] {
  const { type, minimum, maximum, maxLength = 0 } = property;
  if (property.enum !== undefined) return "choice";
  switch (type) {
    case "boolean":
      return "flag";
    case "integer":
      return "whole";
    case "number":
      return minimum === 0 && maximum === 1 ? "share" : "number";
    case "array":
      return "numbers";
    case "object":
      return "json";
    default:
      return maxLength > LINE_MAX ? "lines" : "text";
  }
}
