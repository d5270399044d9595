/**
 * Whether a send was made before: by its `Idempotency-Key` for seven days, and
 * without one by its content for sixty seconds.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import type { Accepted } from "../schema/message.ts";
import { type Acceptance, acceptedAgain, bulkAgain } from "./accepted.ts";
import { placeOf } from "./batch.ts";
import { ANSWER_MS, assertSame, type Call, fresh } from "./call.ts";
import { readAccount } from "./credit.ts";
import { storedMarks } from "./fingerprint.ts";
import { findRepeat, REPEAT_MS } from "./repeats.ts";

/** An earlier answer, to be read once the transaction is over. */
export interface Replay {
  readonly replay: () => Promise<Accepted>;
}

/** What a send is recognised by. */
type Asked = Pick<Acceptance, "structureId" | "call" | "marks">;

const NO_MARKS: readonly string[] = [];

/** What a call without a key is recognised by for a minute. */
export async function marksOf(
  ports: Ports,
  structureId: string,
  { key, fingerprint }: Call,
  nowMs: number,
): Promise<readonly string[]> {
  if (key !== null) return NO_MARKS;
  const forMs = REPEAT_MS;
  return await storedMarks(ports, structureId, { fingerprint, nowMs, forMs });
}

/**
 * The earlier answer to the same send, or null.
 *
 * @throws {Problem} `idempotency_mismatch`
 */
export function findAnswer(
  ports: Ports,
  tx: Tx,
  { structureId, call, marks }: Asked,
): Replay | null {
  if (call.key === null) {
    for (const mark of marks) {
      const place = findRepeat(ports, tx, structureId, mark);
      if (place === null) continue;
      return { replay: () => readAgain(ports, place.batchId, place.index) };
    }
    return null;
  }
  const known = fresh(
    tx.take(keys.sendAnswer(structureId, call.actor.id, call.key)),
    ports.now(),
  );
  if (known === null) return null;
  assertSame(known, call);
  const id = known.submissionId!;
  const place = placeOf(id, "sub");
  return {
    replay: () =>
      place === null
        ? bulkAgain(ports, id)
        : readAgain(ports, place.batchId, place.index),
  };
}

/** Answers a send that was made before; null if it was not. */
export async function answerAgain(
  ports: Ports,
  acceptance: Asked,
): Promise<Accepted | null> {
  const { structureId, call } = acceptance;
  const known = await ports.store.transact(structureId, (tx) => {
    readAccount(tx, structureId);
    return findAnswer(ports, tx, acceptance);
  }, answerKeys(acceptance));
  if (known === null) return null;
  call.replayed = true;
  return await known.replay();
}

/** What {@linkcode findAnswer} will read of a call, to be read ahead. */
export function answerKeys(
  { call, structureId }: Pick<Acceptance, "structureId" | "call">,
) {
  return call.key === null
    ? []
    : [keys.sendAnswer(structureId, call.actor.id, call.key)];
}

/** Records, with the send, which submission answers it. */
export function recordAnswer(
  tx: Tx,
  { call, structureId, nowMs }: Acceptance,
  submissionId: string,
): void {
  if (call.key === null) return;
  tx.put(keys.sendAnswer(structureId, call.actor.id, call.key), {
    fingerprint: call.fingerprint,
    sealed: null,
    submissionId,
    expiresAtMs: nowMs + ANSWER_MS,
  });
}

async function readAgain(
  ports: Ports,
  batchId: string,
  index: number,
): Promise<Accepted> {
  const batch = await ports.store.get(keys.batch(batchId));
  if (batch === null) throw new Error(`batch ${batchId} is gone`);
  const { bulk } = batch.submissions[index]!;
  return bulk === undefined
    ? await acceptedAgain(ports, batch, index)
    : await bulkAgain(ports, bulk);
}
