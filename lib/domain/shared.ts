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
import type { Key } from "../kv/kind.ts";
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

/** A transaction, or the store as it is. */
interface Reader {
  get<T>(key: Key<T>): Promise<T | null>;
}

/** What a structure can promise now, with what it may draw. */
export async function reachOf(
  reader: Reader,
  account: Account,
  nowMs: number,
): Promise<number> {
  const own = availableCredits(account);
  const { shared } = account;
  if (shared === undefined) return own;
  const group = await reader.get(keys.account(shared.groupId)) ?? EMPTY_ACCOUNT;
  const above = await reachOf(reader, group, nowMs);
  return own + Math.min(above, capLeft(account, nowMs));
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
export async function drawMissing(
  tx: Tx,
  structureId: string,
  { credits, ...draw }: Draw & { credits: number },
): Promise<void> {
  const { shared, ...account } = await readAccount(tx, structureId);
  const missing = credits - availableCredits(account);
  if (shared === undefined || missing <= 0) return;
  const { groupId } = shared;
  await drawMissing(tx, groupId, { ...draw, credits: missing });
  await pass(tx, { fromId: groupId, toId: structureId }, {
    ...draw,
    kind: "allocate",
    credits: missing,
  });
  const after = await readAccount(tx, structureId);
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
export async function flowBack(
  tx: Tx,
  structureId: string,
  draw: Draw,
): Promise<void> {
  const account = await readAccount(tx, structureId);
  const { shared } = account;
  if (shared === undefined || shared.back === 0) return;
  const credits = Math.min(shared.back, availableCredits(account));
  if (credits > 0) {
    await pass(tx, { fromId: structureId, toId: shared.groupId }, {
      ...draw,
      kind: "reclaim",
      credits,
    });
  }
  const after = await readAccount(tx, structureId);
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
