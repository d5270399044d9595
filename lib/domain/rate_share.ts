/**
 * Sharing rate limits between instances on one store. Once a second each
 * instance writes down what was asked of it, for the subjects that were called
 * at all, and takes the part of the quota that is its part of the demand; what
 * an instance has not said for five seconds does not count any more.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { RateLimiter } from "./rate_limit.ts";

const TICK_MS = 1_000;
const FORGOTTEN_MS = 5_000;

/** Says what was asked here, and takes the shares that follow from it. */
export async function shareRates(
  ports: Ports,
  limiter: RateLimiter,
  owner: string,
): Promise<void> {
  for (const [subject, asked] of limiter.demand()) {
    const key = keys.rateShare(subject);
    const share = await ports.store.transact(key.id, async (tx) => {
      const nowMs = ports.now();
      const before = (await tx.get(key))?.instances ?? {};
      const others = Object.entries(before).filter(([id, { atMs }]) =>
        id !== owner && nowMs - atMs < FORGOTTEN_MS
      );
      const instances = {
        ...Object.fromEntries(others),
        [owner]: { asked, atMs: nowMs },
      };
      tx.put(key, { instances, atMs: nowMs });
      const all = others.reduce((sum, [, one]) => sum + one.asked, asked);
      return asked / all;
    });
    limiter.setShare(subject, share);
  }
}

/** Shares again and again; the function given back ends it. */
export function keepSharing(
  ports: Ports,
  limiter: RateLimiter,
  owner: string,
): () => void {
  let stopped = false;
  let cancel = ports.after(TICK_MS, run);
  async function run() {
    await shareRates(ports, limiter, owner)
      .catch((error) => ports.report(error));
    if (!stopped) cancel = ports.after(TICK_MS, run);
  }
  return () => {
    stopped = true;
    cancel();
  };
}
