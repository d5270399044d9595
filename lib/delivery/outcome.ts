/**
 * What becomes of a message: pure functions from what happened to what is
 * stored, and to what its credits do. A status only ever moves forward.
 *
 * @module
 */
import { handedOver, isReserved, over, type Step } from "../domain/step.ts";
import type { Outcome } from "../gateways/gateway.ts";
import type { Reason, StoredMessage, Try } from "../schema/batch.ts";
import { TRIES_MAX } from "../schema/batch.ts";
import { nextAttempt } from "./backoff.ts";

/** How long an unanswered hand-over may still be proved by a receipt. */
export const UNKNOWN_WAIT_MS = 60_000;

const WAIT_MS_MIN = 1_000;
const WAIT_SPREAD = 0.1;

/** What an attempt came to. */
export type Result =
  | Outcome & {
    /** It may have left: only the same gateway would recognise it. */
    readonly stays?: true;
  }
  | { readonly kind: "expired" }
  | { readonly kind: "no_gateway" }
  /** No gateway takes anything now; nothing was tried. */
  | {
    readonly kind: "waits";
    readonly reason: "gateway_down" | "gateway_full";
    readonly nextMs: number;
  };

/** An attempt's result, with all that deciding needs. */
export interface Attempt {
  readonly result: Result;
  /** Index of the gateway in its batch, where one was asked. */
  readonly gateway: number | undefined;
  readonly expiresAtMs: number;
  readonly nowMs: number;
  readonly random: number;
}

/** The message after an attempt. */
export function afterAttempt(before: StoredMessage, attempt: Attempt): Step {
  // A receipt, or a cancellation, came first: it knows more than we do.
  if (!isReserved(before)) {
    return { message: overtaken(before, attempt), effect: null };
  }
  const { stays: _, ...rest } = before;
  const base = {
    ...rest,
    attempts: (before.attempts ?? 0) + 1,
    ...(attempt.gateway === undefined ? {} : { gateway: attempt.gateway }),
  };
  const { result, nowMs } = attempt;
  switch (result.kind) {
    case "accepted":
      return handedOver(base, nowMs, result.providerId);
    case "expired":
      return over(before, "expired", "expired", nowMs);
    case "rejected":
      if (result.scope === "gateway") {
        return again(base, attempt, "gateway_refused", result.detail);
      }
      return over(base, "failed", "rejected", nowMs, result.detail);
    case "waits":
      return waiting(before, attempt, result);
    case "no_gateway":
      return again(base, attempt, "no_gateway", "no gateway");
    case "retry":
      return again(
        result.stays ? { ...base, stays: true } : base,
        attempt,
        "retrying",
        result.detail,
        result.afterMs,
      );
    case "unknown":
      return unanswered(base, attempt, result.detail);
  }
}

/**
 * What an attempt still adds to a message whose receipt was faster than the
 * gateway's answer: through which gateway it went, and its name there.
 */
function overtaken(
  before: StoredMessage,
  { result, gateway }: Attempt,
): StoredMessage {
  if (result.kind !== "accepted" && result.kind !== "unknown") return before;
  const providerId = result.kind === "accepted" ? result.providerId : null;
  return {
    ...before,
    attempts: (before.attempts ?? 0) + 1,
    ...(gateway === undefined ? {} : { gateway }),
    ...(providerId === null ? {} : { providerId: providerId.slice(0, 80) }),
  };
}

function again(
  message: StoredMessage,
  { nowMs, expiresAtMs, random, gateway }: Attempt,
  reason: Reason,
  detail: string,
  afterMs?: number,
): Step {
  const attempts = message.attempts ?? 1;
  const dueMs = nextAttempt({ attempts, afterMs, nowMs, expiresAtMs, random });
  return {
    message: {
      ...message,
      status: "queued",
      reason,
      dueMs,
      tries: withTry(message, detail, nowMs, gateway),
    },
    effect: null,
  };
}

/** Nothing was tried: the attempts are as many as before. */
function waiting(
  before: StoredMessage,
  { nowMs, expiresAtMs, random }: Attempt,
  { reason, nextMs }: Extract<Result, { kind: "waits" }>,
): Step {
  const waitMs = Math.max(nextMs - nowMs, WAIT_MS_MIN);
  // Not all at the same instant, and none before it may.
  const dueMs = Math.round(nowMs + waitMs * (1 + WAIT_SPREAD * random));
  return {
    message: {
      ...before,
      status: "queued",
      reason,
      dueMs: Math.min(dueMs, expiresAtMs),
    },
    effect: null,
  };
}

/**
 * The request left and no answer came. A receipt may still prove it; if none
 * does, it is handed over once more, flagged, and after that left uncertain
 * until its validity ends.
 */
function unanswered(
  message: StoredMessage,
  { nowMs, expiresAtMs, gateway }: Attempt,
  detail: string,
): Step {
  const first = message.possibleDuplicate === undefined;
  return {
    message: {
      ...message,
      status: first ? "sending" : "uncertain",
      reason: "unknown_outcome",
      dueMs: first
        ? Math.min(nowMs + UNKNOWN_WAIT_MS, expiresAtMs)
        : expiresAtMs,
      tries: withTry(message, detail, nowMs, gateway),
    },
    effect: null,
  };
}

function withTry(
  { tries = [] }: StoredMessage,
  detail: string,
  atMs: number,
  gateway: number | undefined,
): Try[] {
  const one: Try = {
    atMs,
    detail: detail.slice(0, 80),
    ...(gateway === undefined ? {} : { gateway }),
  };
  return [...tries, one].slice(-TRIES_MAX);
}
