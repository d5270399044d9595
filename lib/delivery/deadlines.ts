/**
 * Deadlines that all lie equally far ahead: they end in the order they began,
 * so one timer, for the first of them, stands for all.
 *
 * @module
 */
import type { Ports } from "../ports.ts";

interface Deadline {
  readonly atMs: number;
  readonly stop: AbortController;
  isOver: boolean;
}

/** What may take `ms` and no longer. */
export class Deadlines {
  readonly #ports: Pick<Ports, "now" | "after">;
  readonly #ms: number;
  #waiting: Deadline[] = [];
  /** How many of them, from the first, are over. */
  #over = 0;
  #cancel: (() => void) | null = null;

  constructor(ports: Pick<Ports, "now" | "after">, ms: number) {
    this.#ports = ports;
    this.#ms = ms;
  }

  /** Aborts `stop` in time, unless the function given back is called before. */
  begin(stop: AbortController): () => void {
    const atMs = this.#ports.now() + this.#ms;
    const deadline = { atMs, stop, isOver: false };
    this.#waiting.push(deadline);
    this.#arm();
    return () => {
      deadline.isOver = true;
      this.#forget();
    };
  }

  #arm(): void {
    const first = this.#waiting[this.#over];
    if (this.#cancel !== null || first === undefined) return;
    const ms = Math.max(0, first.atMs - this.#ports.now());
    this.#cancel = this.#ports.after(ms, () => {
      this.#cancel = null;
      const nowMs = this.#ports.now();
      for (const one of this.#waiting.slice(this.#over)) {
        if (one.atMs > nowMs) break;
        if (!one.isOver) one.stop.abort();
        one.isOver = true;
      }
      this.#forget();
      this.#arm();
    });
  }

  /** Lets go of those that are over, and of the timer with the last. */
  #forget(): void {
    while (this.#waiting[this.#over]?.isOver) this.#over++;
    if (this.#over === this.#waiting.length) {
      this.#waiting = [];
      this.#over = 0;
      this.#cancel?.();
      this.#cancel = null;
    } else if (this.#over > 1_000) {
      this.#waiting = this.#waiting.slice(this.#over);
      this.#over = 0;
    }
  }
}
