/**
 * Credit accounting: the only module that changes an account.
 *
 * Every change is one numbered ledger entry plus the new account, in the same
 * commit. Entries are never edited and their numbers have no gap. The account
 * record carries its newest entries; when it has enough of them they move to a
 * page of their own, in the same commit, so that a call writes few records.
 *
 * Who reserves, settles or releases does so while moving the messages
 * concerned from one status to the next, under the same account's check; that
 * is what makes each of them happen once.
 *
 * @module
 */
import { type Key } from "../kv/kind.ts";
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import { Problem } from "../problem.ts";
import type {
  Account,
  Balance,
  Entry,
  EntryKind,
  Piece,
} from "../schema/credit.ts";
import { effectiveThresholds, type Level, raiseAlerts } from "./alert.ts";
import { aftermath, piecesMoved, scheduleAftermath } from "./aftermath.ts";
import { civilMonth } from "./calendar.ts";
import { countDay, forecastDays } from "./forecast.ts";
import { piecesOf } from "./lots.ts";

/** How many entries and batches the account record carries. */
export const LATEST_MAX = 8;

/** One movement to post. */
export interface Posting {
  kind: EntryKind;
  /** In SMS; signed as {@linkcode Entry} says. */
  amount: number;
  /** Who: an application, a member, `operator`, `delivery`. */
  actor: string;
  /** What for: a transfer or a submission. */
  cause: string;
  atMs: number;
  note?: string | undefined;
  /** What of it ends; oldest first where an account gives and none is told. */
  lots?: readonly Piece[] | undefined;
}

/** An account nothing was posted to. */
export const EMPTY_ACCOUNT: Account = {
  granted: 0,
  allocated: 0,
  reserved: 0,
  spent: 0,
  entries: 0,
  month: "",
  monthSpent: 0,
  daily: { day: 0, spent: [] },
  latestEntries: [],
  latestBatches: [],
};

type Columns = Pick<Account, "granted" | "allocated" | "reserved" | "spent">;

/** How each kind of entry moves the columns, for one SMS of its amount. */
const MOVES: Record<EntryKind, Partial<Columns>> = {
  grant: { granted: 1 },
  allocate: {},
  reclaim: {},
  reserve: { reserved: 1 },
  settle: { reserved: -1, spent: 1 },
  release: { reserved: -1 },
  adjust: { granted: 1 },
};

/** What a structure can still promise. */
export function availableCredits(account: Columns): number {
  return account.granted - account.allocated - account.reserved -
    account.spent;
}

/** The account as the transaction sees it; empty before its first posting. */
export function readAccount(tx: Tx, structureId: string): Account {
  return tx.take(keys.account(structureId)) ?? EMPTY_ACCOUNT;
}

/**
 * Posts one movement to a structure's account inside `tx`.
 *
 * @throws {Problem} `insufficient_credit` if nothing would be left available
 */
export function post(tx: Tx, structureId: string, posting: Posting): Account {
  const key = keys.account(structureId);
  const before = tx.take(key) ?? EMPTY_ACCOUNT;
  const columns = move(before, posting);
  const availableAfter = availableCredits(columns);
  if (availableAfter < 0) {
    throw new Problem("insufficient_credit", {
      members: {
        needed: Math.abs(posting.amount),
        available: availableCredits(before),
      },
    });
  }
  assertColumns(columns, structureId);

  const entry: Entry = {
    number: before.entries + 1,
    atMs: posting.atMs,
    kind: posting.kind,
    amount: posting.amount,
    availableAfter,
    actor: posting.actor,
    cause: posting.cause,
  };
  if (posting.note) entry.note = posting.note;
  if (before.lots || posting.lots) {
    Object.assign(entry, lotsOf(before, posting));
  }
  let latestEntries = [...before.latestEntries, entry];
  if (latestEntries.length > LATEST_MAX) {
    tx.put(keys.ledger(structureId, entry.number), latestEntries);
    latestEntries = [];
  }
  const after: Account = {
    ...before,
    granted: columns.granted,
    allocated: columns.allocated,
    reserved: columns.reserved,
    spent: columns.spent,
    entries: entry.number,
    latestEntries,
  };
  if (posting.kind === "settle") Object.assign(after, spend(before, posting));
  const plain = isPlain(before, entry);
  if (!plain) Object.assign(after, aftermath(before, entry));
  tx.put(key, after);
  if (!plain) {
    scheduleAftermath(tx, structureId, { before, after, moved: entry });
  }
  if (before.alerts !== undefined) {
    const thresholds = effectiveThresholds(before);
    const atMs = thresholds.daysLeft?.length ? posting.atMs : null;
    raiseAlerts(tx, structureId, {
      alerts: before.alerts,
      thresholds,
      before: levelOf(before, atMs),
      after: levelOf(after, atMs),
      entry,
    });
  }
  return after;
}

/**
 * Moves credits from one account to another inside `tx`, with their ends. Who
 * gives comes first: if it cannot, nothing is written.
 *
 * @throws {Problem} `insufficient_credit`
 */
export function pass(
  tx: Tx,
  { fromId, toId }: { fromId: string; toId: string },
  { credits, ...posting }: Omit<Posting, "amount" | "lots"> & {
    credits: number;
  },
): void {
  const { lots: given } = readAccount(tx, fromId);
  const lots = given && piecesOf(given, credits);
  post(tx, fromId, { ...posting, amount: -credits, lots });
  post(tx, toId, {
    ...posting,
    amount: credits,
    lots: lots?.length ? lots : undefined,
  });
}

/** Lists a batch in its structure's history, inside `tx`. */
export function listBatch(
  tx: Tx,
  structureId: string,
  batchId: string,
): void {
  const key = keys.account(structureId);
  const before = tx.take(key) ?? EMPTY_ACCOUNT;
  let latestBatches = [...before.latestBatches, batchId];
  if (latestBatches.length > LATEST_MAX) {
    // Pages are named by their newest batch: ids grow, so pages sort.
    latestBatches.sort();
    tx.put(keys.history(structureId, latestBatches.at(-1)!), latestBatches);
    latestBatches = [];
  }
  tx.put(key, { ...before, latestBatches });
}

/** What the API tells of an account. */
export function balanceOf(
  structureId: string,
  account: Account,
  nowMs: number,
): Omit<Balance, "mode" | "drawable" | "expiring"> {
  const available = availableCredits(account);
  return {
    structureId,
    available,
    reserved: account.reserved,
    spent: account.spent,
    granted: account.granted,
    allocated: account.allocated,
    monthSpent: account.month === civilMonth(nowMs) ? account.monthSpent : 0,
    forecastDays: forecastDays(account, available, nowMs),
  };
}

/** Replays entries into columns, for checking an account against its ledger. */
export function replay(entries: Iterable<Entry>): Columns {
  let columns: Columns = EMPTY_ACCOUNT;
  for (const entry of entries) columns = move(columns, entry);
  const { granted, allocated, reserved, spent } = columns;
  return { granted, allocated, reserved, spent };
}

/** The month's count after an entry: only what settles counts. */
export function countMonth(
  before: Pick<Account, "month" | "monthSpent">,
  { kind, amount, atMs }: Pick<Entry, "kind" | "amount" | "atMs">,
): Pick<Account, "month" | "monthSpent"> {
  if (kind !== "settle") return before;
  // What comes late counts for the newest month.
  const current = civilMonth(atMs);
  const month = current > before.month ? current : before.month;
  const counted = before.month === month ? before.monthSpent : 0;
  return { month, monthSpent: counted + amount };
}

/** What thresholds are held against; with a forecast, where one is watched. */
function levelOf(account: Account, atMs: number | null): Level {
  const { month, monthSpent } = account;
  const available = availableCredits(account);
  return {
    available,
    month,
    monthSpent,
    daysLeft: atMs === null ? null : forecastDays(account, available, atMs),
  };
}

/** The key whose check guards a structure's records. */
export function accountKey(structureId: string): Key<Account> {
  return keys.account(structureId);
}

function move(
  before: Columns,
  { kind, amount }: { kind: EntryKind; amount: number },
): Columns {
  const by = MOVES[kind];
  const passesOn = kind === "allocate" || kind === "reclaim";
  // A transfer has two sides: the upper account passes on (or takes back)
  // what the lower one receives (or gives back). The sign and the kind tell.
  const upper = passesOn && (kind === "allocate") === (amount < 0);
  return {
    granted: before.granted + (by.granted ?? 0) * amount +
      (passesOn && !upper ? amount : 0),
    allocated: before.allocated - (upper ? amount : 0),
    reserved: before.reserved + (by.reserved ?? 0) * amount,
    spent: before.spent + (by.spent ?? 0) * amount,
  };
}

function spend(before: Account, posting: Posting): Partial<Account> {
  return {
    ...countMonth(before, posting),
    daily: countDay(before.daily, posting),
  };
}

/** Whether nothing of the account ends, and all of it is its own. */
function isPlain({ lots, shared }: Account, entry: Entry): boolean {
  return lots === undefined && shared === undefined && entry.lots === undefined;
}

function lotsOf(before: Account, posting: Posting): Pick<Entry, "lots"> {
  if (before.lots === undefined && posting.lots === undefined) return {};
  const lots = piecesMoved(before, posting);
  return lots.length === 0 ? {} : { lots: [...lots] };
}

function assertColumns(columns: Columns, structureId: string): void {
  const { granted, allocated, reserved, spent } = columns;
  const whole = [granted, allocated, reserved, spent].every(
    Number.isSafeInteger,
  );
  if (!whole || reserved < 0 || spent < 0) {
    throw new Error(
      `account ${structureId}: impossible columns ${JSON.stringify(columns)}`,
    );
  }
}
