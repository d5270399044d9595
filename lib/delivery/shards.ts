/**
 * Shards of the due-index, held by lease. A shard's record names its owner and
 * what that owner has in work; every commit of delivery checks it, so that a
 * worker whose lease was taken over cannot write any more.
 *
 * @module
 */
import { keys, type Shard, SHARDS } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";

/** How long a lease holds without being renewed. */
export const LEASE_MS = 15_000;

/** Thrown where a shard is another worker's now. */
export class LostLease extends Error {
  override readonly name = "LostLease";
}

/** A shard this worker holds. */
export interface Lease {
  readonly shard: number;
  readonly owner: string;
  readonly epoch: number;
  untilMs: number;
  /** What this worker has in work: the id, and when it was claimed. */
  readonly flying: Map<string, number>;
  /** What the owner before had in work when it stopped, likewise. */
  readonly orphans: Map<string, number>;
}

/**
 * Takes a shard that is free, or whose lease has run out; null if it is
 * another's. `exclusive` takes it anyway: on an embedded store no other
 * process can be alive.
 */
export async function takeShard(
  ports: Ports,
  { shard, owner, exclusive }: {
    shard: number;
    owner: string;
    exclusive: boolean;
  },
): Promise<Lease | null> {
  const key = keys.shard(shard);
  const lease = await ports.store.transact(
    key.id,
    async (tx): Promise<Lease | null> => {
      const before = await tx.get(key);
      const nowMs = ports.now();
      const held = before !== null && before.owner !== owner &&
        before.untilMs > nowMs;
      if (held && !exclusive) return null;
      const lease = {
        shard,
        owner,
        epoch: (before?.epoch ?? 0) + 1,
        untilMs: nowMs + LEASE_MS,
        flying: new Map<string, number>(),
        orphans: new Map((before?.flying ?? []).map(readFlying)),
      };
      tx.put(key, recordOf(lease));
      return lease;
    },
  );
  if (lease !== null) await forgetFinished(ports, lease);
  return lease;
}

/** Renews a lease, with what is in work now. */
export async function renewLease(ports: Ports, lease: Lease): Promise<void> {
  const key = keys.shard(lease.shard);
  const untilMs = ports.now() + LEASE_MS;
  await ports.store.transact(key.id, async (tx) => {
    await assertLease(tx, lease);
    tx.put(key, recordOf({ ...lease, untilMs }));
  });
  lease.untilMs = untilMs;
}

/** Gives a shard back, so that another worker need not wait. */
export async function giveUpShard(ports: Ports, lease: Lease): Promise<void> {
  const key = keys.shard(lease.shard);
  await ports.store.transact(key.id, async (tx) => {
    await assertLease(tx, lease);
    tx.put(key, recordOf({ ...lease, untilMs: 0 }));
  });
}

/**
 * Reads the shard's record, to be checked by the commit.
 *
 * @throws {LostLease}
 */
export async function assertLease(tx: Tx, lease: Lease): Promise<void> {
  const record = await tx.get(keys.shard(lease.shard));
  if (record?.owner !== lease.owner || record.epoch !== lease.epoch) {
    throw new LostLease(`shard ${lease.shard} has another owner`);
  }
}

/** Every shard's number, in an order of this worker's own. */
export function shardOrder(random: () => number): number[] {
  const first = Math.floor(random() * SHARDS);
  return Array.from({ length: SHARDS }, (_, i) => (first + i) % SHARDS);
}

/** Ids of what a shard's owner has in work. */
export function flyingIds(record: Shard | null): Set<string> {
  return new Set(record?.flying.map((entry) => readFlying(entry)[0]));
}

/**
 * What the owner before had finished is no orphan, although it did not come to
 * say so: its record would grow with each crash.
 */
async function forgetFinished(
  ports: Ports,
  { orphans }: Lease,
): Promise<void> {
  const claimed = [...orphans];
  const batches = await ports.store.getMany(
    claimed.map(([id]) => keys.batch(id)),
  );
  claimed.forEach(([id, claimedMs], i) => {
    const dueMs = batches[i]?.dueMs ?? Infinity;
    if (dueMs > claimedMs) orphans.delete(id);
  });
}

function recordOf(
  { owner, epoch, untilMs, flying, orphans }: Lease,
): Shard {
  return {
    owner,
    epoch,
    untilMs,
    flying: [...orphans, ...flying].map(([id, atMs]) => `${atMs}:${id}`),
  };
}

function readFlying(entry: string): [id: string, atMs: number] {
  const colon = entry.indexOf(":");
  return [entry.slice(colon + 1), Number(entry.slice(0, colon))];
}
