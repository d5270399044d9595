/**
 * Choosing, for a structure below, between a balance of its own and drawing
 * from the group's.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { Account, NewSharing, Sharing } from "../schema/credit.ts";
import { type Actor, permits } from "./actor.ts";
import { effectiveThresholds } from "./alert.ts";
import { recordAudit } from "./audit.ts";
import { type Call, once } from "./call.ts";
import { civilMonth } from "./calendar.ts";
import {
  availableCredits,
  EMPTY_ACCOUNT,
  pass,
  readAccount,
} from "./credit.ts";
import { authorised, type Lineage } from "./directory.ts";
import { drawnIn } from "./shared.ts";

/**
 * Sets how a structure is provided for. In shared mode what it has left goes
 * back to the group at once.
 *
 * @throws {Problem} `not_found`, `forbidden`, `conflict` at the top of the tree
 */
export async function setSharing(
  ports: Ports,
  call: Call,
  { structureId, mode, monthlyCap = null }: NewSharing & {
    structureId: string;
  },
): Promise<Sharing> {
  const { groupId } = await managedBelow(ports, call.actor, structureId);
  const nowMs = ports.now();
  const cause = ports.newId("trf");
  return await once(ports, call, {
    lane: structureId,
    body: async (tx) => {
      const before = await readAccount(tx, structureId);
      if (mode === "allocated") leave(tx, structureId, before);
      else await enter(tx, structureId, { groupId, cap: monthlyCap, nowMs });
      const after = readAccount(tx, structureId);
      tx.put(
        keys.thresholds(structureId, after.entries),
        effectiveThresholds(after),
      );
      // Its balance is not watched any more when it goes: nobody is warned.
      if (mode === "shared" && before.shared === undefined) {
        giveBack(tx, structureId, groupId, {
          actor: call.actor.id,
          cause,
          atMs: nowMs,
        });
      }
      await recordAudit(tx, ports, {
        call,
        structureId,
        action: "credit.share",
        target: groupId,
        detail: { mode, monthlyCap },
      });
      return sharingOf(after, nowMs);
    },
  });
}

/** @throws {Problem} `not_found`, `forbidden` */
export async function readSharing(
  ports: Ports,
  actor: Actor,
  structureId: string,
): Promise<Sharing> {
  await authorised(ports, actor, "credit:read", structureId);
  const account = await ports.store.get(keys.account(structureId));
  return sharingOf(account ?? EMPTY_ACCOUNT, ports.now());
}

/** How an account is provided for, as the API tells it. */
export function sharingOf({ shared }: Account, nowMs: number): Sharing {
  return shared === undefined
    ? { mode: "allocated", groupId: null, monthlyCap: null, monthDrawn: 0 }
    : {
      mode: "shared",
      groupId: shared.groupId,
      monthlyCap: shared.cap,
      monthDrawn: drawnIn(shared, nowMs),
    };
}

/**
 * The structure and its group, if the actor moves the group's credits.
 *
 * @throws {Problem} `not_found`, `forbidden`, `conflict` at the top of the tree
 */
export async function managedBelow(
  ports: Ports,
  actor: Actor,
  structureId: string,
): Promise<{ at: Lineage; groupId: string }> {
  const at = await authorised(ports, actor, "credit:read", structureId);
  const { path } = at.structure;
  const groupId = path.at(-1);
  if (groupId === undefined) {
    throw new Problem("conflict", {
      detail: {
        fr: "Cette structure n'a pas de groupe au-dessus d'elle.",
        en: "This structure has no group above it.",
      },
    });
  }
  const group = { id: groupId, path: path.slice(0, -1) };
  if (!permits(actor, "credit:move", group)) throw new Problem("forbidden");
  return { at, groupId };
}

function giveBack(
  tx: Tx,
  structureId: string,
  groupId: string,
  posting: { actor: string; cause: string; atMs: number },
): void {
  const credits = availableCredits(readAccount(tx, structureId));
  if (credits === 0) return;
  pass(tx, { fromId: structureId, toId: groupId }, {
    ...posting,
    kind: "reclaim",
    credits,
  });
}

async function enter(
  tx: Tx,
  structureId: string,
  { groupId, cap, nowMs }: {
    groupId: string;
    cap: number | null;
    nowMs: number;
  },
): Promise<void> {
  const account = await readAccount(tx, structureId);
  const { shared } = account;
  tx.put(keys.account(structureId), {
    ...account,
    shared: {
      groupId,
      cap,
      month: civilMonth(nowMs),
      drawn: shared === undefined ? 0 : drawnIn(shared, nowMs),
      back: shared?.back ?? 0,
    },
  });
  const allowance = await tx.get(keys.allowance(structureId));
  if (allowance?.isActive) {
    tx.put(keys.allowance(structureId), { ...allowance, isActive: false });
  }
}

function leave(tx: Tx, structureId: string, before: Account): void {
  const { shared: _, ...account } = before;
  tx.put(keys.account(structureId), account);
}
