/**
 * A circuit breaker for one gateway: it opens when too much goes wrong, lets a
 * few through after a while, more with each that arrives, and closes again.
 *
 * @module
 */

/** How a call to the gateway ended. */
export type Ending = "arrived" | "error" | "timeout";

export type BreakerState = "closed" | "open" | "half-open";

const BUCKET_MS = 5_000;
const BUCKETS = 12;
/** Fewer calls than this in the window prove nothing. */
const CALLS_MIN = 20;
const ERROR_SHARE = 0.5;
const TIMEOUTS_MAX = 5;
/** The first rest; each that follows without a cure is twice as long. */
const REST_MS = 10_000;
const REST_MS_MAX = 60_000;
/** Calls that must arrive before it closes again. */
const ARRIVALS_MIN = 16;

interface Bucket {
  slot: number;
  calls: number;
  errors: number;
}

/** Whether messages are handed to a gateway. Times are in milliseconds. */
export class Breaker {
  readonly #buckets: Bucket[] = Array.from(
    { length: BUCKETS },
    () => ({ slot: -Infinity, calls: 0, errors: 0 }),
  );
  #timeouts = 0;
  /** Grows when it opens, so that calls begun before are told apart. */
  #epoch = 0;
  #restMs = REST_MS;
  #openUntilMs: number | null = null;
  #pausedUntilMs = 0;
  /** While half-open: calls on their way, and those that arrived. */
  #probing = 0;
  #arrived = 0;

  state(nowMs: number): BreakerState {
    if (this.#openUntilMs === null) return "closed";
    return nowMs < this.#openUntilMs ? "open" : "half-open";
  }

  /** Whether a call may begin. */
  mayBegin(nowMs: number): boolean {
    if (nowMs < this.#pausedUntilMs) return false;
    if (this.#openUntilMs === null) return true;
    return nowMs >= this.#openUntilMs && this.#probing <= this.#arrived;
  }

  /** Lets a call begin, or gives null; the number is handed to `end`. */
  begin(nowMs: number): number | null {
    if (!this.mayBegin(nowMs)) return null;
    if (this.#openUntilMs !== null) this.#probing++;
    return this.#epoch;
  }

  /** Takes note of how a call ended. */
  end(epoch: number, ending: Ending, nowMs: number): void {
    // Begun before it opened: it tells of the time before.
    if (epoch !== this.#epoch) return;
    if (this.#openUntilMs !== null) return this.#endProbe(ending, nowMs);
    const bucket = this.#bucket(nowMs);
    bucket.calls++;
    if (ending !== "arrived") bucket.errors++;
    this.#timeouts = ending === "timeout" ? this.#timeouts + 1 : 0;
    if (this.#timeouts >= TIMEOUTS_MAX || this.#isFailing(nowMs)) {
      this.#open(nowMs);
    }
  }

  /** A call that was let begin did not. */
  cancel(epoch: number): void {
    if (epoch === this.#epoch && this.#openUntilMs !== null) this.#probing--;
  }

  /** The gateway asks to be left alone until then. */
  pause(untilMs: number): void {
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, untilMs);
  }

  /** When a call may begin again, as far as is known; now if it may. */
  nextMs(nowMs: number): number {
    return Math.max(nowMs, this.#pausedUntilMs, this.#openUntilMs ?? 0);
  }

  /** Calls and errors of the last minute. */
  traffic(nowMs: number): { calls: number; errors: number } {
    const since = Math.floor(nowMs / BUCKET_MS) - BUCKETS;
    let calls = 0;
    let errors = 0;
    for (const bucket of this.#buckets) {
      if (bucket.slot <= since) continue;
      calls += bucket.calls;
      errors += bucket.errors;
    }
    return { calls, errors };
  }

  #endProbe(ending: Ending, nowMs: number): void {
    this.#probing--;
    const bucket = this.#bucket(nowMs);
    bucket.calls++;
    if (ending !== "arrived") {
      bucket.errors++;
      this.#restMs = Math.min(this.#restMs * 2, REST_MS_MAX);
      return this.#open(nowMs);
    }
    if (++this.#arrived < ARRIVALS_MIN) return;
    this.#openUntilMs = null;
    this.#restMs = REST_MS;
    this.#timeouts = 0;
    // What went wrong before it was cured opens it no more.
    for (const bucket of this.#buckets) bucket.slot = -Infinity;
  }

  #open(nowMs: number): void {
    this.#epoch++;
    this.#openUntilMs = nowMs + this.#restMs;
    this.#probing = 0;
    this.#arrived = 0;
  }

  #isFailing(nowMs: number): boolean {
    const { calls, errors } = this.traffic(nowMs);
    return calls >= CALLS_MIN && errors >= calls * ERROR_SHARE;
  }

  #bucket(nowMs: number): Bucket {
    const slot = Math.floor(nowMs / BUCKET_MS);
    const bucket = this.#buckets[slot % BUCKETS]!;
    if (bucket.slot !== slot) {
      Object.assign(bucket, { slot, calls: 0, errors: 0 });
    }
    return bucket;
  }
}
