/**
 * A gateway as the fields of a form, and back.
 *
 * @module
 */
import type { GatewayField } from "../../lib/delivery/gateway_kinds.ts";
import { HIDDEN } from "../../lib/delivery/gateway_kinds.ts";
import { Problem } from "../../lib/problem.ts";
import type { Gateway, GatewayPatch } from "../../lib/schema/gateway.ts";
import type { Language } from "../../islands/language.ts";
import { type Errors, errorsOf, sentence } from "./forms.ts";
import { instantOf, localTime } from "./local_time.ts";
import type { Fields } from "./visit.ts";

/** Settings stand apart from what all gateways have: one may be a `name`. */
export const SETTING = "r-";

/** The fields of a gateway as it is; secrets stay empty. */
export function fieldsOf(
  gateway: Gateway,
  table: readonly GatewayField[],
): Fields {
  const when = (at: string | null) => at === null ? "" : localTime(at);
  const fields: Record<string, string> = {
    name: gateway.name,
    order: String(gateway.order),
    weight: String(gateway.weight),
    ratePerSecond: String(gateway.ratePerSecond ?? ""),
    concurrency: String(gateway.concurrency),
    dailyCap: String(gateway.dailyCap ?? ""),
    prefixes: gateway.prefixes.join(" "),
    canaries: gateway.canaries.join("\n"),
    validFrom: when(gateway.validFrom),
    validUntil: when(gateway.validUntil),
  };
  for (const field of table) {
    const value = gateway.settings[field.name];
    fields[SETTING + field.name] = written(field, value);
  }
  return fields;
}

/** What a form says of a gateway; settings not written there are removed. */
export function readGateway(
  form: Fields,
  table: readonly GatewayField[],
): GatewayPatch & { name: string; settings: Record<string, unknown> } {
  const text = (name: string) => (form[name] ?? "").trim();
  const number = (name: string) =>
    text(name) === "" ? null : Number(text(name).replace(",", "."));
  const settings = table.map((field) => [
    field.name,
    readSetting(field, form[SETTING + field.name]),
  ]);
  return {
    name: text("name"),
    settings: Object.fromEntries(settings),
    order: number("order") ?? 0,
    weight: number("weight") ?? 1,
    ratePerSecond: number("ratePerSecond"),
    concurrency: number("concurrency") ?? 16,
    dailyCap: number("dailyCap"),
    prefixes: text("prefixes").split(/[\s,;]+/).filter((one) => one !== ""),
    canaries: (form["canaries"] ?? "").split(/[\n,;]/)
      .map((one) => one.trim()).filter((one) => one !== ""),
    validFrom: instantOf(text("validFrom")),
    validUntil: instantOf(text("validUntil")),
  };
}

/** What a refusal says, beside the field it is about. */
export function gatewayErrors(error: unknown, language: Language): Errors {
  if (!(error instanceof Problem) || !error.options.errors?.length) {
    return errorsOf(error, language);
  }
  const errors: Record<string, string> = {};
  for (const one of error.options.errors) {
    const [, first = "", second = ""] = one.pointer.split("/");
    const name = first === "settings" ? SETTING + second : first;
    errors[name] ??= sentence(one, language);
  }
  return errors;
}

function written({ input, secret }: GatewayField, value: unknown): string {
  if (value === undefined || value === null) return "";
  if (input === "json") return JSON.stringify(value, null, 2);
  if (secret) return "";
  if (input === "share") return String(Math.round(Number(value) * 100));
  if (input === "flag") return value === true ? "oui" : "";
  if (input === "numbers") return (value as number[]).join(", ");
  return String(value);
}

/** Null removes the setting; a secret that is left empty stays as it is. */
function readSetting(
  { input, secret }: GatewayField,
  given: string | undefined,
): unknown {
  if (input === "flag") return given === "oui";
  const text = (given ?? "").trim();
  if (text === "") return secret && input !== "json" ? HIDDEN : null;
  switch (input) {
    case "share":
      return Number(text.replace(",", ".")) / 100;
    case "whole":
    case "number":
      return Number(text.replace(",", "."));
    case "numbers":
      return text.split(/[\s,;]+/).map(Number);
    case "json":
      return parsed(text);
    default:
      return text;
  }
}

/** What is no JSON stays a text, which the schema then refuses. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
