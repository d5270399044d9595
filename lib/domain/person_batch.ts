/**
 * Erasing a number in a batch: its place is emptied, and its text too unless
 * others were sent the same. The batch is sealed anew under its day's key.
 *
 * @module
 */
import { type DataKey, keyedHash, seal, unseal } from "../crypto/seal.ts";
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import type { Batch } from "../schema/batch.ts";
import { messageId, shardOf } from "./batch.ts";
import { readAccount } from "./credit.ts";
import { existingKey } from "./data_key.ts";
import { afterCancel, applySteps, isReserved, type Step } from "./step.ts";

/** What became of the messages of one batch. */
export interface ErasedInBatch {
  readonly messages: number;
  readonly cancelled: number;
  readonly leaving: number;
}

/** Erases a number in a batch, once: it is not found there again. */
export async function eraseInBatch(
  ports: Ports,
  { id, structureId, dataKey }: Batch,
  number: string,
): Promise<ErasedInBatch> {
  const key = await existingKey(ports, structureId, dataKey);
  const nowMs = ports.now();
  const done = await ports.store.transact(structureId, async (tx) => {
    await readAccount(tx, structureId);
    const inWork = await isInWork(tx, { id, structureId }, nowMs);
    const before = await tx.get(keys.batch(id));
    if (before === null || key.numbers === null) return NOTHING;
    const numbers = opened(key.numbers, before, "numbers");
    const all = before.messages.keys()
      .filter((index) => numbers[index] === number).toArray();
    const gone = all.filter((index) => {
      const message = before.messages[index]!;
      return !(inWork && isReserved(message) && message.dueMs! <= nowMs);
    });
    const steps = new Map<number, Step>();
    for (const index of gone) {
      const message = before.messages[index]!;
      if (isReserved(message)) steps.set(index, afterCancel(message, nowMs));
    }
    await applySteps(tx, before, steps, nowMs);
    tx.put(
      keys.batch(id),
      emptied((await tx.get(keys.batch(id)))!, { key, numbers, gone }),
    );
    if (gone.length === all.length) {
      const hash = keyedHash(key.numbers, number);
      tx.delete(keys.numberIndex(structureId, dataKey, hash, id));
    }
    return { gone, cancelled: steps.size, leaving: all.length - gone.length };
  });
  for (const index of done.gone) await dropFromPhone(ports, id, index);
  const { gone, cancelled, leaving } = done;
  return { messages: gone.length, cancelled, leaving };
}

const NOTHING = { gone: [], cancelled: 0, leaving: 0 };

/** The batch without the numbers at `gone`, and what only they were sent. */
function emptied(
  batch: Batch,
  { key, numbers, gone }: {
    key: DataKey;
    numbers: readonly string[];
    gone: readonly number[];
  },
): Batch {
  const left = numbers.map((one, index) => gone.includes(index) ? "" : one);
  const sealed = {
    ...batch,
    numbers: seal(key.numbers!, JSON.stringify(left), `${batch.id}/numbers`),
  };
  if (key.texts === null) return sealed;
  const texts = opened(key.texts, batch, "texts");
  const kept = new Set(
    batch.messages.filter((_, index) => !gone.includes(index))
      .map(({ text }) => text),
  );
  const invalid = batch.submissions.flatMap((one) => one.invalid ?? []);
  for (const { to } of invalid) kept.add(to);
  const shown = [...texts.map((text, i) => kept.has(i) ? text : ""), ""];
  const messages = batch.messages.map((message, index) =>
    gone.includes(index) ? { ...message, text: texts.length } : message
  );
  return {
    ...sealed,
    messages,
    texts: seal(key.texts, JSON.stringify(shown), `${batch.id}/texts`),
  };
}

function opened(
  key: Uint8Array,
  batch: Batch,
  what: "numbers" | "texts",
): string[] {
  return JSON.parse(unseal(key, batch[what], `${batch.id}/${what}`));
}

async function isInWork(
  tx: Tx,
  { id, structureId }: Pick<Batch, "id" | "structureId">,
  nowMs: number,
): Promise<boolean> {
  const shard = await tx.get(keys.shard(shardOf(structureId)));
  return shard !== null && shard.untilMs > nowMs &&
    shard.flying.some((entry) => entry.endsWith(`:${id}`));
}

/** Where it was received by a simulator, it is taken from there too. */
async function dropFromPhone(
  ports: Ports,
  batchId: string,
  index: number,
): Promise<void> {
  const batch = await ports.store.get(keys.batch(batchId));
  for (const gatewayId of batch?.gateways ?? []) {
    const key = keys.outbox(gatewayId, messageId(batchId, index));
    if (await ports.store.get(key) === null) continue;
    await ports.store.transact(key.id, async (tx) => {
      if (await tx.get(key) !== null) tx.delete(key);
    });
  }
}
