/**
 * The dashboard of a structure: what is left, what went out, what failed.
 *
 * @module
 */
import { Hono } from "hono";
import { readAtHand, readBalance } from "../../lib/domain/account.ts";
import { listApplications } from "../../lib/domain/application.ts";
import { listMessages } from "../../lib/domain/history.ts";
import { listStructures } from "../../lib/domain/structure.ts";
import { instant } from "../../lib/schema/common.ts";
import type { Balance } from "../../lib/schema/credit.ts";
import type { Message } from "../../lib/schema/message.ts";
import type { Structure } from "../../lib/schema/structure.ts";
import { page } from "./respond.tsx";
import { Dashboard } from "./views/Dashboard.tsx";
import { may, type PageEnv, type Visit } from "./visit.ts";
import { DASHBOARD } from "./words/dashboard.ts";
import { civilDate, startOfDay } from "./words.ts";

const LATEST = 6;
/** Beyond this many a day, « plus de ». */
const COUNTED_MAX = 300;
const CHILDREN_MAX = 50;

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

/** All a dashboard shows. */
export interface Overview {
  readonly balance: Balance;
  readonly latest: readonly Message[];
  readonly sentToday: Count;
  readonly failedToday: Count;
  readonly children: readonly Child[];
  readonly hasMoreChildren: boolean;
  /** Null once the first message was sent, or for who cannot do the steps. */
  readonly firstSteps: FirstSteps | null;
}

export const dashboard = new Hono<PageEnv>();

dashboard.get("/", async (c) => {
  const { visit } = c.var;
  const overview = await overviewOf(visit);
  return page(
    c,
    { title: DASHBOARD[visit.language].title, section: "tableau" },
    <Dashboard visit={visit} overview={overview} done={c.req.query("fait")} />,
  );
});

async function overviewOf(visit: Visit): Promise<Overview> {
  const { ports, actor, here } = visit;
  const structureId = here!.id;
  const [balance, latest, today, family] = await Promise.all([
    readAtHand(ports, actor, structureId),
    listMessages(ports, actor, { structureId, limit: LATEST }),
    countToday(visit),
    childrenOf(visit),
  ]);
  return {
    balance,
    latest: latest.items,
    ...today,
    ...family,
    // A group that only shares out has other things to do.
    firstSteps: family.children.length > 0
      ? null
      : await firstStepsOf(visit, balance, latest.items.length > 0),
  };
}

/** Messages of today, and those of them that failed. */
async function countToday({ ports, actor, here, nowMs }: Visit) {
  const from = instant(startOfDay(civilDate(nowMs))!);
  const query = { structureId: here!.id, from, limit: COUNTED_MAX };
  const [all, failed] = await Promise.all([
    listMessages(ports, actor, query),
    listMessages(ports, actor, { ...query, failed: true }),
  ]);
  const count = ({ items, nextCursor }: typeof all): Count => ({
    count: items.length,
    isMore: nextCursor !== null,
  });
  return { sentToday: count(all), failedToday: count(failed) };
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
  const urgency = ({ balance }: Child) => balance.forecastDays ?? Infinity;
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
