/**
 * The end of SMS that have one: warned of ahead, then taken off the account by
 * an entry that says which grant they came from. What is found there decides,
 * so that it happens once however often it is looked for.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Lot } from "../schema/credit.ts";
import { post, readAccount } from "./credit.ts";
import { raiseEvent } from "./event_alert.ts";
import { expiredPieces } from "./lots.ts";

const DAY_MS = 86_400_000;

/** How many days ahead one is warned. */
export const WARNED_DAYS = [30, 7];

/** Whom the ledger names for what time takes. */
export const EXPIRY_ACTOR = "expiry";

/** Takes off what has come to its end, and warns of what soon will. */
export async function runExpiry(
  tx: Tx,
  structureId: string,
  nowMs: number,
): Promise<void> {
  const { lots = [] } = await readAccount(tx, structureId);
  for (const piece of expiredPieces(lots, nowMs)) {
    const source = await tx.get(keys.lotSource(piece.source));
    await post(tx, structureId, {
      kind: "adjust",
      amount: -piece.amount,
      actor: EXPIRY_ACTOR,
      cause: piece.source,
      atMs: nowMs,
      note: source?.note ?? undefined,
      lots: [piece],
    });
  }
  await warnAhead(tx, structureId, nowMs);
}

async function warnAhead(
  tx: Tx,
  structureId: string,
  nowMs: number,
): Promise<void> {
  const { lots = [] } = await readAccount(tx, structureId);
  const found = lots.flatMap((lot) => {
    const days = daysReached(lot, nowMs);
    return days === null ? [] : [{ lot, days }];
  });
  if (found.length === 0) return;
  for (const { lot, days } of found) {
    raiseEvent(tx, structureId, {
      kind: "expiring",
      threshold: days,
      value: lot.left,
      about: lot.source,
      untilMs: lot.untilMs,
      atMs: nowMs,
    });
  }
  const account = await readAccount(tx, structureId);
  tx.put(keys.account(structureId), {
    ...account,
    lots: account.lots!.map((lot) => {
      const days = daysReached(lot, nowMs);
      return days === null ? lot : { ...lot, warned: days };
    }),
  });
}

/** The nearest warning that is due and was not given; null if there is none. */
function daysReached(
  { untilMs, left, warned = Infinity }: Lot,
  nowMs: number,
): number | null {
  if (left === 0 || untilMs <= nowMs) return null;
  const days = WARNED_DAYS.filter((days) => untilMs - days * DAY_MS <= nowMs)
    .at(-1);
  return days !== undefined && days < warned ? days : null;
}
