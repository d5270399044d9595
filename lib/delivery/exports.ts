import { continueExport } from "../domain/history_export_run.ts";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { Claim } from "./deliver.ts";
import { assertLease } from "./shards.ts";

/** What one claim may take: others wait, and so does a stop of the service. */
const TURN_MS = 500;

/** Prepares some of a claimed export, and has it claimed again for the rest. */
export async function workOnExport(ports: Ports, claim: Claim): Promise<void> {
  const { lease, id, due } = claim;
  const untilMs = ports.now() + TURN_MS;
  let { dueMs } = claim;
  const { structureId } = due;
  const guard = async (
    tx: Parameters<typeof assertLease>[0],
    nextMs: number | null,
  ) => {
    await assertLease(tx, lease);
    tx.delete(keys.due(lease.shard, dueMs, id));
    if (nextMs === null) return;
    const at = Math.max(nextMs, dueMs + 1);
    tx.put(keys.due(lease.shard, at, id), due);
    next = at;
  };
  let next = dueMs;
  while (
    await continueExport(ports, { structureId, id, guard }) &&
    ports.now() < untilMs
  ) dueMs = next;
}
