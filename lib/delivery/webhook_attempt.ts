/**
 * One request to an endpoint, signed, and what it answered.
 *
 * @module
 */
import { RefusedAddress } from "../domain/outbound.ts";
import { validSecrets, webhookSignature } from "../domain/webhook_secret.ts";
import { webhookPayload } from "../domain/webhook_log.ts";
import type { Ports } from "../ports.ts";
import type {
  AttemptError,
  StoredEvent,
  StoredWebhook,
} from "../schema/webhook.ts";

/** An endpoint is not waited for longer than this. */
const DEADLINE_MS = 10_000;
/** What is kept of an answer. */
const ANSWER_CHARS = 500;
/** More of an answer is not read. */
const ANSWER_BYTES_MAX = 16_384;

/** What came of one request. */
export interface Attempt {
  readonly atMs: number;
  readonly durationMs: number;
  readonly status: number | null;
  readonly error: AttemptError | null;
  readonly answer: string | null;
}

/** Whether the endpoint has taken the event. */
export function hasArrived({ status, error }: Attempt): boolean {
  return error === null && status !== null && status >= 200 && status < 300;
}

/** Tells an endpoint of an event, once. Never throws. */
export async function attemptWebhook(
  ports: Ports,
  webhook: StoredWebhook,
  event: StoredEvent,
): Promise<Attempt> {
  const atMs = ports.now();
  const stop = new AbortController();
  const cancel = ports.after(DEADLINE_MS, () => stop.abort());
  try {
    const response = await ports.outbound.fetch(
      webhook.url,
      requestOf(ports, webhook, { event, nowMs: atMs, signal: stop.signal }),
    );
    const { status } = response;
    const answer = await beginning(response);
    const error = status >= 300 && status < 400 ? "redirect" : null;
    return { atMs, durationMs: ports.now() - atMs, status, error, answer };
  } catch (error) {
    const told = errorOf(error, stop.signal.aborted);
    const durationMs = ports.now() - atMs;
    return { atMs, durationMs, status: null, error: told, answer: null };
  } finally {
    cancel();
  }
}

function requestOf(
  ports: Ports,
  webhook: StoredWebhook,
  { event, nowMs, signal }: {
    event: StoredEvent;
    nowMs: number;
    signal: AbortSignal;
  },
): RequestInit {
  const body = JSON.stringify(webhookPayload(event));
  const seconds = Math.floor(nowMs / 1_000);
  const secrets = validSecrets(ports, webhook, nowMs);
  return {
    method: "POST",
    body,
    signal,
    headers: {
      "content-type": "application/json",
      "user-agent": "lsmessage-webhooks/1.0",
      "webhook-id": event.id,
      "webhook-timestamp": String(seconds),
      "webhook-signature": webhookSignature(secrets, {
        id: event.id,
        seconds,
        body,
      }),
    },
  };
}

/** The beginning of an answer's body, as text. */
async function beginning(response: Response): Promise<string | null> {
  if (response.body === null) return null;
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    text += decoder.decode(chunk, { stream: true });
    if (text.length >= ANSWER_CHARS || bytes >= ANSWER_BYTES_MAX) break;
  }
  return text.slice(0, ANSWER_CHARS) || null;
}

function errorOf(error: unknown, timedOut: boolean): AttemptError {
  if (error instanceof RefusedAddress) return "refused_address";
  if (timedOut) return "timeout";
  const said = error instanceof Error ? `${error.message} ${error.cause}` : "";
  return /certificate|tls|ssl/i.test(said) ? "tls" : "unreachable";
}
