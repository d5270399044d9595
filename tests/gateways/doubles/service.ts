/**
 * What a double of a public SMS service tells the table tests: how it must be
 * asked, all it may answer, and the receipts it posts.
 *
 * @module
 */
import type {
  Balance,
  GatewayKind,
  Handover,
  Outcome,
  Receipt,
  ReceiptRequest,
  Reconciled,
} from "../../../lib/gateways/gateway.ts";
import { type Asked, SMS } from "../double.ts";

/** An answer: a body that is no string is JSON. */
export type Said = readonly [
  status: number,
  body: unknown,
  headers?: Record<string, string>,
];

/** A question as it must arrive, to the byte. */
export interface Expected {
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A body that is no string is JSON in this order; none with GET. */
  readonly body?: unknown;
}

export type AnswerRow = readonly [what: string, said: Said, outcome: Outcome];

/** How a hand-over is written for another SMS or other settings. */
export type WritingRow = readonly [
  what: string,
  change: {
    readonly sms?: Partial<Handover>;
    readonly settings?: Record<string, unknown>;
  },
  expected: Partial<Expected>,
];

/** What the service posts; JSON where it is no form. */
export interface Posted {
  readonly query?: string;
  readonly form?: Record<string, string>;
  readonly json?: unknown;
}

export type ReceiptRow = readonly [
  what: string,
  posted: Posted,
  receipt: Partial<Receipt> | null,
];

/** Questions in their order, and what each is answered. */
export type LookupRow<T> = readonly [
  what: string,
  answers: readonly (readonly [target: string, said: Said])[],
  found: T,
];

export interface Service {
  // deno-lint-ignore no-explicit-any -- every kind has settings of its own
  readonly kind: GatewayKind<any>;
  /** Where the real one is: the base that stands before `target`. */
  readonly home: string;
  /** All that is needed, to be reached at `endpoint`. */
  settings(endpoint: string): Record<string, unknown>;
  readonly secrets: readonly string[];
  /** How the hand-over of `SMS` must arrive. */
  readonly expected: Expected;
  /** Complains about what cannot be told in advance. */
  check?(asked: Asked, endpoint: string): Promise<void> | void;
  /** Answers what is asked besides; null for a hand-over. */
  aside?(asked: Asked): Response | null;
  /** The first is a hand-over that is taken. */
  readonly answers: readonly [AnswerRow, ...AnswerRow[]];
  readonly writings: readonly WritingRow[];
  /** Refused before anything leaves. */
  readonly unsendable?: readonly (readonly [
    what: string,
    sms: Partial<Handover>,
    outcome: Outcome,
  ])[];
  readonly receipts: readonly ReceiptRow[];
  /** How its receipts arrive, where they are signed. */
  post?(posted: Posted): Promise<ReceiptRequest>;
  readonly reconciled?: readonly LookupRow<Reconciled>[];
  readonly balances?: readonly LookupRow<Balance | null>[];
}

/** Something no outcome may repeat. */
export const HOSTILE =
  `cannot send "${SMS.text}" to 33612345678 (06 12 34 56 78)`;

export const TAKEN_UNKNOWN: Reconciled = { kind: "unknown" };
export const ABSENT: Reconciled = { kind: "absent" };

export function taken(providerId: string | null): Outcome {
  return { kind: "accepted", providerId };
}

export function refused(
  scope: "message" | "gateway",
  detail: string,
): Outcome {
  return { kind: "rejected", scope, detail };
}

export function unclear(detail: string): Outcome {
  return { kind: "unknown", detail };
}

export function later(detail: string, afterMs?: number): Outcome {
  return {
    kind: "retry",
    detail,
    ...afterMs === undefined ? {} : { afterMs },
  };
}

/** An answer as it goes over the wire. */
export function responseOf([status, body, headers = {}]: Said): Response {
  const isText = typeof body === "string";
  const text = isText ? body : JSON.stringify(body);
  return new Response(status === 204 ? null : text, {
    status,
    headers: {
      "content-type": isText ? "text/html" : "application/json",
      ...headers,
    },
  });
}

/** A body as it must arrive. */
export function bodyOf({ body }: Expected): string {
  if (body === undefined) return "";
  return typeof body === "string" ? body : JSON.stringify(body);
}

/** A form as it must arrive, for values without ! ' ( ) ~. */
export function formText(fields: Record<string, string>): string {
  return Object.entries(fields)
    .map(([name, value]) =>
      `${name}=${encodeURIComponent(value).replaceAll("%20", "+")}`
    )
    .join("&");
}

/** A receipt as the callback's route hands it on. */
export function receiptRequest(
  { query = "", form, json }: Posted,
  url?: string,
): ReceiptRequest {
  const type = form !== undefined
    ? "application/x-www-form-urlencoded"
    : "application/json";
  const isGet = form === undefined && json === undefined;
  return {
    method: isGet ? "GET" : "POST",
    query: new URLSearchParams(query),
    headers: new Headers(isGet ? {} : { "content-type": type }),
    body: form !== undefined
      ? new URLSearchParams(form).toString()
      : json === undefined
      ? ""
      : JSON.stringify(json),
    ...url === undefined ? {} : { url },
  };
}

/** A digest or HMAC by the platform, not by the code under test. */
export async function webDigest(
  algorithm: string,
  text: string,
  key?: string,
): Promise<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  if (key === undefined) {
    return new Uint8Array(await crypto.subtle.digest(algorithm, bytes));
  }
  const imported = await crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(key),
    { name: "HMAC", hash: algorithm },
    false,
    ["sign"],
  );
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, bytes));
}
