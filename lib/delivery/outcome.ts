/**
 * What becomes of a message: pure functions from what happened to what is
 * stored, and to what its credits do. A status only ever moves forward.
 *
 * @module
 */
import { handedOver, isReserved, over, type Step } from "../domain/step.ts";
import type { Outcome } from "../gateways/gateway.ts";
import type { Reason, StoredMessage, Try, TryNote } from "../schema/batch.ts";
import { TRIES_MAX } from "../schema/batch.ts";
import { nextAttempt } from "./backoff.ts";

/**
 * When an unanswered hand-over is looked into, after each look the next. A
 * receipt may prove it meanwhile; networks' own lists lag by minutes.
 */
const LOOKS_MS = [60_000, 240_000, 600_000] as const;

const WAIT_MS_MIN = 1_000;
const WAIT_SPREAD = 0.1;
const WAIT_SPREAD_MS = 5_000;

/** What an attempt came to. */
export type Result =
  | Outcome & {
    /** It may have left: only the same gateway would recognise it. */
    readonly stays?: true;
    /** The network listed it, when it was asked. */
    readonly found?: true;
  }
  | { readonly kind: "expired" }
  | { readonly kind: "no_gateway" }
  /** Its recipient opted out since it was accepted. */
  | { readonly kind: "opted_out" }
  /** No gateway takes anything now; nothing was tried. */
  | {
    readonly kind: "waits";
    readonly reason: "gateway_down" | "gateway_full" | "quiet_hours";
    readonly nextMs: number;
  }
  /** Its network was asked about an unanswered hand-over, to no avail. */
  | {
    readonly kind: "unclear";
    readonly answer: "absent" | "unknown" | "impossible";
    readonly policy: "resend" | "uncertain";
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
      return handedOver(
        result.found ? withNote(before, "found", attempt) : base,
        nowMs,
        result.providerId,
      );
    case "unclear":
      return lookedInto(before, attempt, result);
    case "expired":
      return over(before, "expired", "expired", nowMs);
    case "opted_out":
      return over(before, "failed", "opted_out", nowMs);
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
  const spreadMs = reason === "quiet_hours"
    ? 0
    : Math.min(waitMs * WAIT_SPREAD, WAIT_SPREAD_MS);
  const dueMs = Math.round(nowMs + waitMs + spreadMs * random);
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

/** The request left and no answer came: it is looked into, not sent again. */
function unanswered(
  { looks: _, ...message }: StoredMessage,
  { nowMs, expiresAtMs, gateway }: Attempt,
  detail: string,
): Step {
  return {
    message: {
      ...message,
      status: message.possibleDuplicate ? "uncertain" : "sending",
      reason: "unknown_outcome",
      dueMs: Math.min(nowMs + LOOKS_MS[0], expiresAtMs),
      tries: withTry(message, detail, nowMs, gateway),
    },
    effect: null,
  };
}

/**
 * The network was asked. While it may still tell, it is asked again; then what
 * it does not know goes once more, and so does what nobody can tell of, if
 * that is the structure's policy. It is flagged before it leaves.
 */
function lookedInto(
  { looks = 0, ...message }: StoredMessage,
  attempt: Attempt,
  { answer, policy }: Extract<Result, { kind: "unclear" }>,
): Step {
  const { nowMs, expiresAtMs } = attempt;
  const note = answer === "absent" ? "absent" : "not_told";
  const asked = answer === "impossible"
    ? message
    : withNote(message, note, attempt);
  const nextMs = LOOKS_MS[looks + 1];
  if (answer !== "impossible" && nextMs !== undefined) {
    const dueMs = Math.min(nowMs + nextMs, expiresAtMs);
    return {
      message: { ...asked, looks: looks + 1, dueMs },
      effect: null,
    };
  }
  const again = !message.possibleDuplicate &&
    (answer === "absent" || policy === "resend");
  return {
    message: again
      ? {
        ...withNote(asked, "resend", attempt),
        status: "queued",
        reason: "resending",
        possibleDuplicate: true,
        dueMs: nowMs,
      }
      : {
        ...withNote(asked, "left_uncertain", attempt),
        status: "uncertain",
        reason: "left_uncertain",
        dueMs: expiresAtMs,
      },
    effect: null,
  };
}

/**
 * A message whose worker died with it: its network is asked once, when what it
 * took would be on its list. Most that were in work had not left.
 */
export function interrupted(
  message: StoredMessage,
  { gateway, expiresAtMs, lostMs, nowMs }: {
    gateway: number;
    expiresAtMs: number;
    lostMs: number;
    nowMs: number;
  },
): StoredMessage {
  const tries = withTry(message, "interrupted", lostMs, gateway);
  const last: Try = { ...tries.pop()!, note: "interrupted" };
  return {
    ...message,
    status: "sending",
    reason: "unknown_outcome",
    attempts: (message.attempts ?? 0) + 1,
    gateway,
    looks: LOOKS_MS.length - 1,
    dueMs: Math.min(Math.max(lostMs + LOOKS_MS[0], nowMs), expiresAtMs),
    tries: [...tries, last],
  };
}

/** About when the hand-over took place that nobody answered for. */
export function handedMs({ tries = [] }: StoredMessage): number | null {
  const handOver = tries.findLast(({ note }) =>
    note === undefined || note === "interrupted"
  );
  return handOver?.atMs ?? null;
}

function withNote(
  message: StoredMessage,
  note: TryNote,
  { nowMs }: Attempt,
): StoredMessage {
  const tries = withTry(message, note, nowMs, message.gateway);
  const last = { ...tries.pop()!, note };
  return { ...message, tries: [...tries, last] };
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
