/**
 * What is told of an account: its balance and its ledger.
 *
 * @module
 */
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { instant } from "../schema/common.ts";
import type { Account, Balance, Entry, LedgerEntry } from "../schema/credit.ts";
import type { Actor } from "./actor.ts";
import { balanceOf, EMPTY_ACCOUNT } from "./credit.ts";
import { authorised } from "./directory.ts";
import { forecastDays } from "./forecast.ts";
import { fromCursor, type Page, type PageRequest, toCursor } from "./page.ts";
import { reachOf } from "./shared.ts";

/** More entries than a page of the ledger ever holds. */
const PAGE_ENTRIES_MAX = 64;

/** @throws {Problem} `not_found`, `forbidden` */
export async function readBalance(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<Balance> {
  await authorised(ports, actor, "credit:read", id);
  const account = await ports.store.get(keys.account(id)) ?? EMPTY_ACCOUNT;
  const nowMs = ports.now();
  const balance = balanceOf(id, account, nowMs);
  const reach = await reachOf(ports.store, account, nowMs);
  return {
    ...balance,
    forecastDays: account.shared === undefined
      ? balance.forecastDays
      : forecastDays(account, reach, nowMs),
    mode: account.shared === undefined ? "allocated" : "shared",
    drawable: reach - balance.available,
    expiring: await expiringOf(ports, account),
  };
}

/**
 * The same as who sends sees it: what may be drawn from the group counts as
 * available.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function readAtHand(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<Balance> {
  const balance = await readBalance(ports, actor, id);
  return { ...balance, available: balance.available + balance.drawable };
}

/** What of an account's available credits ends, the first to end first. */
async function expiringOf(
  ports: Ports,
  { lots = [] }: Account,
): Promise<Balance["expiring"]> {
  const left = lots.filter((lot) => lot.left > 0);
  const sources = await ports.store.getMany(
    left.map(({ source }) => keys.lotSource(source)),
  );
  return left.map(({ left, untilMs }, i) => ({
    credits: left,
    at: instant(untilMs),
    note: sources[i]?.note ?? null,
  }));
}

/**
 * A structure's ledger, the newest entry first.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_cursor`
 */
export async function readLedger(
  ports: Ports,
  actor: Actor,
  { id, limit, cursor }: PageRequest & { id: string },
): Promise<Page<LedgerEntry>> {
  await authorised(ports, actor, "credit:read", id);
  const place = fromCursor(cursor, /^[1-9]\d{0,14}$/);
  const from = place === null ? Infinity : Number(place);
  const items: LedgerEntry[] = [];
  for await (const entry of entriesDown(ports, id, from)) {
    if (items.length === limit) {
      return { items, nextCursor: toCursor(String(entry.number)) };
    }
    items.push(entryView(entry));
  }
  return { items, nextCursor: null };
}

/** Entries numbered `from` and below, downwards, without a gap. */
export async function* entriesDown(
  ports: Ports,
  id: string,
  from: number,
): AsyncIterable<Entry> {
  const account = await ports.store.get(keys.account(id)) ?? EMPTY_ACCOUNT;
  let next = Math.min(from, account.entries);
  for (const entry of account.latestEntries.toReversed()) {
    if (entry.number !== next) continue;
    yield entry;
    next--;
  }
  if (next < 1) return;
  const pages = ports.store.list(KINDS.ledger, {
    under: [id],
    end: [id, next + PAGE_ENTRIES_MAX],
  }, { reverse: true });
  for await (const { value } of pages) {
    for (const entry of value.toReversed()) {
      if (entry.number !== next) continue;
      yield entry;
      next--;
    }
  }
}

/** An entry as the API tells it. */
export function entryView(entry: Entry): LedgerEntry {
  return {
    number: entry.number,
    at: instant(entry.atMs),
    kind: entry.kind,
    amount: entry.amount,
    availableAfter: entry.availableAfter,
    actor: entry.actor,
    cause: entry.cause,
    note: entry.note ?? null,
  };
}
