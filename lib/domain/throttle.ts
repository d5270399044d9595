/**
 * Slows guessing down: each failed sign-in of an account or from an address
 * lengthens the wait before the next one. Nobody is ever locked out for good.
 *
 * Subjects are hashed into a fixed number of drawers: no address is stored,
 * and a flood of invented ones cannot fill the store.
 *
 * @module
 */
import { sha256 } from "../crypto/seal.ts";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { StoredThrottle } from "../schema/member.ts";

const WAIT_MS = 2_000;
/** After this much calm the count begins again. */
const FORGET_MS = 86_400_000;
/** Hexadecimal digits that name a drawer: 65,536 of each kind. */
const DRAWER_DIGITS = 4;

/** Failures without a wait, and the longest wait. */
const LIMITS = {
  account: { free: 5, waitMaxMs: 60_000 },
  /** A town hall signs in from one address. */
  address: { free: 20, waitMaxMs: 900_000 },
  /** Six digits: a day of guessing must stay a day of nothing. */
  code: { free: 5, waitMaxMs: 3_600_000 },
} as const;

/** Whose failures are counted together. */
export interface Subject {
  readonly kind: keyof typeof LIMITS;
  readonly name: string;
}

/**
 * Counts an attempt of these subjects before it is made, so that attempts made
 * at once are counted too.
 *
 * @throws {Problem} `rate_limited` while one of them has to wait
 */
export function beginAttempt(
  ports: Ports,
  subjects: readonly Subject[],
): Promise<void> {
  return ports.store.transact("throttle", async (tx) => {
    const nowMs = ports.now();
    const before = await tx.getMany(subjects.map(keyOf));
    const waitMs = Math.max(
      ...before.map((stored) => (stored?.untilMs ?? 0) - nowMs),
    );
    if (waitMs > 0) throw tooMany(Math.ceil(waitMs / 1_000));
    subjects.forEach((subject, i) =>
      tx.put(keyOf(subject), afterFailure(subject, before[i]!, nowMs))
    );
  });
}

/** Takes the attempt back: the account's count is over, the address's is one less. */
export function endAttempt(
  ports: Ports,
  subjects: readonly Subject[],
): Promise<void> {
  return ports.store.transact("throttle", async (tx) => {
    for (const subject of subjects) {
      const key = keyOf(subject);
      const stored = await tx.get(key);
      if (stored === null) continue;
      const failures = subject.kind === "address" ? stored.failures - 1 : 0;
      if (failures < 1) tx.delete(key);
      else tx.put(key, { failures, untilMs: ports.now() });
    }
  });
}

function keyOf({ kind, name }: Subject) {
  return keys.throttle(`${kind}:${sha256(name).slice(0, DRAWER_DIGITS)}`);
}

function afterFailure(
  { kind }: Subject,
  before: StoredThrottle | null,
  nowMs: number,
): StoredThrottle {
  const { free, waitMaxMs } = LIMITS[kind];
  const isOld = before === null || nowMs > before.untilMs + FORGET_MS;
  const failures = (isOld ? 0 : before.failures) + 1;
  const doublings = Math.min(failures - free, 20);
  const waitMs = doublings < 0 ? 0 : WAIT_MS * 2 ** doublings;
  return { failures, untilMs: nowMs + Math.min(waitMs, waitMaxMs) };
}

function tooMany(seconds: number): Problem {
  return new Problem("rate_limited", {
    detail: {
      fr: `Trop d'essais : réessayez dans ${duration(seconds, "seconde")}.`,
      en: `Too many attempts: try again in ${duration(seconds, "second")}.`,
    },
    retryAfterSeconds: seconds,
  });
}

function duration(seconds: number, second: string): string {
  return seconds < 90
    ? `${seconds} ${second}${seconds > 1 ? "s" : ""}`
    : `${Math.ceil(seconds / 60)} minutes`;
}
