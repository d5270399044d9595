import type { GatewayPorts } from "../gateway.ts";

/** Timers are late under load: so much is caught up, to keep the pace. */
const LATE_MS_MAX = 50;

interface Waiting {
  readonly resolve: (admitted: boolean) => void;
  readonly signal: AbortSignal;
  readonly stop: () => void;
}

/**
 * Lets in at most `window` at once and `perSecond` a second, evenly spaced, in
 * the order they came.
 */
export class Turnstile {
  readonly #ports: Pick<GatewayPorts, "now" | "after">;
  readonly #window: number;
  readonly #spacingMs: number;
  readonly #waiting: Waiting[] = [];
  #inside = 0;
  #nextMs = 0;
  #pausedUntilMs = 0;
  #cancelTimer: (() => void) | null = null;
  #closed = false;

  constructor(
    ports: Pick<GatewayPorts, "now" | "after">,
    options: { window: number; perSecond: number | null },
  ) {
    this.#ports = ports;
    this.#window = options.window;
    this.#spacingMs = options.perSecond === null
      ? 0
      : 1_000 / options.perSecond;
  }

  /** Waits for a place; false where the signal or the end came first. */
  enter(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted || this.#closed) return Promise.resolve(false);
    return new Promise((resolve) => {
      const waiting = { resolve, signal, stop: () => this.#forget(waiting) };
      signal.addEventListener("abort", waiting.stop);
      // Time in which nobody came is not saved up.
      if (this.#waiting.length === 0) {
        this.#nextMs = Math.max(this.#nextMs, this.#ports.now());
      }
      this.#waiting.push(waiting);
      this.#admit();
    });
  }

  /** Gives the place back. */
  leave(): void {
    this.#inside--;
    this.#admit();
  }

  /** Whether nobody is let in for the time being. */
  get paused(): boolean {
    return this.#ports.now() < this.#pausedUntilMs;
  }

  /** Lets nobody in for a while. */
  pause(ms: number): void {
    this.#pausedUntilMs = Math.max(
      this.#pausedUntilMs,
      this.#ports.now() + ms,
    );
  }

  /** Sends away all who wait, and whoever comes later. */
  close(): void {
    this.#closed = true;
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    for (const waiting of [...this.#waiting]) this.#forget(waiting);
  }

  #admit(): void {
    while (this.#waiting.length > 0 && this.#inside < this.#window) {
      const nowMs = this.#ports.now();
      const openMs = Math.max(this.#nextMs, this.#pausedUntilMs);
      if (nowMs < openMs) return this.#wakeIn(openMs - nowMs);
      this.#nextMs = Math.max(openMs, nowMs - LATE_MS_MAX) + this.#spacingMs;
      this.#inside++;
      const { resolve, signal, stop } = this.#waiting.shift()!;
      signal.removeEventListener("abort", stop);
      resolve(true);
    }
  }

  #wakeIn(ms: number): void {
    if (this.#cancelTimer !== null) return;
    this.#cancelTimer = this.#ports.after(ms, () => {
      this.#cancelTimer = null;
      this.#admit();
    });
  }

  #forget(waiting: Waiting): void {
    const at = this.#waiting.indexOf(waiting);
    if (at === -1) return;
    this.#waiting.splice(at, 1);
    waiting.signal.removeEventListener("abort", waiting.stop);
    waiting.resolve(false);
  }
}
