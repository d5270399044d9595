/**
 * How many requests are let in at a time. Work beyond what the process can do
 * only makes all of it late: what comes on top is refused at once, so that
 * what was let in is answered in time.
 *
 * The limit follows what requests take: it shrinks when they take longer than
 * they should on average, and grows again while it is reached and they do not.
 *
 * What waits to be looked at is seen by nobody here, the refused least of all.
 * So it shrinks as well when something put off until "next" comes late: the
 * process then has less to do between two looks at its connections.
 *
 * @module
 */

/** What requests should take on average, at the most. */
const TARGET_MS = 200;
/** How often the limit is looked at. */
const WINDOW_MS = 100;
/** Fewer say nothing about the average. */
const SAMPLE_MIN = 20;
const LIMIT_MIN = 64;
const LIMIT_MAX = 4_096;
const GROWTH = 1.1;
/** How long a turn of the event loop should take, at the most. */
const TURN_MS = 40;
/** So many are let in however long turns are: a slow machine is no overload. */
const LATE_MIN = 128;
const SHRINK_MIN = 0.5;

/** The turns of this process's event loop. */
export interface EventLoop {
  now(): number;
  /** Calls `run` in a turn after this one, as soon as there is one. */
  next(run: () => void): void;
}

/** The door of one process. */
export class Admission {
  /** Requests refused since the start. */
  refused = 0;
  #limit = 512;
  #inside = 0;
  #reached = false;
  #sinceMs = 0;
  #count = 0;
  #sumMs = 0;
  #isProbing = false;
  #wasLate = false;
  readonly #loop: EventLoop | null;

  /** Without an event loop to look at, it goes by what requests take. */
  constructor(loop: EventLoop | null = null) {
    this.#loop = loop;
  }

  /** How many may be inside now. */
  get limit(): number {
    return this.#limit;
  }

  get inside(): number {
    return this.#inside;
  }

  /** Lets a request in, or refuses it. */
  enter(): boolean {
    this.#probe();
    if (this.#inside >= this.#limit) {
      this.#reached = true;
      this.refused++;
      return false;
    }
    this.#inside++;
    return true;
  }

  /** A request that was let in is answered. */
  leave(startMs: number, nowMs: number): void {
    this.#inside--;
    this.#count++;
    this.#sumMs += nowMs - startMs;
    if (nowMs - this.#sinceMs >= WINDOW_MS) this.#adapt(nowMs);
  }

  #probe(): void {
    if (this.#loop === null || this.#isProbing) return;
    const loop = this.#loop;
    const startMs = loop.now();
    this.#isProbing = true;
    loop.next(() => {
      this.#isProbing = false;
      const turnMs = loop.now() - startMs;
      if (turnMs <= TURN_MS) return;
      this.#wasLate = true;
      if (this.#limit <= LATE_MIN) return;
      const part = Math.max(SHRINK_MIN, TURN_MS / turnMs);
      this.#limit = Math.max(LATE_MIN, Math.floor(this.#limit * part));
    });
  }

  #adapt(nowMs: number): void {
    if (this.#count >= SAMPLE_MIN) {
      const meanMs = this.#sumMs / this.#count;
      if (meanMs > TARGET_MS) {
        const part = Math.max(SHRINK_MIN, TARGET_MS / meanMs);
        this.#limit = Math.max(LIMIT_MIN, Math.floor(this.#limit * part));
      } else if (this.#reached && !this.#wasLate) {
        const more = Math.ceil(this.#limit * GROWTH);
        this.#limit = Math.min(LIMIT_MAX, more);
      }
    } else if (nowMs - this.#sinceMs < 10 * WINDOW_MS) return;
    this.#reached = false;
    this.#wasLate = false;
    this.#sinceMs = nowMs;
    this.#count = 0;
    this.#sumMs = 0;
  }
}
