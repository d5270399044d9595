/**
 * What some movements bring with them: the ends of lots, and what a structure
 * in shared mode gives back. Nothing for an account without either.
 *
 * @module
 */
import { keys, shardOf } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import { Problem } from "../problem.ts";
import type { Account, Entry, Piece } from "../schema/credit.ts";
import { expiredPieces, LOTS_MAX, lotsAfter, piecesOf } from "./lots.ts";

const DAY_MS = 86_400_000;
/** When one looks at a lot ahead of its end. */
const AHEAD_DAYS = [30, 7, 0];
/** What is released within this goes back together. */
const FLOW_MS = 5_000;

type Moved = Pick<Entry, "kind" | "amount" | "atMs"> & {
  readonly lots?: readonly Piece[] | undefined;
};

/** The pieces of lots a movement takes, where it does not say. */
export function piecesMoved(
  { lots = [] }: Account,
  { kind, amount, lots: told }: Moved,
): readonly Piece[] {
  if (told !== undefined || amount > 0) return told ?? [];
  return kind === "allocate" || kind === "reclaim" || kind === "adjust"
    ? piecesOf(lots, -amount)
    : [];
}

/** What of an account changes with a movement besides its columns. */
export function aftermath(
  before: Account,
  moved: Moved,
): Pick<Account, "lots" | "shared"> {
  const { shared } = before;
  const lots = lotsAfter(before, moved);
  if (lots.length > LOTS_MAX) throw tooManyLots();
  const hasLots = before.lots !== undefined || lots.length > 0;
  const comesBack = shared !== undefined && moved.kind === "release";
  return {
    ...(hasLots ? { lots } : {}),
    ...(comesBack
      ? { shared: { ...shared, back: shared.back + moved.amount } }
      : {}),
  };
}

/** Makes due what a movement will need to have done. */
export function scheduleAftermath(
  tx: Tx,
  structureId: string,
  { before, after, moved }: { before: Account; after: Account; moved: Moved },
): void {
  const shard = shardOf(structureId);
  const { kind, amount, atMs, lots: pieces = [] } = moved;
  const look = (dueMs: number) =>
    tx.put(keys.due(shard, dueMs, expiryId(structureId)), {
      kind: "expiry",
      structureId,
    });
  if (amount > 0) {
    for (const { untilMs } of pieces) {
      for (const days of AHEAD_DAYS) {
        look(Math.max(atMs, untilMs - days * DAY_MS));
      }
    }
  }
  if (kind !== "release") return;
  if (expiredPieces(after.lots ?? [], atMs).length > 0) look(atMs);
  if (before.shared?.back === 0) {
    tx.put(keys.due(shard, atMs + FLOW_MS, `flw_${structureId.slice(4)}`), {
      kind: "flowBack",
      structureId,
    });
  }
}

/** How the due-index names the ends of an account's lots. */
export function expiryId(structureId: string): string {
  return `exp_${structureId.slice(4)}`;
}

function tooManyLots(): Problem {
  return new Problem("conflict", {
    detail: {
      fr:
        `Au plus ${LOTS_MAX} lots de SMS à date d'expiration à la fois ; attendez que l'un soit épuisé.`,
      en:
        `At most ${LOTS_MAX} lots of SMS with an expiry date at a time; wait until one is used up.`,
    },
  });
}
