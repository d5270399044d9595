/**
 * One question to a gateway over HTTP: it leaves at most once, and whatever
 * happens to it comes back as an answer or as an outcome.
 *
 * @module
 */
import type { Said } from "../ports.ts";
import type { GatewayPorts, Outcome } from "./gateway.ts";

const ANSWER_BYTES_MAX = 65_536;
/** A gateway's wish to be left alone is honoured for so long. */
const RETRY_AFTER_MS_MAX = 24 * 3_600_000;

/** What is asked. */
export interface Question {
  readonly url: string;
  readonly method: "GET" | "POST" | "PUT";
  readonly headers: Record<string, string>;
  /** Absent with GET. */
  readonly body?: string;
}

/** What a gateway says, its body cut after 64 KiB. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Asks once. No answer is an outcome: `retry` only where nothing was sent. */
export async function ask(
  ports: GatewayPorts,
  question: Question,
  signal: AbortSignal,
): Promise<Answer | Outcome> {
  if (signal.aborted) return { kind: "retry", detail: "cancelled unsent" };
  const { url, method, headers, body } = question;
  try {
    const said = await ports.fetch(url, {
      method,
      redirect: "manual",
      signal,
      headers: { "user-agent": "lsmessage", ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text = await readStart(said);
    // Headers are only made where they are asked for.
    return {
      status: said.status,
      text,
      get headers() {
        return said.headers;
      },
    };
  } catch (error) {
    return outcomeOf(error, signal);
  }
}

/** What `Retry-After` asks for, in milliseconds, or undefined. */
export function retryAfterMs(
  headers: Headers,
  nowMs: number,
): number | undefined {
  const value = headers.get("retry-after")?.trim() ?? "";
  const ms = /^\d+$/.test(value)
    ? Number(value) * 1_000
    : Date.parse(value) - nowMs;
  if (Number.isNaN(ms)) return undefined;
  return Math.min(Math.max(ms, 0), RETRY_AFTER_MS_MAX);
}

/** Like `retry`, with the wait the gateway asks for where it does. */
export function retryLater(
  answer: Pick<Answer, "headers">,
  detail: string,
  nowMs: number,
): Outcome {
  const afterMs = retryAfterMs(answer.headers, nowMs);
  return { kind: "retry", detail, ...afterMs === undefined ? {} : { afterMs } };
}

/**
 * A string as a header value: the octets of its UTF-8, as gateways expect.
 * Null where it holds what a header cannot (line breaks, control characters).
 */
export function headerValue(value: string): string | null {
  // deno-lint-ignore no-control-regex
  if (/[\x00-\x08\x0a-\x1f\x7f]/.test(value)) return null;
  // deno-lint-ignore no-control-regex
  if (!/[^\x00-\x7f]/.test(value)) return value;
  return String.fromCharCode(...new TextEncoder().encode(value));
}

const whole = new TextDecoder();

async function readStart(said: Said): Promise<string> {
  if (said.arrived !== undefined) {
    return whole.decode(said.arrived.subarray(0, ANSWER_BYTES_MAX));
  }
  // Asking for `body` makes a stream, which few answers need.
  const length = Number(said.headers.get("content-length") ?? Infinity);
  if (length <= ANSWER_BYTES_MAX) return await said.text();
  if (said.body === null) return "";

  const decoder = new TextDecoder();
  let text = "";
  let bytesLeft = ANSWER_BYTES_MAX;
  for await (const chunk of said.body) {
    text += decoder.decode(chunk.subarray(0, bytesLeft), { stream: true });
    bytesLeft -= chunk.length;
    if (bytesLeft <= 0) break;
  }
  return text + decoder.decode();
}

/** Errors carry the address, so none of their words are passed on. */
function outcomeOf(error: unknown, signal: AbortSignal): Outcome {
  if (isNotAllowed(error)) {
    return {
      kind: "rejected",
      scope: "gateway",
      detail: "connecting to this address is not allowed",
    };
  }
  const words = wordsOf(error);
  if (words.includes("client error (Connect)") || neverConnected(error)) {
    return { kind: "retry", detail: reasonOf(words) };
  }
  if (signal.aborted) return { kind: "unknown", detail: "no answer in time" };
  return { kind: "unknown", detail: "the connection ended without an answer" };
}

function isNotAllowed(error: unknown): boolean {
  const isConnection = error instanceof Error &&
    error.name === "NeverConnected";
  const cause = isConnection ? error.cause : error;
  return cause instanceof Deno.errors.NotCapable ||
    cause instanceof Deno.errors.PermissionDenied || isRefusedAddress(cause);
}

/** Thrown before anything is sent, where a structure names the address. */
export function isRefusedAddress(error: unknown): boolean {
  return error instanceof Error && error.name === "RefusedAddress";
}

const BEFORE_CONNECTION: ReadonlySet<unknown> = new Set([
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT_CONNECT",
]);

/** Whether there was no connection at all, as one client or another says. */
function neverConnected(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === "NeverConnected" ||
    "code" in error && BEFORE_CONNECTION.has(error.code);
}

/** Deno 2.9 says "fetch failed" and puts the rest into the cause. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const cause = error.cause instanceof Error ? error.cause.message : "";
  return `${error.message} ${cause}`;
}

function reasonOf(words: string): string {
  if (/refused/i.test(words)) return "connection refused";
  if (/dns error|ENOTFOUND|EAI_AGAIN/.test(words)) return "host name not found";
  if (/tls|certificate|InvalidContentType/i.test(words)) {
    return "no secure connection";
  }
  return "no connection";
}
