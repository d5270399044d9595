/**
 * The fence of a restore. A backup does not know what was sent after it was
 * made: messages that wait in it may have left long ago. So whoever restores
 * has all that waits taken out of the due-index, in one go, before anything
 * can look there; it stays out until somebody lets it go or cancels it, or
 * until it would not be sent any more in any case.
 *
 * What is accepted after the restore is not concerned.
 *
 * @module
 */
import { timeOf } from "../kv/ids.ts";
import { type Due, keys, KINDS } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { Batch, StoredMessage } from "../schema/batch.ts";
import { instant } from "../schema/common.ts";
import type { Fence, LiftFence, StoredFence } from "../schema/operations.ts";
import { type Actor, isOperator } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import { moveDue, shardOf } from "./batch.ts";
import { type Call, onceDone } from "./call.ts";
import { readAccount } from "./credit.ts";
import { afterCancel, applySteps, isReserved, type Step } from "./step.ts";

/** What raising a fence needs; a script has no more. */
type Raising = Pick<Ports, "store" | "now">;

/** An entry of the due-index, or of what is held. */
interface Entry {
  readonly structureId: string;
  readonly dueMs: number;
  readonly id: string;
  readonly due: Due;
}

/** Takes all that waits out of the due-index; how many entries there were. */
export async function raiseFence(ports: Raising): Promise<number> {
  const key = keys.fence();
  const backupMs = await newestMs(ports);
  await ports.store.transact(key.id, async (tx) => {
    if (await tx.get(key) === null) {
      tx.put(key, { atMs: ports.now(), backupMs });
    }
  });
  const entries: Entry[] = [];
  for await (const { parts, value } of ports.store.list(KINDS.due, {})) {
    if (value.kind !== "messages" && value.kind !== "bulk") continue;
    const [, dueMs, id] = parts as [number, number, string];
    entries.push({ structureId: value.structureId, dueMs, id, due: value });
  }
  for (const entry of entries) await hold(ports, entry);
  return entries.length;
}

/** @throws {Problem} `forbidden` to all but the operator */
export async function readFence(ports: Ports, actor: Actor): Promise<Fence> {
  assertOperator(actor);
  const fence = await ports.store.get(keys.fence());
  const counts = new Map<string, number>();
  for await (const { structureId, due, id } of heldEntries(ports, null)) {
    const count = due.kind === "bulk"
      ? (await ports.store.get(keys.bulk(id)))?.recipients ?? 0
      : waiting(await ports.store.get(keys.batch(id)));
    counts.set(structureId, (counts.get(structureId) ?? 0) + count);
  }
  const held = await Promise.all(
    [...counts].map(async ([structureId, messages]) => ({
      structureId,
      structureName:
        (await ports.store.get(keys.structure(structureId)))?.name ??
          structureId,
      messages,
    })),
  );
  return {
    raisedAt: fence && instant(fence.atMs),
    backupAt: fence && instant(fence.backupMs),
    held,
  };
}

/**
 * Lets go of what is held of a structure, or of all: it leaves, or is
 * cancelled and its credits come back.
 *
 * @throws {Problem} `forbidden` to all but the operator
 */
export async function liftFence(
  ports: Ports,
  call: Call,
  { structureId, how }: LiftFence,
): Promise<Fence> {
  assertOperator(call.actor);
  return await onceDone(ports, call, async () => {
    const fence = await ports.store.get(keys.fence());
    for await (const entry of heldEntries(ports, structureId ?? null)) {
      await letGo(ports, entry, how === "cancel" ? null : fence);
    }
    await dropFence(ports, (tx) =>
      recordAudit(tx, ports, {
        call,
        structureId: structureId ?? null,
        action: "fence.lift",
        detail: { how },
      }));
    return await readFence(ports, call.actor);
  });
}

/**
 * Lets go of held batches whose every message is past its validity: they end
 * as expired, and their credits come back. How many there were.
 */
export async function expireHeld(ports: Ports): Promise<number> {
  const nowMs = ports.now();
  let count = 0;
  for await (const entry of heldEntries(ports, null)) {
    const batch = entry.due.kind === "messages"
      ? await ports.store.get(keys.batch(entry.id))
      : null;
    const isOver = batch?.messages.every((message) =>
      message.dueMs === undefined ||
      batch.submissions[message.submission]!.expiresAtMs < nowMs
    );
    if (!isOver) continue;
    await letGo(ports, entry, { atMs: 0, backupMs: 0 });
    count++;
  }
  if (count > 0) await dropFence(ports);
  return count;
}

async function* heldEntries(
  ports: Ports,
  structureId: string | null,
): AsyncIterable<Entry> {
  const under = structureId === null ? [] : [structureId];
  const found = ports.store.list(KINDS.held, { under });
  for (const { parts, value } of await Array.fromAsync(found)) {
    const [structureId, dueMs, id] = parts as [string, number, string];
    yield { structureId, dueMs, id, due: value };
  }
}

function hold(
  ports: Raising,
  { structureId, dueMs, id, due }: Entry,
): Promise<void> {
  return ports.store.transact(structureId, async (tx) => {
    await readAccount(tx, structureId);
    tx.delete(keys.due(shardOf(structureId), dueMs, id));
    if (due.kind === "messages") {
      const batch = await tx.get(keys.batch(id));
      // An entry that nothing stands behind any more.
      if (batch?.dueMs !== dueMs) return;
      tx.put(keys.batch(id), { ...batch, held: true });
    }
    tx.put(keys.held(structureId, dueMs, id), due);
  });
}

/** Puts an entry back to where it is due; without a fence, cancels it. */
function letGo(
  ports: Ports,
  { structureId, dueMs, id, due }: Entry,
  fence: StoredFence | null,
): Promise<void> {
  const nowMs = ports.now();
  return ports.store.transact(structureId, async (tx) => {
    await readAccount(tx, structureId);
    tx.delete(keys.held(structureId, dueMs, id));
    if (due.kind === "messages") {
      return await letBatchGo(tx, id, fence, nowMs);
    }
    tx.put(keys.due(shardOf(structureId), dueMs, id), due);
    if (fence !== null) return;
    const bulk = await tx.get(keys.bulk(id));
    for (const batchId of bulk?.batches ?? []) {
      await letBatchGo(tx, batchId, null, nowMs);
    }
  });
}

async function letBatchGo(
  tx: Tx,
  id: string,
  fence: StoredFence | null,
  nowMs: number,
): Promise<void> {
  const before = await tx.get(keys.batch(id));
  if (before === null) return;
  const { held: _, ...batch } = before;
  if (fence === null) {
    const steps = new Map<number, Step>();
    batch.messages.forEach((message, index) => {
      if (waits(message)) steps.set(index, afterCancel(message, nowMs));
    });
    return await applySteps(tx, batch, steps, nowMs);
  }
  const messages = batch.messages.map((message): StoredMessage =>
    waits(message) && message.dueMs! <= fence.atMs
      ? { ...message, possibleDuplicate: true }
      : message
  );
  tx.put(keys.batch(id), { ...batch, messages });
  moveDue(tx, batch, null);
}

/** The fence is gone once nothing is held behind it. */
async function dropFence(
  ports: Ports,
  note: (tx: Tx) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const held = ports.store.list(KINDS.held, {}, { limit: 1 });
  const isEmpty = (await Array.fromAsync(held)).length === 0;
  const key = keys.fence();
  await ports.store.transact(key.id, async (tx) => {
    await note(tx);
    if (isEmpty && await tx.get(key) !== null) tx.delete(key);
  });
}

/** About when the backup was made: its newest batch. */
async function newestMs(ports: Raising): Promise<number> {
  const newest = ports.store.list(KINDS.batch, {}, { reverse: true, limit: 1 });
  for await (const { parts } of newest) return timeOf(parts[0] as string);
  return 0;
}

function waiting(batch: Batch | null): number {
  return batch?.messages.filter(waits).length ?? 0;
}

function waits(message: StoredMessage): boolean {
  return isReserved(message) && message.dueMs !== undefined;
}

function assertOperator(actor: Actor): void {
  if (!isOperator(actor)) throw new Problem("forbidden");
}
