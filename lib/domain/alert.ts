/**
 * The rule of alerts: which thresholds a movement crosses, and writing that
 * down in the commit that makes the movement.
 *
 * It compares before with after and remembers nothing, so a threshold is armed
 * again by itself: by what rises above it, or by a new month.
 *
 * @module
 */
import { base32 } from "../kv/ids.ts";
import { keys, shardOf } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type {
  AccountAlerts,
  AlertKind,
  StoredAlert,
  Thresholds,
} from "../schema/alert.ts";
import { instant } from "../schema/common.ts";
import { queueWebhook } from "./webhook_event.ts";
import type { Account, Entry } from "../schema/credit.ts";

/** What else is crossed at the same time is told together. */
const GATHER_MS = 2_000;
/** After a notice, what follows within this is told together. */
const QUIET_MS = 60_000;

/** What thresholds are held against. */
export interface Level {
  readonly available: number;
  /** The month that `monthSpent` counts. */
  readonly month: string;
  readonly monthSpent: number;
  /** By the forecast; null where it is not watched, or without a pace. */
  readonly daysLeft?: number | null;
}

/** One threshold crossed, and what was left or reached. */
export type Crossing = Pick<StoredAlert, "kind" | "threshold" | "value">;

/** The thresholds that lie between two levels, in the order they are met. */
export function crossings(
  before: Level,
  after: Level,
  { lowBalance, monthlyVolume, daysLeft = [] }: Thresholds,
): Crossing[] {
  const { available, month, monthSpent } = after;
  // A new month begins at nothing.
  const monthBefore = before.month === month ? before.monthSpent : 0;
  const crossed: Crossing[] = [];
  const add = (kind: AlertKind, threshold: number, value: number) =>
    crossed.push({ kind, threshold, value });
  for (const threshold of lowBalance.toReversed()) {
    if (before.available < threshold || available >= threshold) continue;
    add("lowBalance", threshold, available);
  }
  for (const threshold of monthlyVolume) {
    if (monthBefore > threshold || monthSpent <= threshold) continue;
    add("monthlyVolume", threshold, monthSpent);
  }
  const days = after.daysLeft ?? Infinity;
  for (const threshold of daysLeft.toReversed()) {
    if ((before.daysLeft ?? Infinity) < threshold || days >= threshold) {
      continue;
    }
    add("daysLeft", threshold, days);
  }
  return crossed;
}

/**
 * The thresholds that hold for an account. In shared mode what it has is not
 * its balance: nothing of that is watched.
 */
export function effectiveThresholds(
  { alerts, shared }: Pick<Account, "alerts" | "shared">,
): Thresholds {
  const { lowBalance = [], monthlyVolume = [], daysLeft = [] } = alerts ?? {};
  return shared === undefined
    ? { lowBalance, monthlyVolume, daysLeft }
    : { lowBalance: [], monthlyVolume };
}

/** Raises an alert for each threshold an entry crosses, inside `tx`. */
export function raiseAlerts(
  tx: Tx,
  structureId: string,
  { alerts, thresholds, before, after, entry }: {
    alerts: AccountAlerts;
    thresholds: Thresholds;
    before: Level;
    after: Level;
    entry: Entry;
  },
): void {
  crossings(before, after, thresholds).forEach((crossing, index) => {
    const id = alertId(structureId, entry, index);
    const dueMs = noticeDueMs(alerts, entry.atMs);
    tx.put(keys.alert(structureId, entry.number, index), {
      id,
      ...crossing,
      entry: entry.number,
      cause: entry.cause,
      atMs: entry.atMs,
      dueMs,
      noticeId: null,
    });
    tx.put(keys.due(shardOf(structureId), dueMs, id), {
      kind: "alert",
      structureId,
    });
    const { number, atMs } = entry;
    const at = instant(atMs);
    queueWebhook(tx, structureId, {
      type: "alert.raised",
      atMs,
      data: { id, structureId, ...crossing, at, entry: number },
    });
  });
}

/** When to tell of what is raised at `atMs`. */
export function noticeDueMs(
  { noticedAtMs = 0 }: AccountAlerts,
  atMs: number,
): number {
  return Math.max(atMs + GATHER_MS, noticedAtMs + QUIET_MS);
}

/**
 * The same each time its transaction runs: the instant, the structure's own
 * tail, the entry's number, and which of its crossings.
 */
function alertId(
  structureId: string,
  { atMs, number }: Entry,
  index: number,
): string {
  const tail = structureId.slice(-6).padStart(6, "0");
  return `alr_${base32(atMs, 10)}${tail}${base32(number, 5)}${
    base32(index, 1)
  }`;
}
