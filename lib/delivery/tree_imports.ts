import { continueImport } from "../domain/tree_import_run.ts";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { Claim } from "./deliver.ts";
import { assertLease } from "./shards.ts";

/** Makes what is left of a claimed import, some lines at a time. */
export async function workOnImport(ports: Ports, claim: Claim): Promise<void> {
  const { lease, id, dueMs } = claim;
  while (
    !await continueImport(ports, id, async (tx, isOver) => {
      await assertLease(tx, lease);
      if (isOver) tx.delete(keys.due(lease.shard, dueMs, id));
    })
  );
}
