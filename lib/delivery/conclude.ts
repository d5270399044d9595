/**
 * Writing down what became of messages: statuses, credits, the next attempt.
 * One transaction for each batch, and the store merges those that wait.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import type { Batch, StoredMessage } from "../schema/batch.ts";
import { messageId, shardOf } from "../domain/batch.ts";
import { readAccount } from "../domain/credit.ts";
import {
  afterReceipt,
  applySteps,
  isReserved,
  type Step,
} from "../domain/step.ts";
import { afterPart, type PartPlace, writeNamed } from "./message_parts.ts";
import { afterAttempt, interrupted, type Result } from "./outcome.ts";
import { assertLease, type Lease } from "./shards.ts";

/** What became of one message of a batch. */
export interface Concluded {
  readonly index: number;
  readonly result: Result;
  readonly gatewayId: string | null;
  /** Its receipt names the gateway's own id, not ours. */
  readonly byProviderId: boolean;
  /** The receipt a test message is to get. */
  readonly followUp: FollowUp | null;
}

/** A receipt that the service itself gives, after a while. */
export interface FollowUp {
  readonly status: "delivered" | "failed" | "expired";
  readonly afterMs: number;
}

/** Writes down results of one batch, under the shard's lease. */
export function concludeBatch(
  ports: Ports,
  lease: Lease,
  { batchId, structureId, results }: {
    batchId: string;
    structureId: string;
    results: readonly Concluded[];
  },
): Promise<void> {
  const nowMs = ports.now();
  const random = ports.random();
  return ports.store.transact(structureId, async (tx) => {
    await assertLease(tx, lease);
    readAccount(tx, structureId);
    const before = await tx.get(keys.batch(batchId));
    if (before === null) throw new Error(`batch ${batchId} is gone`);
    const gateways = [...before.gateways];
    const early: Early[] = [];
    const steps = new Map<number, Step>();
    for (const concluded of results) {
      const { index, result, gatewayId, byProviderId } = concluded;
      const message = before.messages[index]!;
      const step = afterAttempt(message, {
        result,
        gateway: gatewayId === null
          ? undefined
          : gatewayPlace(gateways, gatewayId),
        expiresAtMs: before.submissions[message.submission]!.expiresAtMs,
        nowMs,
        random,
      });
      steps.set(index, step);
      if (concluded.followUp !== null && step.effect === "settle") {
        scheduleReceipt(tx, messageId(batchId, index), structureId, {
          dueMs: nowMs + concluded.followUp.afterMs,
          status: concluded.followUp.status,
        });
      }
      if (!byProviderId || gatewayId === null) continue;
      const ids = providerIds(result);
      ids.forEach((providerId, part) => {
        const place = { index: part, count: ids.length };
        early.push({
          index,
          gatewayId,
          providerId,
          part: ids.length > 1 ? place : null,
        });
      });
    }
    await meetReceipts(tx, batchId, early, steps, nowMs);
    applySteps(tx, { ...before, gateways }, steps, nowMs);
  }, [keys.batch(batchId)]);
}

/**
 * Flags messages of a batch that are about to be handed over once more, and
 * holds back those whose network is asked first, under the shard's lease;
 * gives the batch as it is then.
 */
export function flagRepeats(
  ports: Ports,
  lease: Lease,
  { batchId, structureId, indexes, asked, lostMs }: {
    batchId: string;
    structureId: string;
    indexes: ReadonlySet<number>;
    /** Ids of the gateways to ask, by the message's index. */
    asked: ReadonlyMap<number, string>;
    /** When the worker before took them into work. */
    lostMs: number;
  },
): Promise<Batch> {
  const nowMs = ports.now();
  return ports.store.transact(structureId, async (tx) => {
    await assertLease(tx, lease);
    readAccount(tx, structureId);
    const before = await tx.get(keys.batch(batchId));
    if (before === null) throw new Error(`batch ${batchId} is gone`);
    const gateways = [...before.gateways];
    const steps = new Map<number, Step>();
    for (const index of indexes) {
      const message = before.messages[index]!;
      if (!isReserved(message)) continue;
      const gatewayId = asked.get(index);
      const next = gatewayId === undefined
        ? { ...message, possibleDuplicate: true as const }
        : interrupted(message, {
          gateway: gatewayPlace(gateways, gatewayId),
          expiresAtMs: before.submissions[message.submission]!.expiresAtMs,
          lostMs,
          nowMs,
        });
      steps.set(index, { message: next, effect: null });
    }
    applySteps(tx, { ...before, gateways }, steps, nowMs);
    return (await tx.get(keys.batch(batchId)))!;
  }, [keys.batch(batchId)]);
}

/** Makes a receipt of our own due, for a message of the structure. */
export function scheduleReceipt(
  tx: Tx,
  id: string,
  structureId: string,
  { dueMs, status }: { dueMs: number; status: FollowUp["status"] },
): void {
  tx.put(keys.due(shardOf(structureId), dueMs, id), {
    kind: "receipt",
    structureId,
    status,
  });
}

/** Every id a receipt may name the message by: each part has its own. */
function providerIds(result: Result): readonly string[] {
  if (result.kind !== "accepted" || result.providerId === null) return [];
  return result.partIds ?? [result.providerId];
}

interface Early {
  index: number;
  gatewayId: string;
  providerId: string;
  part: PartPlace | null;
}

/** Finds receipts that came before this commit, and says where to find it. */
async function meetReceipts(
  tx: Tx,
  batchId: string,
  early: readonly Early[],
  steps: Map<number, Step>,
  nowMs: number,
): Promise<void> {
  const waiting = await tx.getMany(
    early.map(({ gatewayId, providerId }) => keys.early(gatewayId, providerId)),
  );
  early.forEach(({ index, gatewayId, providerId, part }, i) => {
    tx.put(
      keys.provider(gatewayId, providerId),
      writeNamed({ messageId: messageId(batchId, index), part }),
    );
    const receipt = waiting[i];
    if (!receipt) return;
    const step = steps.get(index)!;
    const heard = afterPart(step.message, receipt, part);
    const next = afterReceipt(heard.message, heard.said, nowMs);
    steps.set(index, {
      message: next.message,
      effect: next.effect ?? step.effect,
    });
    tx.delete(keys.early(gatewayId, providerId));
  });
}

/** The place of a gateway among a batch's, added if it is new there. */
export function gatewayPlace(gateways: string[], id: string): number {
  const index = gateways.indexOf(id);
  return index >= 0 ? index : gateways.push(id) - 1;
}

/** Messages of a batch that are due at `nowMs`, by their index. */
export function dueMessages(
  { messages }: Batch,
  nowMs: number,
): [index: number, message: StoredMessage][] {
  const due: [number, StoredMessage][] = [];
  messages.forEach((message, index) => {
    if (message.dueMs !== undefined && message.dueMs <= nowMs) {
      due.push([index, message]);
    }
  });
  return due;
}
