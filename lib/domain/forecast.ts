/**
 * The forecast: how many days what is available lasts, at the pace of the last
 * thirty. The one that the balance, the pages and the alerts go by.
 *
 * @module
 */
import type { Account, Daily, Entry } from "../schema/credit.ts";
import { civilDay } from "./calendar.ts";

/** Days the forecast looks back. */
const DAYS_MAX = 30;
/** Fewer days than this tell no pace. */
const DAYS_MIN = 3;

/** Whole days until nothing is available; null without a pace to go by. */
export function forecastDays(
  account: Pick<Account, "daily">,
  available: number,
  nowMs: number,
): number | null {
  const pace = pacePerDay(account, nowMs);
  return pace === null ? null : Math.floor(available / pace);
}

/** SMS a day over the last thirty; null without a pace to go by. */
export function pacePerDay(
  { daily }: Pick<Account, "daily">,
  nowMs: number,
): number | null {
  const idle = civilDay(nowMs) - daily.day;
  const total = daily.spent
    .slice(Math.max(0, daily.spent.length - (DAYS_MAX - idle)))
    .reduce((sum, count) => sum + count, 0);
  const days = Math.min(DAYS_MAX, daily.spent.length + idle);
  if (total === 0 || idle >= DAYS_MAX || days < DAYS_MIN) return null;
  return total / days;
}

/** The days' counts after an entry: only what settles counts. */
export function countDay(
  before: Daily,
  { kind, amount, atMs }: Pick<Entry, "kind" | "amount" | "atMs">,
): Daily {
  if (kind !== "settle") return before;
  const day = civilDay(atMs);
  const shift = Math.max(0, day - before.day);
  const spent = shift >= DAYS_MAX
    ? []
    : [...before.spent, ...Array<number>(shift).fill(0)];
  if (spent.length === 0) spent.push(0);
  spent[spent.length - 1]! += amount;
  return { day: Math.max(day, before.day), spent: spent.slice(-DAYS_MAX) };
}
