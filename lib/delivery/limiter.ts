import { Turns, type Waiter } from "./turns.ts";

/** Lets at most so many run at once, and starts so many a second. */
export interface Limits {
  readonly concurrency: number;
  readonly ratePerSecond: number | null;
}

interface LimiterPorts {
  now(): number;
  after(ms: number, run: () => void): () => void;
}

/** Timers come late; so much of what they cost is made up for. */
const LATE_MS_MAX = 250;

/**
 * Holds back work for one gateway. Tenants take turns; the rate is kept by
 * spacing the starts evenly.
 */
export class Limiter {
  readonly #ports: LimiterPorts;
  #limits: Limits;
  #running = 0;
  #nextMs = 0;
  readonly #turns = new Turns<(starts: boolean) => void>();
  #cancelTimer: (() => void) | null = null;

  constructor(ports: LimiterPorts, limits: Limits) {
    this.#ports = ports;
    this.#limits = limits;
  }

  /** How many wait to start. */
  get waiting(): number {
    return this.#turns.size;
  }

  set limits(limits: Limits) {
    const before = this.#limits;
    this.#limits = limits;
    const isSame = before.concurrency === limits.concurrency &&
      before.ratePerSecond === limits.ratePerSecond;
    if (!isSame) this.#startSome();
  }

  /**
   * Waits for a turn; false if it was sent away instead. Whoever has a turn
   * calls `end` when done.
   */
  begin(waiter: Waiter): true | Promise<boolean> {
    if (this.#turns.size === 0 && this.#mayStart(false)) return true;
    return new Promise<boolean>((resolve) => {
      this.#turns.add(resolve, waiter);
      this.#startSome();
    });
  }

  /** Gives the place back that `begin` gave. */
  end(): void {
    this.#running--;
    if (this.#turns.size > 0) this.#startSome();
  }

  /** Sends away everyone who waits. */
  sendAway(): void {
    for (const resolve of this.#turns.clear()) resolve(false);
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  /** Takes a place, if there is one now. */
  #mayStart(isBusy: boolean): boolean {
    const { concurrency, ratePerSecond } = this.#limits;
    if (this.#running >= concurrency) return false;
    if (ratePerSecond !== null) {
      const nowMs = this.#ports.now();
      if (nowMs < this.#nextMs) return false;
      // A pause is not saved up: the rate holds in every second.
      const lateMs = isBusy ? LATE_MS_MAX : 1;
      this.#nextMs = Math.max(this.#nextMs, nowMs - lateMs) +
        1_000 / ratePerSecond;
    }
    this.#running++;
    return true;
  }

  #startSome(): void {
    while (this.#turns.size > 0 && this.#mayStart(true)) {
      this.#turns.next()!(true);
    }
    const full = this.#running >= this.#limits.concurrency;
    if (this.#turns.size === 0 || this.#cancelTimer !== null || full) return;
    const waitMs = Math.max(0, this.#nextMs - this.#ports.now());
    this.#cancelTimer = this.#ports.after(waitMs, () => {
      this.#cancelTimer = null;
      this.#startSome();
    });
  }
}
