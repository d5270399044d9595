/**
 * What the gateways of public SMS services share: their settings, one JSON
 * answer read once, and what an HTTP status alone says of a hand-over.
 *
 * Nothing a service answers is passed on but short codes: its sentences may
 * repeat the number, the text or a key.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { timingSafeEqual } from "node:crypto";
import { z } from "@hono/zod-openapi";
import { type Answer, ask, type Question, retryLater } from "./answer.ts";
import type {
  GatewayPorts,
  Handover,
  Outcome,
  ReceiptRequest,
} from "./gateway.ts";
import { parseJson } from "./json_pointer.ts";

/** A JSON object, of which nothing is known yet. */
export type Json = Readonly<Record<string, unknown>>;

/** An answer, and its body where that is a JSON object. */
export interface JsonAnswer extends Answer {
  readonly json: Json | null;
}

const ID_MAX = 200;

/** A key or password that stands in a header or form: ASCII, no blanks. */
export const Key = z.string().max(500, { error: "au plus 500 caractères" })
  .regex(/^[\x21-\x7e]+$/, {
    error: "à remplir, sans espace, accent ni retour à la ligne",
  });

/** A sender for messages that name none. */
export const Sender = z.string().regex(/^([0-9A-Za-z ]{1,11}|\+?\d{3,15})$/, {
  error: "au plus 11 lettres ou chiffres, ou un numéro",
});

/** A label at the service. */
export const Label = z.string().min(1, { error: "à remplir" })
  .max(100, { error: "au plus 100 caractères" });

/** Where the service is; given only for its sandbox or a double. */
export function endpointSetting(known: string) {
  return z.string().max(500).refine(isEndpoint, {
    error: "une adresse http(s) sans identifiants ni paramètres, par exemple " +
      known,
  }).optional().openapi({
    description: `Where the service is; ${known} by default.`,
    example: known,
  });
}

function isEndpoint(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) &&
    url.username === "" && url.password === "" &&
    url.search === "" && url.hash === "" && !/[?#]/.test(value);
}

/** The base of a service's addresses, without a slash at its end. */
export function baseOf(
  { endpoint }: { readonly endpoint?: string | undefined },
  known: string,
): string {
  return (endpoint ?? known).replace(/\/+$/, "");
}

/** Asks once, by `ask`, and reads the answer as JSON. */
export async function askJson(
  ports: GatewayPorts,
  question: Question,
  signal: AbortSignal,
): Promise<JsonAnswer | Outcome> {
  const answer = await ask(ports, question, signal);
  if ("kind" in answer) return answer;
  return { ...answer, json: objectOf(parseJson(answer.text)) };
}

/** The JSON of an answer of status 200 to a question, or null. */
export async function readJson(
  ports: GatewayPorts,
  question: Omit<Question, "method" | "body">,
  signal: AbortSignal,
): Promise<unknown> {
  const answer = await ask(ports, { ...question, method: "GET" }, signal);
  if ("kind" in answer || answer.status !== 200) return null;
  return parseJson(answer.text) ?? null;
}

/** The value where it is a JSON object, else null. */
export function objectOf(value: unknown): Json | null {
  const isObject = typeof value === "object" && value !== null &&
    !Array.isArray(value);
  return isObject ? value as Json : null;
}

/** The objects in an array; none where it is no array. */
export function objectsOf(value: unknown): readonly Json[] {
  return Array.isArray(value)
    ? value.map(objectOf).filter((item) => item !== null)
    : [];
}

export function rejected(
  scope: "message" | "gateway",
  detail: string,
): Outcome {
  return { kind: "rejected", scope, detail };
}

export function unknown(detail: string): Outcome {
  return { kind: "unknown", detail };
}

/** `HTTP 400`, with the service's own code where it gives one. */
export function detailOf({ status }: Answer, code: string | null): string {
  return code === null ? `HTTP ${status}` : `HTTP ${status} ${code}`;
}

/**
 * What a status alone says. A hand-over without de-duplication is only
 * repeated after 429; 5xx tells nothing. `message` are the statuses with
 * which the service refuses an SMS for itself.
 */
export function byStatus(
  answer: Answer,
  nowMs: number,
  { code = null, message = [] }: {
    code?: string | null;
    message?: readonly number[];
  } = {},
): Outcome {
  const { status } = answer;
  const detail = detailOf(answer, code);
  if (status === 429) return retryLater(answer, detail, nowMs);
  if (message.includes(status)) return rejected("message", detail);
  // 408: too late to know; 409: something is already there.
  const isRefusal = status >= 400 && status < 500 &&
    ![408, 409].includes(status);
  return isRefusal ? rejected("gateway", detail) : unknown(detail);
}

/**
 * A code as it may stand in a detail: `-3`, `400.001`, `E400`, or a name
 * without digits, so that neither a number nor a key passes for one.
 */
export function codeOf(value: unknown): string | null {
  const code = typeof value === "number" ? String(value) : value;
  const isCode = typeof code === "string" &&
    /^(-?\d{1,5}(\.\d{1,5})?|[A-Z]{1,2}\d{1,5}|[A-Za-z][A-Za-z_:.-]{0,59})$/
      .test(code);
  return isCode ? code : null;
}

/** An id as a service writes it, or null. */
export function idOf(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  const isId = typeof value === "string" && value !== "" &&
    value.length <= ID_MAX;
  return isId ? value : null;
}

/** Our own message id where `value` is one, or null. */
export function ourId(value: unknown): string | null {
  return typeof value === "string" && /^msg_[0-9A-Za-z]{1,60}$/.test(value)
    ? value
    : null;
}

/** The number as most services want it: country code first, no plus. */
export function digitsOf(to: string): string {
  return to.replace(/^\+/, "");
}

/** The callback's address, with our id in it. */
export function callbackWithId(
  { callbackUrl, messageId }: Handover,
): string {
  const id = URL.parse(callbackUrl)?.searchParams.get("id");
  if (id === messageId) return callbackUrl;
  return `${callbackUrl}${
    callbackUrl.includes("?") ? "&" : "?"
  }id=${messageId}`;
}

/** What a receipt says: its JSON or form, else its query. */
export function contentOf({ query, headers, body }: ReceiptRequest): Json {
  const json = objectOf(parseJson(body));
  if (json !== null) return json;
  const type = headers.get("content-type") ?? "";
  const isForm = type.startsWith("application/x-www-form-urlencoded");
  const fields = isForm && body !== "" ? new URLSearchParams(body) : query;
  return Object.fromEntries([...fields].toReversed());
}

/** Credentials of HTTP Basic authentication. */
export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

/** Compares in a time that tells nothing of where they differ. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
