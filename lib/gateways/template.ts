/**
 * Templates with `{{placeholders}}`, escaped for where they stand.
 *
 * @module
 */
import type { Handover } from "./gateway.ts";

const VALUES = {
  to: (sms) => sms.to,
  text: (sms) => sms.text,
  sender: (sms) => sms.sender ?? "",
  messageId: (sms) => sms.messageId,
  callbackUrl: (sms) => sms.callbackUrl,
} as const satisfies Record<string, (sms: Handover) => string>;

type Name = keyof typeof VALUES;

/** What a template may name. */
export const PLACEHOLDERS = Object.keys(VALUES) as readonly Name[];

/** How a value is written where it stands. */
export const ESCAPES = {
  url: encodeURIComponent,
  json: (value) => JSON.stringify(value).slice(1, -1),
  form: (value) => new URLSearchParams({ v: value }).toString().slice(2),
  xml: escapeXml,
  raw: (value) => value,
} as const satisfies Record<string, (value: string) => string>;

export type Escape = keyof typeof ESCAPES;

/** A template ready to be filled in. */
export type Filled = (sms: Handover) => string;

const PATTERN = /\{\{\s*([^{}]*?)\s*\}\}/;

/** Names in `{{…}}` that are no placeholder, in order. */
export function unknownPlaceholders(template: string): string[] {
  const names = [...template.matchAll(new RegExp(PATTERN, "g"))]
    .map((match) => match[1]!);
  return names.filter((name) => !isPlaceholder(name));
}

/** Whether a template names any placeholder. */
export function hasPlaceholder(template: string): boolean {
  return PATTERN.test(template);
}

/** Reads a template once; filling it in is a walk over its pieces. */
export function compile(template: string, escape: Escape): Filled {
  const write = ESCAPES[escape];
  // Split by a pattern with a group: text, name, text, name, …, text.
  const pieces = template.split(PATTERN).map((piece, index) => {
    if (index % 2 === 0) return piece;
    if (!isPlaceholder(piece)) throw new TypeError(`No placeholder: ${piece}`);
    return VALUES[piece];
  });
  return (sms) => {
    let filled = "";
    for (const piece of pieces) {
      filled += typeof piece === "string" ? piece : write(piece(sms));
    }
    return filled;
  };
}

function isPlaceholder(name: string): name is Name {
  return Object.hasOwn(VALUES, name);
}

/** XML 1.0 has no way to write the other control characters. */
function escapeXml(value: string): string {
  return value
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&apos;")
    // deno-lint-ignore no-control-regex
    .replaceAll(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd");
}
