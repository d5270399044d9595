/** Lets at most so many run at once, and starts so many a second. */
export interface Limits {
  readonly concurrency: number;
  readonly ratePerSecond: number | null;
}

interface LimiterPorts {
  now(): number;
  after(ms: number, run: () => void): () => void;
}

/**
 * Holds back work for one gateway. Those who wait start in the order they
 * came; the rate is kept by spacing the starts evenly.
 */
export class Limiter {
  readonly #ports: LimiterPorts;
  #limits: Limits;
  #running = 0;
  #nextMs = 0;
  #waiting: (() => void)[] = [];
  #timer = false;

  constructor(ports: LimiterPorts, limits: Limits) {
    this.#ports = ports;
    this.#limits = limits;
  }

  /** How many wait to start. */
  get waiting(): number {
    return this.#waiting.length;
  }

  set limits(limits: Limits) {
    this.#limits = limits;
    this.#startSome();
  }

  /** Runs `work` when its turn has come. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#mayStart()) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        this.#startSome();
      });
    }
    try {
      return await work();
    } finally {
      this.#running--;
      this.#startSome();
    }
  }

  /** Takes a place, if there is one now. */
  #mayStart(): boolean {
    const { concurrency, ratePerSecond } = this.#limits;
    if (this.#running >= concurrency) return false;
    if (ratePerSecond !== null) {
      const nowMs = this.#ports.now();
      if (nowMs < this.#nextMs) return false;
      // A pause is not saved up: the rate holds in every second.
      this.#nextMs = Math.max(this.#nextMs, nowMs - 1) + 1_000 / ratePerSecond;
    }
    this.#running++;
    return true;
  }

  #startSome(): void {
    while (this.#waiting.length > 0 && this.#mayStart()) {
      this.#waiting.shift()!();
    }
    const full = this.#running >= this.#limits.concurrency;
    if (this.#waiting.length === 0 || this.#timer || full) return;
    this.#timer = true;
    this.#ports.after(Math.max(0, this.#nextMs - this.#ports.now()), () => {
      this.#timer = false;
      this.#startSome();
    });
  }
}
