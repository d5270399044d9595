/**
 * The history of a structure, and what happened to one message.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import {
  getMessage,
  type HistoryQuery,
  listMessages,
} from "../../lib/domain/history.ts";
import { parseRecipient } from "../../lib/domain/phone.ts";
import { repliesTo } from "../../lib/domain/reply.ts";
import { Problem } from "../../lib/problem.ts";
import { instant } from "../../lib/schema/common.ts";
import { exportHistory } from "./export.ts";
import { page } from "./respond.tsx";
import { HistoryList } from "./views/HistoryList.tsx";
import { MessageDetail } from "./views/MessageDetail.tsx";
import type { PageEnv } from "./visit.ts";
import { longDate, startOfDay } from "./words.ts";
import { HISTORY, MESSAGE } from "./words/history.ts";

const LISTED = 30;
const DAY_MS = 86_400_000;
const REFERENCE_MAX = 100;

/** What the address of the history says. */
export type Filters = Readonly<
  Partial<Record<"erreur" | "cherche" | "du" | "au" | "suite", string>>
>;

export const history = new Hono<PageEnv>();

history.get("/", async (c) => {
  const { visit } = c.var;
  const filters = filtersOf(c);
  const { ports, actor, here } = visit;
  const query = { structureId: here!.id, ...queryOf(filters), limit: LISTED };
  const found = await listMessages(ports, actor, query);
  return page(
    c,
    { title: HISTORY[visit.language].title, section: "historique" },
    <HistoryList visit={visit} filters={filters} found={found} />,
  );
});

/** The history as a table, at the address of its page with `.csv` after it. */
export async function historyTable(c: Context<PageEnv>): Promise<Response> {
  const { visit } = c.var;
  const { suite: _, ...filters } = filtersOf(c);
  return await exportHistory(visit, {
    structureId: visit.here!.id,
    ...queryOf(filters),
    limit: LISTED,
  });
}

history.get("/:messageId", async (c) => {
  const { visit } = c.var;
  const { ports, actor, here } = visit;
  const message = await getMessage(ports, actor, c.req.param("messageId"));
  if (message.structureId !== here!.id) throw new Problem("not_found");
  return page(
    c,
    {
      title: MESSAGE[visit.language].title(
        longDate(Date.parse(message.createdAt), visit.language),
      ),
      section: "historique",
    },
    <MessageDetail
      visit={visit}
      message={message}
      replies={await repliesTo(ports, message.id)}
    />,
  );
});

function filtersOf(c: Context<PageEnv>): Filters {
  const names = ["erreur", "cherche", "du", "au", "suite"] as const;
  const given = names.map((name) => [name, c.req.query(name)?.trim()]);
  return Object.fromEntries(given.filter(([, value]) => value));
}

/** The same for the domain; a day that is none is left out. */
function queryOf(filters: Filters): Partial<HistoryQuery> {
  const { erreur, cherche, du, au, suite } = filters;
  const fromMs = startOfDay(du ?? "");
  const lastMs = startOfDay(au ?? "");
  return {
    ...(erreur === undefined ? {} : { failed: true }),
    ...(cherche === undefined ? {} : searchOf(cherche)),
    ...(fromMs === null ? {} : { from: instant(fromMs) }),
    ...(lastMs === null ? {} : { to: instant(lastMs + DAY_MS) }),
    ...(suite === undefined ? {} : { cursor: suite }),
  };
}

/** A number where it reads as one, else a reference. */
function searchOf(text: string): Partial<HistoryQuery> {
  return "to" in parseRecipient(text)
    ? { recipient: text }
    : { reference: text.slice(0, REFERENCE_MAX) };
}
