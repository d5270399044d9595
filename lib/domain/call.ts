/**
 * A call that changes something, and answering it once: with an
 * `Idempotency-Key`, the result is recorded in the commit that made it, and a
 * repetition is given that result again.
 *
 * Only what succeeded is recorded. A refusal changed nothing, so the same call
 * may be tried again once its cause is mended.
 *
 * @module
 */
import { keys, type StoredAnswer } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { Via } from "../schema/audit.ts";
import type { Actor } from "./actor.ts";

/** How long an answer is kept. */
export const ANSWER_MS = 7 * 86_400_000;

/** Where a call comes from, for the journal. */
export interface Origin {
  readonly via: Via;
  /** The network address it came from, where that is known. */
  address(): string | null;
}

/** One call: who, what, and how to recognise it again. */
export interface Call {
  readonly actor: Actor;
  /** Method and pattern of the route, e.g. `POST /transfers`. */
  readonly route: string;
  readonly key: string | null;
  /** Hash of the body, under the caller. */
  readonly fingerprint: string;
  /** Left out by what the service does of itself. */
  readonly origin?: Origin;
  /** Set when the answer is an earlier one. */
  replayed: boolean;
}

/**
 * Runs `body` in one transaction, or gives its earlier result to a repetition.
 *
 * @throws {Problem} `idempotency_mismatch` for another body under the same key
 */
export async function once<T>(
  ports: Ports,
  call: Call,
  work: { lane: string; body: (tx: Tx) => Promise<T> | T },
): Promise<T> {
  if (call.key === null) return ports.store.transact(work.lane, work.body);
  const key = keys.answer(call.actor.id, call.route, call.key);
  const { result, replayed } = await ports.store.transact(
    work.lane,
    async (tx) => {
      const known = fresh(await tx.get(key), ports.now());
      if (known !== null) {
        assertSame(known, call);
        const plain = ports.vault.unseal(known.sealed!, key.id);
        return { result: JSON.parse(plain) as T, replayed: true };
      }
      const result = await work.body(tx);
      tx.put(key, {
        fingerprint: call.fingerprint,
        sealed: ports.vault.seal(JSON.stringify(result), key.id),
        submissionId: null,
        expiresAtMs: ports.now() + ANSWER_MS,
      });
      return { result, replayed: false };
    },
  );
  call.replayed = replayed;
  return result;
}

/**
 * The same for work of more than one commit, which must itself bear being done
 * again: its result is recorded once it is all done.
 *
 * @throws {Problem} `idempotency_mismatch` for another body under the same key
 */
export async function onceDone<T>(
  ports: Ports,
  call: Call,
  work: () => Promise<T>,
): Promise<T> {
  if (call.key === null) return await work();
  const key = keys.answer(call.actor.id, call.route, call.key);
  const known = fresh(await ports.store.get(key), ports.now());
  if (known !== null) {
    assertSame(known, call);
    call.replayed = true;
    return JSON.parse(ports.vault.unseal(known.sealed!, key.id)) as T;
  }
  const result = await work();
  return await once(ports, call, {
    lane: key.id,
    body: () => Promise.resolve(result),
  });
}

/** The record, unless its time is over. */
export function fresh(
  answer: StoredAnswer | null,
  nowMs: number,
): StoredAnswer | null {
  return answer !== null && answer.expiresAtMs > nowMs ? answer : null;
}

/** @throws {Problem} `idempotency_mismatch` */
export function assertSame(answer: StoredAnswer, call: Call): void {
  if (answer.fingerprint !== call.fingerprint) {
    throw new Problem("idempotency_mismatch");
  }
}
