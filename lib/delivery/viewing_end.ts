/**
 * The end of looking at the pages as somebody else, when its time is over.
 *
 * @module
 */
import { closeViewing } from "../domain/viewing.ts";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { Claim } from "./deliver.ts";
import { assertLease } from "./shards.ts";

/** Ends what a claim names, and writes down that its time was over. */
export async function endViewingOnTime(
  ports: Ports,
  { lease, id, dueMs }: Claim,
): Promise<void> {
  await ports.store.transact(`shard:${lease.shard}`, async (tx) => {
    await assertLease(tx, lease);
    const shard = keys.shard(lease.shard);
    tx.put(shard, (await tx.get(shard))!);
    tx.delete(keys.due(lease.shard, dueMs, id));
    await closeViewing(tx, ports, { id, how: "time" });
  });
}
