/**
 * A claimed batch: its due messages are handed over side by side, and what
 * came of them is written down as it comes in.
 *
 * @module
 */
import { openBatch } from "../domain/batch.ts";
import { type Due, keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { concludeBatch, type Concluded, dueMessages } from "./conclude.ts";
import type { HandOver } from "./hand_over.ts";
import { assertLease, type Lease, LostLease } from "./shards.ts";

/** How long to wait before trying again to write results down. */
const WRITE_AGAIN_MS = 1_000;

/** An entry of the due-index in work. */
export interface Claim {
  readonly lease: Lease;
  readonly id: string;
  readonly dueMs: number;
  readonly due: Due;
  readonly claimedMs: number;
  /** When the owner before claimed it, if it never finished. */
  readonly orphanMs: number | null;
}

/** Hands over what is due of a batch, and concludes it. */
export async function deliverBatch(
  ports: Ports,
  handOver: HandOver,
  claim: Claim,
): Promise<void> {
  const { id, claimedMs, orphanMs } = claim;
  const batch = await ports.store.get(keys.batch(id));
  const due = batch === null ? [] : dueMessages(batch, claimedMs);
  if (batch === null || due.length === 0) return await dropDue(ports, claim);
  const { numbers, texts } = await openBatch(ports, batch);
  const results = new Results(ports, claim);
  await Promise.all(due.map(async ([index, message]) => {
    const handed = await handOver.run({
      batch,
      index,
      message,
      to: numbers?.[index] ?? null,
      text: texts?.[message.text] ?? null,
    }, claimedMs);
    // No gateway was ever asked for a test, and some know what comes twice.
    const isTest = batch.submissions[message.submission]!.test === true;
    const isOrphan = orphanMs !== null && message.dueMs! <= orphanMs &&
      !isTest && !handed.deduplicated;
    const mayHaveLeft = isOrphan || message.reason === "unknown_outcome";
    results.add({ index, ...handed, mayHaveLeft });
  }));
  await results.written();
}

/** Removes an entry of the due-index that nothing stands behind. */
export async function dropDue(ports: Ports, claim: Claim): Promise<void> {
  const { lease, id, dueMs } = claim;
  await ports.store.transact(`shard:${lease.shard}`, async (tx) => {
    await assertLease(tx, lease);
    const batch = await tx.get(keys.batch(id));
    if (claim.due.kind === "messages" && batch?.dueMs === dueMs) return;
    const shard = keys.shard(lease.shard);
    tx.put(shard, (await tx.get(shard))!);
    tx.delete(keys.due(lease.shard, dueMs, id));
  });
}

/**
 * Results on their way into the store. What was handed over must be written
 * down, however long the store takes: to forget it would be to send it again.
 */
class Results {
  readonly #ports: Ports;
  readonly #claim: Claim;
  readonly #waiting: Concluded[] = [];
  #writing: Promise<void> | null = null;
  #lost: unknown = null;

  constructor(ports: Ports, claim: Claim) {
    this.#ports = ports;
    this.#claim = claim;
  }

  add(result: Concluded): void {
    this.#waiting.push(result);
    this.#writing ??= this.#write();
  }

  /** @throws {LostLease} when the shard went to another worker meanwhile */
  async written(): Promise<void> {
    await this.#writing;
    if (this.#lost !== null) throw this.#lost;
  }

  async #write(): Promise<void> {
    // What comes in the same turn goes into the same commit.
    await Promise.resolve();
    while (this.#waiting.length > 0 && this.#lost === null) {
      const results = this.#waiting.splice(0);
      try {
        await concludeBatch(this.#ports, this.#claim.lease, {
          batchId: this.#claim.id,
          structureId: this.#claim.due.structureId,
          results,
        });
      } catch (error) {
        if (error instanceof LostLease) this.#lost = error;
        else {
          this.#ports.report(error, { batchId: this.#claim.id });
          this.#waiting.unshift(...results);
          await new Promise<void>((resolve) => {
            this.#ports.after(WRITE_AGAIN_MS, resolve);
          });
        }
      }
    }
    this.#writing = null;
  }
}
