/**
 * What time does to accounts: SMS that end, allowances of a month, and what a
 * structure gives back. Each is one commit that also takes its entry off the
 * due-index, under the shard's lease.
 *
 * @module
 */
import { giveAllowance } from "../domain/allowance.ts";
import { readAccount } from "../domain/credit.ts";
import { runExpiry } from "../domain/expiry.ts";
import { flowBack } from "../domain/shared.ts";
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import type { Claim } from "./deliver.ts";
import { assertLease } from "./shards.ts";

/** Kinds of due work that concern an account alone. */
export type CreditJob = "expiry" | "allowance" | "flowBack";

/** Does the work of an account that is due. */
export async function doCreditJob(
  ports: Ports,
  { lease, id, dueMs, due: { structureId } }: Claim,
  kind: CreditJob,
): Promise<void> {
  const nowMs = ports.now();
  const cause = ports.newId("trf");
  await ports.store.transact(structureId, async (tx) => {
    await assertLease(tx, lease);
    readAccount(tx, structureId);
    tx.delete(keys.due(lease.shard, dueMs, id));
    await JOBS[kind](tx, structureId, nowMs, cause);
  });
}

type Job = (
  tx: Tx,
  structureId: string,
  nowMs: number,
  cause: string,
) => Promise<void> | void;

const JOBS: Record<CreditJob, Job> = {
  expiry: runExpiry,
  allowance: giveAllowance,
  flowBack: (tx, structureId, atMs, cause) =>
    flowBack(tx, structureId, { actor: "delivery", cause, atMs }),
};
