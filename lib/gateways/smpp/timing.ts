import type { GatewayPorts } from "../gateway.ts";

type Timers = Pick<GatewayPorts, "after">;

/** A signal that aborts after `ms`, unless it is cancelled before. */
export function timeLimit(
  ports: Timers,
  ms: number,
): { readonly signal: AbortSignal; readonly cancel: () => void } {
  const controller = new AbortController();
  const cancel = ports.after(ms, () => controller.abort());
  return { signal: controller.signal, cancel };
}

/** Waits `ms`, or until the signal aborts; true where the time passed. */
export function pause(
  ports: Timers,
  ms: number,
  signal: AbortSignal,
): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const cancel = ports.after(ms, () => end(true));
    const stop = () => end(false);
    const end = (passed: boolean) => {
      cancel();
      signal.removeEventListener("abort", stop);
      resolve(passed);
    };
    signal.addEventListener("abort", stop);
  });
}

/** What `work` comes to, or null where the signal aborts first. */
export function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
): Promise<T | null> {
  if (signal.aborted) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const stop = () => resolve(null);
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", stop));
  });
}
