/**
 * Statistics of a structure, and its monthly statement.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { monthEntries, readStatement } from "../../lib/domain/statement.ts";
import { readStats } from "../../lib/domain/stats.ts";
import {
  csvResponse,
  STATEMENT_HEAD,
  statementRows,
} from "../../lib/http/csv.ts";
import type { StatGroup, Stats } from "../../lib/schema/stats.ts";
import { Month } from "../../lib/schema/statement.ts";
import { stepUp } from "./confirm.tsx";
import { page } from "./respond.tsx";
import { Statistics } from "./views/Statistics.tsx";
import { StatementSheet } from "./views/StatementSheet.tsx";
import type { PageEnv } from "./visit.ts";
import { civilDate, startOfDay } from "./words.ts";
import { STATEMENT, STATISTICS } from "./words/statistics.ts";

const DAY_MS = 86_400_000;
const DAYS_DEFAULT = 30;
const DAYS_MAX = 731;

/** What the address of the statistics says. */
export interface Period {
  readonly from: string;
  readonly to: string;
  readonly deep: boolean;
}

export const statistics = new Hono<PageEnv>();

statistics.get("/", async (c) => {
  const { visit } = c.var;
  const period = periodOf(c);
  const [days, applications, statuses, structures] = await Promise.all([
    read(c, period, ["day"]),
    read(
      c,
      period,
      period.deep ? ["application", "structure"] : ["application"],
    ),
    read(c, period, ["status"]),
    period.deep ? read(c, period, ["structure"]) : null,
  ]);
  return page(
    c,
    { title: STATISTICS[visit.language].title, section: "statistiques" },
    <Statistics
      visit={visit}
      period={period}
      {...{ days, applications, statuses, structures }}
    />,
  );
});

statistics.get("/csv", stepUp, async (c) => {
  const groupBy = ["day", "structure", "application", "status"] as const;
  const period = periodOf(c);
  const stats = await read(c, period, [...groupBy]);
  return csvResponse(
    `statistiques-${period.from}-${period.to}.csv`,
    [
      "Jour",
      "Structure",
      "Application",
      "Statut",
      "SMS",
      "Segments",
      "Facturés",
    ],
    rowsOf(stats),
  );
});

statistics.get("/releve", async (c) => {
  const { visit } = c.var;
  const month = monthOf(c);
  const statement = await readStatement(visit.ports, visit.actor, {
    id: visit.here!.id,
    month,
  });
  return page(
    c,
    { title: STATEMENT[visit.language].title, section: "statistiques" },
    <StatementSheet visit={visit} statement={statement} />,
  );
});

statistics.get("/releve.csv", stepUp, (c) => {
  const { ports, actor, here } = c.var.visit;
  const month = monthOf(c);
  const entries = monthEntries(ports, actor, { id: here!.id, month });
  return csvResponse(
    `releve-${month}.csv`,
    STATEMENT_HEAD,
    statementRows(entries),
  );
});

async function* rowsOf({ items }: Stats) {
  for (const item of items) {
    yield [
      item.day!,
      item.structureName!,
      item.applicationName!,
      item.status!,
      item.messages,
      item.segments,
      item.cost,
    ];
  }
}

function read(
  c: Context<PageEnv>,
  { from, to, deep }: Period,
  groupBy: StatGroup[],
): Promise<Stats> {
  const { ports, actor, here } = c.var.visit;
  const subtree = deep ? "true" : "false";
  return readStats(ports, actor, { id: here!.id, from, to, groupBy, subtree });
}

/** The days asked for; what is no day, or too much, is the last thirty. */
function periodOf(c: Context<PageEnv>): Period {
  const { nowMs, here } = c.var.visit;
  const deep = c.req.query("avec") !== "non" && here!.children.length > 0;
  const from = c.req.query("du") ?? "";
  const to = c.req.query("au") || civilDate(nowMs);
  const fromMs = startOfDay(from);
  const toMs = startOfDay(to);
  const days = fromMs === null || toMs === null ? -1 : (toMs - fromMs) / DAY_MS;
  if (days >= 0 && days < DAYS_MAX) return { from, to, deep };
  const firstMs = nowMs - (DAYS_DEFAULT - 1) * DAY_MS;
  return { from: civilDate(firstMs), to: civilDate(nowMs), deep };
}

function monthOf(c: Context<PageEnv>): string {
  const asked = Month.safeParse(c.req.query("mois"));
  return asked.success ? asked.data : civilDate(c.var.visit.nowMs).slice(0, 7);
}
