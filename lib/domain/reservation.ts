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
  | {
    readonly reason: "daily_cap";
    readonly cap: number;
    /** Whether it is the structure's, not the application's. */
    readonly isStructure: boolean;
  };

/** Whether the account, as `tx` sees it, lacks what the acceptance costs. */
export function shortfall(
  tx: Tx,
  acceptance: Acceptance,
): Shortfall | null {
  const { structureId, credits, nowMs } = acceptance;
  const account = readAccount(tx, structureId);
  const available = reachIn(tx, account, nowMs);
  if (credits > available) return { reason: "insufficient_credit", available };
  if (credits === 0) return null;
  for (const [id, cap] of capsOf(acceptance)) {
    const today = account.capped?.[id];
    const sent = today?.day === civilDay(nowMs) ? today.sent : 0;
    if (sent + credits <= cap) continue;
    return { reason: "daily_cap", cap, isStructure: id === structureId };
  }
  return null;
}

const NO_CAPS: readonly [id: string, cap: number][] = [];

/** Whose day is capped: the application's, the structure's. */
function capsOf(
  { application, structureId, ceiling }: Acceptance,
): readonly [id: string, cap: number][] {
  const cap = application?.dailyCap ?? null;
  if (cap === null && ceiling === null) return NO_CAPS;
  return [
    ...(cap === null ? [] : [[application!.id, cap] as [string, number]]),
    ...(ceiling === null ? [] : [[structureId, ceiling] as [string, number]]),
  ];
}

/** Reserves what the acceptance costs, under `cause`. */
export function reserve(
  tx: Tx,
  acceptance: Acceptance,
  cause: string,
): void {
  const { structureId, credits, call, nowMs } = acceptance;
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
  const caps = capsOf(acceptance);
  if (caps.length === 0) return;
  const day = civilDay(nowMs);
  // What was sent on other days does not count any more.
  const today = Object.entries(account.capped ?? {})
    .filter(([_, capped]) => capped.day === day);
  const capped = Object.fromEntries(today);
  for (const [id] of caps) {
    capped[id] = { day, sent: (capped[id]?.sent ?? 0) + credits };
  }
  tx.put(keys.account(structureId), { ...account, capped });
}
