/**
 * SMS with an end: which of an account's credits expire, and when.
 *
 * A lot is what is left of one grant. What is available is taken from the lot
 * that ends first, and from what has no end only when no lot has any left. A
 * reservation holds what it took; what is released goes back the other way
 * round, what has no end first. So the parts follow from the ledger alone, and
 * nobody has to remember which SMS was which.
 *
 * @module
 */
import type { Account, EntryKind, Lot, Piece } from "../schema/credit.ts";

/** Lots of one account, at the most: they stand in its record. */
export const LOTS_MAX = 24;

/** A movement, as far as lots are concerned. */
export interface Movement {
  readonly kind: EntryKind;
  readonly amount: number;
  /** What came or went of lots; not told for reservations. */
  readonly lots?: readonly Piece[] | undefined;
}

/** The pieces that `amount` of available credits would take, in order. */
export function piecesOf(lots: readonly Lot[], amount: number): Piece[] {
  const pieces: Piece[] = [];
  let rest = amount;
  for (const { source, untilMs, left } of lots) {
    const taken = Math.min(left, rest);
    if (taken > 0) pieces.push({ source, untilMs, amount: taken });
    rest -= taken;
  }
  return pieces;
}

/** An account's lots after a movement; `reserved` as it was before. */
export function lotsAfter(
  { lots = [], reserved }: Pick<Account, "lots" | "reserved">,
  { kind, amount, lots: pieces = [] }: Movement,
): Lot[] {
  switch (kind) {
    case "reserve":
      return hold(lots, amount);
    case "settle":
      return settle(lots, amount);
    case "release":
      return release(lots, amount - (reserved - heldIn(lots)));
    default:
      return amount > 0 ? give(lots, pieces) : take(lots, pieces);
  }
}

/** What of an account's available credits has an end. */
export function leftIn(lots: readonly Lot[]): number {
  return lots.reduce((sum, { left }) => sum + left, 0);
}

/** What of an account's reserved credits has an end. */
export function heldIn(lots: readonly Lot[]): number {
  return lots.reduce((sum, { held }) => sum + held, 0);
}

/** What has come to its end by `nowMs` and is still there. */
export function expiredPieces(lots: readonly Lot[], nowMs: number): Piece[] {
  return lots.filter(({ untilMs, left }) => untilMs <= nowMs && left > 0)
    .map(({ source, untilMs, left }) => ({ source, untilMs, amount: left }));
}

function hold(lots: readonly Lot[], amount: number): Lot[] {
  let rest = amount;
  return lots.map((lot) => {
    const taken = Math.min(lot.left, rest);
    rest -= taken;
    return { ...lot, left: lot.left - taken, held: lot.held + taken };
  });
}

function settle(lots: readonly Lot[], amount: number): Lot[] {
  let rest = amount;
  return kept(lots.map((lot) => {
    const taken = Math.min(lot.held, rest);
    rest -= taken;
    return { ...lot, held: lot.held - taken };
  }));
}

/** `amount` is what is beyond the reserved credits that have no end. */
function release(lots: readonly Lot[], amount: number): Lot[] {
  let rest = Math.max(0, amount);
  return lots.toReversed().map((lot) => {
    const back = Math.min(lot.held, rest);
    rest -= back;
    return { ...lot, left: lot.left + back, held: lot.held - back };
  }).reverse();
}

function give(lots: readonly Lot[], pieces: readonly Piece[]): Lot[] {
  const after = lots.map((lot) => ({ ...lot }));
  for (const { source, untilMs, amount } of pieces) {
    const known = after.find((lot) => lot.source === source);
    if (known === undefined) {
      after.push({ source, untilMs, left: amount, held: 0 });
    } else known.left += amount;
  }
  return after.sort((a, b) =>
    a.untilMs - b.untilMs || (a.source < b.source ? -1 : 1)
  );
}

function take(lots: readonly Lot[], pieces: readonly Piece[]): Lot[] {
  return kept(lots.map((lot) => {
    const piece = pieces.find(({ source }) => source === lot.source);
    return { ...lot, left: lot.left - (piece?.amount ?? 0) };
  }));
}

function kept(lots: readonly Lot[]): Lot[] {
  return lots.filter(({ left, held }) => left > 0 || held > 0);
}
