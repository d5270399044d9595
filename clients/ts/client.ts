/**
 * A client of lsmessage for TypeScript. Its types are the very schemas the
 * service validates with; it needs nothing but `fetch`.
 *
 * Every call that changes something carries one `Idempotency-Key`, the same at
 * each attempt, so what a broken connection leaves in doubt is neither sent
 * nor charged twice.
 *
 * @module
 */
import type { z } from "@hono/zod-openapi";
import type { Page } from "../../lib/domain/page.ts";
import type {
  Accepted,
  Info,
  Message,
  MessageWithTimeline,
  NewMessages,
  Preview,
  Previewed,
  Submission,
} from "../../lib/schema/message.ts";

/** How to reach the service. */
export interface LsMessageOptions {
  /** The service's address, e.g. `https://sms.example.fr`. */
  readonly url: string;
  readonly key: string;
  /** The language of errors; French unless told otherwise. */
  readonly language?: "fr" | "en";
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Milliseconds before the second attempt, the third … */
  readonly waitsMs?: readonly number[];
}

/** A refusal of the service: RFC 9457 problem details. */
export class LsMessageError extends Error {
  override readonly name = "LsMessageError";
  readonly status: number;
  /** Stable: see `/docs`. */
  readonly code: string;
  readonly problem: Readonly<Record<string, unknown>>;

  constructor(status: number, problem: Readonly<Record<string, unknown>>) {
    super(String(problem["detail"] ?? `HTTP ${status}`));
    this.status = status;
    this.code = String(problem["code"] ?? "");
    this.problem = problem;
  }
}

const WAITS_MS = [500, 2_000, 5_000];
/** A service that asks for a longer wait is not tried again. */
const RETRY_AFTER_MAX_S = 10;

/** One application's access to the service. */
export class LsMessage {
  readonly #options: LsMessageOptions;

  constructor(options: LsMessageOptions) {
    this.#options = options;
  }

  /**
   * Sends messages. A key of one's own, kept with what is sent, makes even a
   * restart of the caller harmless.
   */
  send(
    messages: z.input<typeof NewMessages>,
    idempotencyKey: string = crypto.randomUUID(),
  ): Promise<Accepted> {
    return this.#call("POST", "/messages", { body: messages, idempotencyKey });
  }

  /** Tells what a send would cost; nothing is stored. */
  preview(body: z.input<typeof Preview>): Promise<Previewed> {
    const idempotencyKey = crypto.randomUUID();
    return this.#call("POST", "/messages/preview", { body, idempotencyKey });
  }

  message(id: string): Promise<MessageWithTimeline> {
    return this.#call("GET", `/messages/${encodeURIComponent(id)}`);
  }

  /** One page of the history, the newest first. */
  history(query: Record<string, string> = {}): Promise<Page<Message>> {
    return this.#call("GET", `/messages?${new URLSearchParams(query)}`);
  }

  submission(id: string): Promise<Submission> {
    return this.#call("GET", `/submissions/${encodeURIComponent(id)}`);
  }

  /** Cancels what of a submission has not left yet. */
  cancel(
    id: string,
    idempotencyKey: string = crypto.randomUUID(),
  ): Promise<Submission> {
    const path = `/submissions/${encodeURIComponent(id)}/cancel`;
    return this.#call("POST", path, { idempotencyKey });
  }

  /** What the key belongs to, and what is available. */
  info(): Promise<Info> {
    return this.#call("GET", "/info");
  }

  /** Asks until there is an answer that a repetition would not change. */
  async #call<T>(
    method: string,
    path: string,
    { body, idempotencyKey }: { body?: unknown; idempotencyKey?: string } = {},
  ): Promise<T> {
    const { url, key, language = "fr", waitsMs = WAITS_MS } = this.#options;
    const ask = this.#options.fetch ?? fetch;
    const init: RequestInit = {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: {
        "authorization": `Bearer ${key}`,
        "accept": "application/json",
        "accept-language": language,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(idempotencyKey === undefined
          ? {}
          : { "idempotency-key": idempotencyKey }),
      },
    };
    for (let attempt = 0;; attempt++) {
      const waitMs = waitsMs[attempt];
      try {
        const response = await ask(`${url}/api/v1${path}`, init);
        if (response.ok) return await response.json();
        const problem = await response.json().catch(() => ({}));
        const error = new LsMessageError(response.status, problem);
        const afterMs = politeWait(response, error.code, waitMs);
        if (afterMs === null) throw error;
        await pause(afterMs);
      } catch (error) {
        if (error instanceof LsMessageError || waitMs === undefined) {
          throw error;
        }
        await pause(waitMs);
      }
    }
  }
}

/** How long to wait before asking again; null where that is no use. */
function politeWait(
  { status, headers }: Response,
  code: string,
  waitMs: number | undefined,
): number | null {
  const isWorthIt = status >= 500 || status === 429 ||
    code === "idempotency_in_progress";
  if (!isWorthIt || waitMs === undefined) return null;
  const seconds = Number(headers.get("retry-after") ?? 0);
  if (seconds > RETRY_AFTER_MAX_S) return null;
  return Math.max(waitMs, seconds * 1_000);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
