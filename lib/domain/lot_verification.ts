/**
 * Credits that end, checked against the ledger: an account's lots are the
 * replay of its entries, what they hold is there, and each has a due entry at
 * its end.
 *
 * Invariant 2 with ends: what the operator granted, with its corrections and
 * less what expired, is what the structures hold.
 *
 * @module
 */
import { keys, shardOf } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { Account, Entry, Lot } from "../schema/credit.ts";
import { availableCredits, replay } from "./credit.ts";
import { expiryId } from "./aftermath.ts";
import { EXPIRY_ACTOR } from "./expiry.ts";
import { heldIn, leftIn, lotsAfter } from "./lots.ts";

/** What is wrong with the lots of an account whose whole ledger is `entries`. */
export async function brokenLots(
  ports: Ports,
  { structureId, account, entries }: {
    structureId: string;
    account: Account;
    entries: readonly Entry[];
  },
): Promise<string[]> {
  const { lots = [], reserved } = account;
  const broken: string[] = [];
  const stored = plain(lots);
  const replayed = plain(replayLots(entries));
  if (stored !== replayed) {
    broken.push(`lots ${stored} are not their ledger's replay ${replayed}`);
  }
  if (leftIn(lots) > availableCredits(account)) {
    broken.push(
      `lots have ${leftIn(lots)} left of ${
        availableCredits(account)
      } available`,
    );
  }
  if (heldIn(lots) > reserved) {
    broken.push(`lots hold ${heldIn(lots)} of ${reserved} reserved`);
  }
  for (const { source, untilMs, left } of lots) {
    if (left === 0 || untilMs <= ports.now()) continue;
    const due = keys.due(shardOf(structureId), untilMs, expiryId(structureId));
    if (await ports.store.get(due) !== null) continue;
    broken.push(`lot ${source} will end, and nothing will wake for it`);
  }
  return broken;
}

/** What expired, by a ledger. */
export function expiredIn(entries: readonly Entry[]): number {
  return entries.reduce(
    (sum, { kind, actor, amount }) =>
      kind === "adjust" && actor === EXPIRY_ACTOR ? sum - amount : sum,
    0,
  );
}

function replayLots(entries: readonly Entry[]): Lot[] {
  let lots: Lot[] = [];
  let reserved = 0;
  for (const entry of entries) {
    lots = lotsAfter({ lots, reserved }, entry);
    reserved += replay([entry]).reserved;
  }
  return lots;
}

function plain(lots: readonly Lot[]): string {
  return JSON.stringify(
    lots.map((
      { source, untilMs, left, held },
    ) => [source, untilMs, left, held]),
  );
}
