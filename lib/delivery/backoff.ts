const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** Waits after each attempt that did not hand over, then the last for ever. */
const WAITS_MS = [
  5 * SECOND_MS,
  30 * SECOND_MS,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  30 * MINUTE_MS,
  60 * MINUTE_MS,
  120 * MINUTE_MS,
] as const;

const JITTER = 0.2;

/**
 * When to try again after `attempts` failed ones: a growing wait, ±20 %, no
 * sooner than the gateway asked, and never past the end of the validity.
 *
 * `random` is uniform in [0, 1).
 */
export function nextAttempt(
  { attempts, afterMs = 0, nowMs, expiresAtMs, random }: {
    attempts: number;
    afterMs?: number | undefined;
    nowMs: number;
    expiresAtMs: number;
    random: number;
  },
): number {
  const wait = WAITS_MS[Math.min(attempts, WAITS_MS.length) - 1] ?? WAITS_MS[0];
  const spread = wait * (1 - JITTER + 2 * JITTER * random);
  return Math.round(
    Math.min(nowMs + Math.max(spread, afterMs), expiresAtMs),
  );
}
