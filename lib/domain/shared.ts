/**
 * Shared mode: a structure that draws from its group's balance. What a send
 * lacks is allocated in the commit that accepts it, under a cap a month; what
 * was drawn and not sent goes back.
 *
 * A group may itself draw from the one above it.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Store } from "../kv/store.ts";
import type { Tx } from "../kv/tx.ts";
import type { Account } from "../schema/credit.ts";
import { civilMonth } from "./calendar.ts";
import {
  availableCredits,
  EMPTY_ACCOUNT,
  pass,
  type Posting,
  readAccount,
} from "./credit.ts";

/** What a movement of a draw has in common. */
type Draw = Pick<Posting, "actor" | "cause" | "atMs">;

/** What a structure can promise now, with what it may draw. */
export async function reachOf(
  store: Pick<Store, "get">,
  account: Account,
  nowMs: number,
): Promise<number> {
  const { shared } = account;
  if (shared === undefined) return availableCredits(account);
  const group = await store.get(keys.account(shared.groupId)) ?? EMPTY_ACCOUNT;
  return reach(account, await reachOf(store, group, nowMs), nowMs);
}

/** The same as a transaction sees it. */
export function reachIn(tx: Tx, account: Account, nowMs: number): number {
  const { shared } = account;
  if (shared === undefined) return availableCredits(account);
  const group = readAccount(tx, shared.groupId);
  return reach(account, reachIn(tx, group, nowMs), nowMs);
}

function reach(account: Account, above: number, nowMs: number): number {
  return availableCredits(account) + Math.min(above, capLeft(account, nowMs));
}

/** What the cap leaves to draw this month. */
export function capLeft({ shared }: Account, nowMs: number): number {
  if (shared === undefined || shared.cap === null) return Infinity;
  return Math.max(0, shared.cap - drawnIn(shared, nowMs));
}

/** What was drawn this month, less what went back. */
export function drawnIn(
  { month, drawn }: NonNullable<Account["shared"]>,
  nowMs: number,
): number {
  return month === civilMonth(nowMs) ? drawn : 0;
}

/** Draws what a structure lacks to promise `credits`; nothing if it has them. */
export function drawMissing(
  tx: Tx,
  structureId: string,
  { credits, ...draw }: Draw & { credits: number },
): void {
  const account = readAccount(tx, structureId);
  const { shared } = account;
  const missing = credits - availableCredits(account);
  if (shared === undefined || missing <= 0) return;
  const { groupId } = shared;
  drawMissing(tx, groupId, { ...draw, credits: missing });
  pass(tx, { fromId: groupId, toId: structureId }, {
    ...draw,
    kind: "allocate",
    credits: missing,
  });
  const after = readAccount(tx, structureId);
  tx.put(keys.account(structureId), {
    ...after,
    shared: {
      ...after.shared!,
      month: civilMonth(draw.atMs),
      drawn: drawnIn(shared, draw.atMs) + missing,
    },
  });
}

/** Gives back to the group what was released. */
export function flowBack(tx: Tx, structureId: string, draw: Draw): void {
  const account = readAccount(tx, structureId);
  const { shared } = account;
  if (shared === undefined || shared.back === 0) return;
  const credits = Math.min(shared.back, availableCredits(account));
  if (credits > 0) {
    pass(tx, { fromId: structureId, toId: shared.groupId }, {
      ...draw,
      kind: "reclaim",
      credits,
    });
  }
  const after = readAccount(tx, structureId);
  const drawn = Math.max(0, drawnIn(shared, draw.atMs) - credits);
  tx.put(keys.account(structureId), {
    ...after,
    shared: {
      ...after.shared!,
      month: civilMonth(draw.atMs),
      drawn,
      back: 0,
    },
  });
}
