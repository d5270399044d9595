/**
 * How often a key and a structure may call: token buckets in memory. Taking
 * from one reads and writes nothing; where several instances serve, each holds
 * a share of the bucket that follows what is asked of it (`rate_share.ts`).
 *
 * @module
 */

/** So many requests in a window; all of them may come at once. */
export interface RatePolicy {
  /** `key`, `structure`, or either's `-day`. */
  readonly name: string;
  /** Whose calls are counted together. */
  readonly subject: string;
  readonly quota: number;
  readonly windowS: number;
}

/** What taking came to, for the policy that leaves the least. */
export interface Verdict {
  readonly isAllowed: boolean;
  readonly policy: RatePolicy;
  readonly remaining: number;
  /** Seconds until there is one more, or until all is there again. */
  readonly waitS: number;
}

interface Bucket {
  tokens: number;
  atMs: number;
  /** This instance's part of the quota, in (0, 1]. */
  share: number;
  /** Asked for since the last look, refusals counted. */
  asked: number;
}

/** Buckets kept; what is not used for long is full anyway. */
const BUCKETS_MAX = 20_000;

/** The buckets of one instance. */
export class RateLimiter {
  readonly #buckets = new Map<string, Bucket>();

  /** Takes one from each policy's bucket, or from none. */
  take(policies: readonly RatePolicy[], nowMs: number): Verdict {
    let least: Verdict | null = null;
    for (const policy of policies) {
      const verdict = this.#look(policy, nowMs);
      const isTighter = least === null || isBelow(verdict, least);
      if (isTighter) least = verdict;
    }
    if (least!.isAllowed) {
      for (const policy of policies) this.#bucket(policy, nowMs).tokens -= 1;
    }
    return least!;
  }

  /** What was asked of each subject since this was last called. */
  demand(): Map<string, number> {
    const demand = new Map<string, number>();
    for (const [subject, bucket] of this.#buckets) {
      if (bucket.asked === 0) continue;
      demand.set(subject, bucket.asked);
      bucket.asked = 0;
    }
    return demand;
  }

  /** Sets this instance's share of a subject's bucket. */
  setShare(subject: string, share: number): void {
    const bucket = this.#buckets.get(subject);
    if (bucket === undefined) return;
    bucket.tokens *= share / bucket.share;
    bucket.share = share;
  }

  #look(policy: RatePolicy, nowMs: number): Verdict {
    const { quota, windowS } = policy;
    const bucket = this.#bucket(policy, nowMs);
    bucket.asked++;
    const perSecond = (quota * bucket.share) / windowS;
    const isAllowed = bucket.tokens >= 1;
    const missing = isAllowed
      ? quota * bucket.share - bucket.tokens + 1
      : 1 - bucket.tokens;
    return {
      isAllowed,
      policy,
      remaining: Math.max(0, Math.floor(bucket.tokens - 1)),
      waitS: Math.max(1, Math.ceil(missing / perSecond)),
    };
  }

  /** The bucket, filled up to now. */
  #bucket({ subject, quota, windowS }: RatePolicy, nowMs: number): Bucket {
    let bucket = this.#buckets.get(subject);
    if (bucket === undefined) {
      if (this.#buckets.size >= BUCKETS_MAX) this.#buckets.clear();
      bucket = { tokens: quota, atMs: nowMs, share: 1, asked: 0 };
      this.#buckets.set(subject, bucket);
    }
    const passedS = Math.max(0, nowMs - bucket.atMs) / 1_000;
    const most = Math.max(1, quota * bucket.share);
    const filled = bucket.tokens + (passedS * quota * bucket.share) / windowS;
    bucket.tokens = Math.min(most, filled);
    bucket.atMs = nowMs;
    return bucket;
  }
}

function isBelow(one: Verdict, other: Verdict): boolean {
  if (one.isAllowed !== other.isAllowed) return !one.isAllowed;
  return one.isAllowed
    ? one.remaining < other.remaining
    : one.waitS > other.waitS;
}

const MINUTE_S = 60;
const DAY_S = 86_400;

/** The policies of an application's key and of its structure. */
export function ratePolicies(
  application: { readonly id: string } & Rates,
  structure: { readonly id: string } & Rates,
): RatePolicy[] {
  return [
    ...policiesOf("key", application),
    ...policiesOf("structure", structure),
  ];
}

interface Rates {
  readonly perMinute?: number | null | undefined;
  readonly perDay?: number | null | undefined;
}

function policiesOf(
  name: string,
  { id, perMinute, perDay }: { readonly id: string } & Rates,
): RatePolicy[] {
  const policies: RatePolicy[] = [];
  if (perMinute) {
    policies.push({ name, subject: id, quota: perMinute, windowS: MINUTE_S });
  }
  if (perDay) {
    const subject = `${id}-day`;
    policies.push({
      name: `${name}-day`,
      subject,
      quota: perDay,
      windowS: DAY_S,
    });
  }
  return policies;
}

/** `RateLimit-Policy` and `RateLimit`. Source: draft-ietf-httpapi-ratelimit-headers-11. */
export function rateHeaders(
  policies: readonly RatePolicy[],
  { policy, remaining, waitS }: Verdict,
): Record<string, string> {
  return {
    "ratelimit-policy": policies.map(({ name, quota, windowS }) =>
      `"${name}";q=${quota};w=${windowS}`
    ).join(", "),
    "ratelimit": `"${policy.name}";r=${remaining};t=${waitS}`,
  };
}
