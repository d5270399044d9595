/**
 * What an acceptance takes from an account: credits, and a part of the
 * application's daily cap.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Acceptance } from "./accepted.ts";
import { civilDay } from "./calendar.ts";
import { post, readAccount } from "./credit.ts";
import { drawMissing, reachIn } from "./shared.ts";

/** Why a submission cannot be paid for now. */
export type Shortfall =
  | { readonly reason: "insufficient_credit"; readonly available: number }
  | { readonly reason: "daily_cap"; readonly cap: number };

/** Whether the account, as `tx` sees it, lacks what the acceptance costs. */
export function shortfall(
  tx: Tx,
  { structureId, credits, application, nowMs }: Acceptance,
): Shortfall | null {
  const account = readAccount(tx, structureId);
  const available = reachIn(tx, account, nowMs);
  if (credits > available) return { reason: "insufficient_credit", available };
  const cap = application?.dailyCap ?? null;
  if (cap === null || credits === 0) return null;
  const today = account.capped?.[application!.id];
  const sent = today?.day === civilDay(nowMs) ? today.sent : 0;
  return sent + credits > cap ? { reason: "daily_cap", cap } : null;
}

/** Reserves what the acceptance costs, under `cause`. */
export function reserve(
  tx: Tx,
  { structureId, credits, call, nowMs, application }: Acceptance,
  cause: string,
): void {
  if (credits === 0) return;
  const drawn = { actor: call.actor.id, cause, atMs: nowMs, credits };
  drawMissing(tx, structureId, drawn);
  const account = post(tx, structureId, {
    kind: "reserve",
    amount: credits,
    actor: call.actor.id,
    cause,
    atMs: nowMs,
  });
  if (application === null || application.dailyCap === null) return;
  const day = civilDay(nowMs);
  // What was sent on other days does not count any more.
  const today = Object.entries(account.capped ?? {})
    .filter(([_, capped]) => capped.day === day);
  const capped = Object.fromEntries(today);
  const sent = (capped[application.id]?.sent ?? 0) + credits;
  capped[application.id] = { day, sent };
  tx.put(keys.account(structureId), { ...account, capped });
}
