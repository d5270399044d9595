/**
 * The dashboard of a structure: what is left, what went out, what failed.
 *
 * @module
 */
import { Hono } from "hono";
import { readAtHand, readBalance } from "../../lib/domain/account.ts";
import { type BurnDown, readBurnDown } from "../../lib/domain/burn_down.ts";
import { listAlertEvents } from "../../lib/domain/alert_settings.ts";
import { listApplications } from "../../lib/domain/application.ts";
import { listMessages } from "../../lib/domain/history.ts";
import { listStructures } from "../../lib/domain/structure.ts";
import { instant } from "../../lib/schema/common.ts";
import type { AlertEvent } from "../../lib/schema/alert.ts";
import type { Balance } from "../../lib/schema/credit.ts";
import type { Message } from "../../lib/schema/message.ts";
import type { Structure } from "../../lib/schema/structure.ts";
import { wholeOf } from "./history_filters.ts";
import { lastVisit } from "./last_visit.ts";
import { namesOf } from "./names.ts";
import { page } from "./respond.tsx";
import { Dashboard } from "./views/Dashboard.tsx";
import { may, type PageEnv, type Visit } from "./visit.ts";
import { DASHBOARD } from "./words/dashboard.ts";
import { civilDate, startOfDay } from "./words.ts";

const LATEST = 6;
/** Beyond this many a day, « plus de ». */
const COUNTED_MAX = 300;
const CHILDREN_MAX = 50;
/** Structures whose ledgers are drawn together, and how far back. */
const DRAWN_MAX = 20;
const PAST_DAYS = 30;
/** Alerts shown, and how old they are at the most. */
const ALERTS = 3;
const RECENT_MS = 7 * 86_400_000;

/** How many, and whether there are more than were counted. */
export interface Count {
  readonly count: number;
  readonly isMore: boolean;
}

/** A child of a group with what it has. */
export interface Child {
  readonly structure: Structure;
  readonly balance: Balance;
}

/** How far the structure is from its first message. */
export interface FirstSteps {
  readonly hasCredits: boolean;
  readonly hasApplication: boolean;
  readonly hasMessage: boolean;
}

/** What happened since the visit before. */
export interface Changes {
  readonly sinceMs: number;
  readonly sent: Count;
  readonly failed: Count;
}

/** All a dashboard shows. */
export interface Overview {
  readonly balance: Balance;
  /** Null on a first visit, and where nothing happened. */
  readonly changes: Changes | null;
  /** What was raised lately, the newest first. */
  readonly alerts: readonly AlertEvent[];
  readonly latest: readonly Message[];
  /** What the structures are called that they are of. */
  readonly names: ReadonlyMap<string, string>;
  readonly sentToday: Count;
  readonly failedToday: Count;
  readonly children: readonly Child[];
  readonly hasMoreChildren: boolean;
  /** Null where it would take too many ledgers, or may not be read. */
  readonly burnDown: BurnDown | null;
  /** Null once the first message was sent, or for who cannot do the steps. */
  readonly firstSteps: FirstSteps | null;
}

export const dashboard = new Hono<PageEnv>();

dashboard.get("/", async (c) => {
  const { visit } = c.var;
  const overview = await overviewOf(visit, lastVisit(c, visit.here!.id));
  return page(
    c,
    { title: DASHBOARD[visit.language].title, section: "tableau" },
    <Dashboard visit={visit} overview={overview} done={c.req.query("fait")} />,
  );
});

async function overviewOf(
  visit: Visit,
  sinceMs: number | null,
): Promise<Overview> {
  const { ports, actor, here } = visit;
  const structureId = here!.id;
  const [balance, latest, today, family, changes, alerts] = await Promise.all([
    readAtHand(ports, actor, structureId),
    listMessages(ports, actor, { ...await wholeOf(visit), limit: LATEST }),
    countToday(visit),
    childrenOf(visit),
    sinceMs === null ? null : changesSince(visit, sinceMs),
    recentAlerts(visit),
  ]);
  return {
    balance,
    latest: latest.items,
    names: await namesOf(visit, latest.items),
    changes,
    alerts,
    burnDown: await burnDownOf(visit, family),
    ...today,
    ...family,
    // A group that only shares out has other things to do.
    firstSteps: family.children.length > 0
      ? null
      : await firstStepsOf(visit, balance, latest.items.length > 0),
  };
}

/** What was left in the structure; of a group, in all of it. */
async function burnDownOf(
  visit: Visit,
  { children, hasMoreChildren }: {
    children: readonly Child[];
    hasMoreChildren: boolean;
  },
): Promise<BurnDown | null> {
  const { ports, actor, here } = visit;
  const isWide = hasMoreChildren || children.length > DRAWN_MAX;
  if (isWide || !may(visit, "credit:read")) return null;
  const ids = [here!.id, ...children.map(({ structure }) => structure.id)];
  return await readBurnDown(ports, actor, { ids, days: PAST_DAYS });
}

/** Messages of today, and those of them that failed. */
async function countToday(visit: Visit) {
  const { sent, failed } = await countSince(
    visit,
    startOfDay(civilDate(visit.nowMs))!,
  );
  return { sentToday: sent, failedToday: failed };
}

async function changesSince(
  visit: Visit,
  sinceMs: number,
): Promise<Changes | null> {
  const counts = await countSince(visit, sinceMs);
  return counts.sent.count === 0 ? null : { sinceMs, ...counts };
}

/** What was raised lately and concerns the structure itself. */
async function recentAlerts(visit: Visit): Promise<AlertEvent[]> {
  const { ports, actor, here, nowMs } = visit;
  if (!may(visit, "credit:read")) return [];
  const { items } = await listAlertEvents(ports, actor, {
    id: here!.id,
    limit: ALERTS,
  });
  return items.filter(({ at, about }) =>
    (about ?? null) === null && nowMs - Date.parse(at) < RECENT_MS
  );
}

async function countSince(
  visit: Visit,
  sinceMs: number,
): Promise<{ sent: Count; failed: Count }> {
  const { ports, actor } = visit;
  const from = instant(sinceMs);
  const query = { ...await wholeOf(visit), from, limit: COUNTED_MAX };
  const [all, failed] = await Promise.all([
    listMessages(ports, actor, query),
    listMessages(ports, actor, { ...query, failed: true }),
  ]);
  const count = ({ items, nextCursor }: typeof all): Count => ({
    count: items.length,
    isMore: nextCursor !== null,
  });
  return { sent: count(all), failed: count(failed) };
}

/** The balances of a group's children, the first to run dry on top. */
async function childrenOf({ ports, actor, here }: Visit) {
  const { items, nextCursor } = await listStructures(ports, actor, {
    parentId: here!.id,
    limit: CHILDREN_MAX,
  });
  const children = await Promise.all(items.map(async (structure) => ({
    structure,
    balance: await readBalance(ports, actor, structure.id),
  })));
  const urgency = ({ balance: { available, drawable, forecastDays } }: Child) =>
    available + drawable === 0 ? -1 : forecastDays ?? Infinity;
  children.sort((a, b) =>
    urgency(a) - urgency(b) || a.balance.available - b.balance.available
  );
  return { children, hasMoreChildren: nextCursor !== null };
}

async function firstStepsOf(
  visit: Visit,
  balance: Balance,
  hasMessage: boolean,
): Promise<FirstSteps | null> {
  const { ports, actor, here } = visit;
  if (hasMessage || !may(visit, "application:manage")) return null;
  const { items } = await listApplications(ports, actor, {
    structureId: here!.id,
    limit: 1,
  });
  return {
    hasCredits: balance.granted > 0,
    hasApplication: items.length > 0,
    hasMessage,
  };
}
