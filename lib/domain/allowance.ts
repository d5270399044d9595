/**
 * Standing allowances: each month a structure is given SMS by its group, once,
 * whatever stopped or ran twice meanwhile. The month is written down in the
 * commit that gives, and the next one made due there.
 *
 * @module
 */
import { keys, shardOf } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import {
  type Allowance,
  type NewAllowance,
  type StoredAllowance,
} from "../schema/allowance.ts";
import { instant } from "../schema/common.ts";
import type { Actor } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import { type Call, once } from "./call.ts";
import {
  civilMonth,
  monthAfter,
  monthBefore,
  startOfMonth,
} from "./calendar.ts";
import { availableCredits, pass, readAccount } from "./credit.ts";
import { authorised } from "./directory.ts";
import { raiseEvent } from "./event_alert.ts";
import { managedBelow } from "./sharing.ts";

/** Whom the ledger names for what is given without anybody. */
export const ALLOWANCE_ACTOR = "allowance";

/**
 * Sets what a structure is given each month. The first is given at once, for
 * the month it is; a change holds from the next month on.
 *
 * @throws {Problem} `not_found`, `forbidden`, `conflict` in shared mode or at
 *   the top of the tree
 */
export async function setAllowance(
  ports: Ports,
  call: Call,
  { structureId, credits, carryOver = false }: NewAllowance & {
    structureId: string;
  },
): Promise<Allowance> {
  const { groupId } = await managedBelow(ports, call.actor, structureId);
  const nowMs = ports.now();
  return await once(ports, call, {
    lane: structureId,
    body: async (tx) => {
      const { shared } = await readAccount(tx, structureId);
      if (shared !== undefined) throw drawsInstead();
      const before = await tx.get(keys.allowance(structureId));
      const after: StoredAllowance = {
        groupId,
        credits,
        carryOver,
        isActive: true,
        setBy: call.actor.id,
        period: latest(before, monthBefore(civilMonth(nowMs))),
        dueMs: 0,
        last: before?.last ?? null,
      };
      await recordAudit(tx, ports, {
        call,
        structureId,
        action: "allowance.set",
        target: groupId,
        detail: { credits, carryOver },
      });
      return allowanceView(schedule(tx, structureId, after, before));
    },
  });
}

/**
 * Ends what a structure is given each month.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function removeAllowance(
  ports: Ports,
  call: Call,
  structureId: string,
): Promise<null> {
  await managedBelow(ports, call.actor, structureId);
  return await once(ports, call, {
    lane: structureId,
    body: async (tx) => {
      await readAccount(tx, structureId);
      const key = keys.allowance(structureId);
      const before = await tx.get(key);
      // The month that was given is remembered: it is not given again.
      if (before !== null) tx.put(key, { ...before, isActive: false });
      const action = "allowance.remove";
      await recordAudit(tx, ports, { call, structureId, action });
      return null;
    },
  });
}

/** What a structure is given each month, or null. @throws {Problem} */
export async function readAllowance(
  ports: Ports,
  actor: Actor,
  structureId: string,
): Promise<Allowance | null> {
  await authorised(ports, actor, "credit:read", structureId);
  const stored = await ports.store.get(keys.allowance(structureId));
  return stored?.isActive ? allowanceView(stored) : null;
}

/**
 * Gives the next month that has begun and was not given, inside `tx`, and
 * makes the one after it due.
 */
export async function giveAllowance(
  tx: Tx,
  structureId: string,
  nowMs: number,
): Promise<void> {
  const allowance = await tx.get(keys.allowance(structureId));
  if (allowance === null || !allowance.isActive) return;
  const period = monthAfter(allowance.period);
  if (startOfMonth(period) > nowMs) return;
  const { groupId, credits, carryOver } = allowance;
  const available = availableCredits(await readAccount(tx, structureId));
  const wanted = carryOver ? credits : Math.max(0, credits - available);
  const left = availableCredits(await readAccount(tx, groupId));
  const isShort = wanted > left;
  if (isShort) {
    raiseEvent(tx, groupId, {
      kind: "allowanceSkipped",
      threshold: wanted,
      value: left,
      about: structureId,
      atMs: nowMs,
    });
  } else if (wanted > 0) {
    await pass(tx, { fromId: groupId, toId: structureId }, {
      kind: "allocate",
      credits: wanted,
      actor: ALLOWANCE_ACTOR,
      cause: `allowance:${period}`,
      atMs: nowMs,
      note: `Dotation ${period}`,
    });
  }
  const given = isShort ? 0 : wanted;
  schedule(tx, structureId, {
    ...allowance,
    period,
    last: { period, atMs: nowMs, given, isSkipped: isShort },
  }, null);
}

/** The last month that is over with: none is given for while it was off. */
function latest(before: StoredAllowance | null, month: string): string {
  if (before === null) return month;
  return before.isActive || before.period > month ? before.period : month;
}

/** Writes an allowance, and makes its next month due. */
function schedule(
  tx: Tx,
  structureId: string,
  allowance: StoredAllowance,
  before: StoredAllowance | null,
): StoredAllowance {
  const shard = shardOf(structureId);
  const id = `alw_${structureId.slice(4)}`;
  const dueMs = startOfMonth(monthAfter(allowance.period));
  if (before !== null) tx.delete(keys.due(shard, before.dueMs, id));
  const after = { ...allowance, dueMs };
  tx.put(keys.allowance(structureId), after);
  tx.put(keys.due(shard, dueMs, id), { kind: "allowance", structureId });
  return after;
}

function allowanceView(stored: StoredAllowance): Allowance {
  const { credits, carryOver, dueMs, last } = stored;
  return {
    credits,
    carryOver,
    nextAt: instant(dueMs),
    last: last && {
      period: last.period,
      at: instant(last.atMs),
      given: last.given,
      skipped: last.isSkipped,
    },
  };
}

function drawsInstead(): Problem {
  return new Problem("conflict", {
    detail: {
      fr:
        "Cette structure puise dans le solde du groupe : elle n'a pas besoin de dotation. Donnez-lui d'abord un solde propre.",
      en:
        "This structure draws from the group's balance: it needs no allowance. Give it a balance of its own first.",
    },
  });
}
