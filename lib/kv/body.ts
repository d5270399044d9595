/**
 * Bodies: work on a transaction that commits with other work, and running one
 * to its end or to something it lacks.
 *
 * @module
 */
import { type Tx, Unready } from "./tx.ts";

/** Work on one account or shard; see {@linkcode Store.transact}. */
export type Body<T> = (tx: Tx) => Promise<T> | T;

/** What a body gave, or threw. */
export type Outcome = { value: unknown } | { error: unknown };

/** A body that came to its end, or to something it must have first. */
export type Ran = Outcome | { prepare: () => Promise<void> };

/** Runs a body; one that waits for nothing is over when this returns. */
export function runBody(tx: Tx, body: Body<unknown>): Ran | Promise<Ran> {
  tx.begin();
  try {
    const value = body(tx);
    if (value instanceof Promise) return finishBody(tx, value);
    tx.end();
    return { value };
  } catch (error) {
    return undo(tx, error);
  }
}

async function finishBody(tx: Tx, body: Promise<unknown>): Promise<Ran> {
  try {
    const value = await body;
    tx.end();
    return { value };
  } catch (error) {
    return undo(tx, error);
  }
}

function undo(tx: Tx, error: unknown): Ran {
  if (error instanceof Unready) {
    tx.abandon();
    return { prepare: error.prepare };
  }
  tx.rollback();
  return { error };
}

/** Whether a body came to its end, well or not. */
export function isOver(
  ran: Ran | Promise<Ran>,
): ran is Outcome {
  return "value" in ran || "error" in ran;
}
