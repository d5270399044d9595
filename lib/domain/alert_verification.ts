/**
 * Invariant 6: each threshold crossing has exactly one alert.
 *
 * Exact, and for all of a structure's life: the ledger is walked again, with
 * the thresholds that held at each entry, and what it crosses must be what was
 * raised.
 *
 * @module
 */
import { KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { AlertKind, Thresholds } from "../schema/alert.ts";
import type { Daily, Entry } from "../schema/credit.ts";
import { crossings, type Level } from "./alert.ts";
import { countMonth } from "./credit.ts";
import { countDay, forecastDays } from "./forecast.ts";

/** Crossings named; an alert is found by the same name. */
type Names = Map<string, number>;

/** What is wrong with the alerts that `entries`, the whole ledger, caused. */
export async function brokenAlerts(
  ports: Ports,
  structureId: string,
  entries: readonly Entry[],
): Promise<string[]> {
  const under = { under: [structureId] };
  const changes = await Array.fromAsync(
    ports.store.list(KINDS.thresholds, under),
    ({ parts, value }) => ({ after: parts[1] as number, thresholds: value }),
  );
  const expected = walk(entries, changes);
  const raised: Names = new Map();
  for await (const { value } of ports.store.list(KINDS.alert, under)) {
    if (!CROSSED.has(value.kind)) continue;
    if (value.entry <= entries.length) count(raised, value.entry, value);
  }
  const names = new Set([...expected.keys(), ...raised.keys()]);
  return [...names].filter((name) => expected.get(name) !== raised.get(name))
    .map((name) =>
      `${name}: crossed ${expected.get(name) ?? 0} times, raised ${
        raised.get(name) ?? 0
      } times`
    );
}

/** Every crossing of a ledger; `changes` stand in the order of their entries. */
function walk(
  entries: readonly Entry[],
  changes: readonly { after: number; thresholds: Thresholds }[],
): Names {
  const found: Names = new Map();
  let thresholds: Thresholds | null = null;
  let next = 0;
  let before: Level = { available: 0, month: "", monthSpent: 0 };
  let daily: Daily = { day: 0, spent: [] };
  for (const entry of entries) {
    while (next < changes.length && changes[next]!.after < entry.number) {
      thresholds = changes[next++]!.thresholds;
    }
    const month = countMonth(before, entry);
    const after: Level = {
      available: entry.availableAfter,
      month: month.month,
      monthSpent: month.monthSpent,
    };
    const days = (daily: Daily, available: number) =>
      forecastDays({ daily }, available, entry.atMs);
    const dailyAfter = countDay(daily, entry);
    const was = { ...before, daysLeft: days(daily, before.available) };
    const is = { ...after, daysLeft: days(dailyAfter, after.available) };
    for (const crossing of crossings(was, is, thresholds ?? NONE)) {
      count(found, entry.number, crossing);
    }
    before = after;
    daily = dailyAfter;
  }
  return found;
}

/** What a movement raises; the rest is found out otherwise. */
const CROSSED: ReadonlySet<AlertKind> = new Set([
  "lowBalance",
  "monthlyVolume",
  "daysLeft",
]);

const NONE: Thresholds = { lowBalance: [], monthlyVolume: [] };

function count(
  names: Names,
  entry: number,
  { kind, threshold, value }: {
    kind: AlertKind;
    threshold: number;
    value: number;
  },
): void {
  const name = `entry ${entry}, ${kind} ${threshold} at ${value}`;
  names.set(name, (names.get(name) ?? 0) + 1);
}
