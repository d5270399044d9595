/**
 * A claimed batch: its due messages are handed over side by side, and what
 * came of them is written down as it comes in.
 *
 * @module
 */
import { openBatch } from "../domain/batch.ts";
import { type Due, keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { Batch, StoredMessage } from "../schema/batch.ts";
import {
  concludeBatch,
  type Concluded,
  dueMessages,
  flagRepeats,
} from "./conclude.ts";
import type { HandOver } from "./hand_over.ts";
import { gatewaysToAsk } from "./orphans.ts";
import { assertLease, type Lease, LostLease } from "./shards.ts";

/** Checks of a conclusion: the shard and the account, besides receipts. */
const OWN_CHECKS = 2;
/** How long results of a batch wait for others of it. */
const GATHER_MS = 10;
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
  const batch = await flaggedBatch(ports, handOver, claim);
  const due = batch === null ? [] : dueMessages(batch, claim.claimedMs);
  if (batch === null || due.length === 0) return await dropDue(ports, claim);
  const { numbers, texts } = await openBatch(ports, batch);
  const results = new Results(ports, claim, due.length);
  await Promise.all(due.map(async ([index, message]) => {
    const handed = await handOver.run({
      batch,
      index,
      message,
      to: numbers?.[index] ?? null,
      text: texts?.[message.text] ?? null,
    }, claim.claimedMs);
    // What has not left when this worker stops stays due.
    results.add(handed === null ? null : { index, ...handed });
  }));
  await results.written();
}

/**
 * The batch of a claim. What of it may have left before says so from here on,
 * not from when the outcome is known: this process may die before.
 */
async function flaggedBatch(
  ports: Ports,
  handOver: HandOver,
  { lease, id, due: { structureId }, claimedMs, orphanMs }: Claim,
): Promise<Batch | null> {
  const batch = await ports.store.get(keys.batch(id));
  if (batch === null) return null;
  // Where a second hand-over is recognised, an orphan's is no harm.
  const lostMs = orphanMs === null ||
      await handOver.recognisesRepeats(structureId)
    ? -Infinity
    : orphanMs;
  const repeats = dueMessages(batch, claimedMs).filter(([, message]) =>
    !message.possibleDuplicate && mayHaveLeft(batch, message, lostMs)
  );
  if (repeats.length === 0) return batch;
  const indexes = new Set(repeats.map(([index]) => index));
  return await flagRepeats(ports, lease, {
    batchId: id,
    structureId,
    indexes,
    asked: await gatewaysToAsk(ports, batch, indexes),
    lostMs,
  });
}

/** Whether an earlier hand-over, whose answer nobody heard, may have arrived. */
function mayHaveLeft(
  { submissions }: Batch,
  { dueMs, submission, reason }: StoredMessage,
  lostMs: number,
): boolean {
  // What is only looked into goes nowhere by that.
  return dueMs! <= lostMs && !submissions[submission]!.test &&
    reason !== "unknown_outcome";
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
  readonly #allIn = Promise.withResolvers<void>();
  #expected: number;
  #writing: Promise<void> | null = null;
  #lost: unknown = null;

  constructor(ports: Ports, claim: Claim, expected: number) {
    this.#ports = ports;
    this.#claim = claim;
    this.#expected = expected;
  }

  /** Takes what came of one message; null if it did not leave. */
  add(result: Concluded | null): void {
    if (--this.#expected === 0) this.#allIn.resolve();
    if (result === null) return;
    this.#waiting.push(result);
    this.#writing ??= this.#write();
  }

  /** Each commit writes the whole batch again: a few moments make it fewer. */
  async #gather(): Promise<void> {
    if (this.#expected === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#ports.after(GATHER_MS, resolve);
    await Promise.race([promise, this.#allIn.promise]);
    cancel();
  }

  /** @throws {LostLease} when the shard went to another worker meanwhile */
  async written(): Promise<void> {
    await this.#writing;
    if (this.#lost !== null) throw this.#lost;
  }

  /** Each id a gateway gave takes a check: a receipt may have come for it. */
  #most(): number {
    const { checks } = this.#ports.store.options.envelope;
    const named = this.#waiting.some(({ byProviderId }) => byProviderId);
    return named ? checks - OWN_CHECKS : this.#waiting.length;
  }

  async #write(): Promise<void> {
    // What comes in the same turn goes into the same commit.
    await Promise.resolve();
    while (this.#waiting.length > 0 && this.#lost === null) {
      await this.#gather();
      const results = this.#waiting.splice(0, this.#most());
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
