/**
 * How far delivery is behind: what is due and in nobody's hands.
 *
 * @module
 */
import { keys, KINDS, SHARDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { flyingIds } from "./shards.ts";

/** What is due of one shard. */
export interface ShardLag {
  readonly shard: number;
  /** Whether a worker holds it. */
  readonly isHeld: boolean;
  /** Entries in work. */
  readonly flying: number;
  /** For how long the oldest entry nobody works on has been due. */
  readonly lagMs: number;
}

/** What is due and not in work, shard by shard. */
export async function readLag(ports: Ports): Promise<ShardLag[]> {
  return await Promise.all(
    Array.from({ length: SHARDS }, (_, shard) => lagOf(ports, shard)),
  );
}

/**
 * Whether delivery stands still somewhere: something has been due for longer
 * than `lateMs` in a shard that nobody holds, or whose holder does nothing. A
 * slow gateway is not that: its shard has messages in work.
 */
export function isStuck(lags: readonly ShardLag[], lateMs: number): boolean {
  return lags.some(({ isHeld, flying, lagMs }) =>
    lagMs > lateMs && (!isHeld || flying === 0)
  );
}

async function lagOf(ports: Ports, shard: number): Promise<ShardLag> {
  const record = await ports.store.get(keys.shard(shard));
  const nowMs = ports.now();
  const isHeld = record !== null && record.untilMs > nowMs;
  const flying = flyingIds(record);
  const due = ports.store.list(KINDS.due, { under: [shard] }, {
    limit: flying.size + 1,
  });
  for await (const { parts } of due) {
    if (flying.has(parts[2] as string)) continue;
    const lagMs = Math.max(0, nowMs - (parts[1] as number));
    return { shard, isHeld, flying: flying.size, lagMs };
  }
  return { shard, isHeld, flying: flying.size, lagMs: 0 };
}
