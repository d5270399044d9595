/**
 * How far OVH's clock is from ours: a signature whose time is off is refused.
 *
 * @module
 */
import { ask } from "./answer.ts";
import type { GatewayPorts } from "./gateway.ts";

const KEPT_MS = 3_600_000;
const CLOCKS_MAX = 100;

interface Clock {
  /** Null where the service did not tell. */
  readonly deltaMs: Promise<number | null>;
  readonly readMs: number;
}

/** By address, since all settings that name it read the same clock. */
const clocks = new Map<string, Clock>();

/**
 * OVH's time minus ours, read at most once an hour, and whether it was read
 * for this call. Zero where it cannot be read: the question itself will tell.
 */
export async function clockDelta(
  ports: GatewayPorts,
  base: string,
  signal: AbortSignal,
): Promise<{ deltaMs: number; isFresh: boolean }> {
  const nowMs = ports.now();
  const known = clocks.get(base);
  const isKept = known !== undefined && nowMs - known.readMs < KEPT_MS;
  const clock = isKept
    ? known
    : { deltaMs: readDelta(ports, base, signal), readMs: nowMs };
  if (!isKept) {
    if (clocks.size >= CLOCKS_MAX) clocks.clear();
    clocks.set(base, clock);
  }
  const deltaMs = await clock.deltaMs;
  if (deltaMs === null && clocks.get(base) === clock) clocks.delete(base);
  return { deltaMs: deltaMs ?? 0, isFresh: !isKept };
}

/** Has the clock read again before the next signature. */
export function forgetClock(base: string): void {
  clocks.delete(base);
}

async function readDelta(
  ports: GatewayPorts,
  base: string,
  signal: AbortSignal,
): Promise<number | null> {
  const question = { url: `${base}/auth/time`, method: "GET", headers: {} };
  const answer = await ask(ports, { ...question, method: "GET" }, signal);
  if ("kind" in answer || answer.status !== 200) return null;
  const seconds = answer.text.trim();
  return /^\d{9,11}$/.test(seconds)
    ? Number(seconds) * 1_000 - ports.now()
    : null;
}
