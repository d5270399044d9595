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
import { repliesTo } from "../../lib/domain/reply.ts";
import { Problem } from "../../lib/problem.ts";
import { exportHistory } from "./export.ts";
import { type Filters, filtersOf, historyQuery } from "./history_filters.ts";
import { namesOf } from "./names.ts";
import { failuresToResend } from "./resend.ts";
import { pageAddress } from "./parts/Pager.tsx";
import { page, part } from "./respond.tsx";
import { HistoryList } from "./views/HistoryList.tsx";
import { MessageDetail } from "./views/MessageDetail.tsx";
import { MessageRows } from "./views/MessageList.tsx";
import { address, type PageEnv } from "./visit.ts";
import { longDate } from "./words.ts";
import { HISTORY, MESSAGE } from "./words/history.ts";

const LISTED = 40;
/** Rows added to a list at a time: few, so that scrolling is not held up. */
const ADDED = 20;

export const history = new Hono<PageEnv>();

history.get("/", async (c) => {
  const { visit } = c.var;
  const filters = filtersOf((name) => c.req.query(name));
  const query = await historyQuery(visit, filters);
  if (c.req.header("accept") === "application/json") {
    return await rowsOnly(c, filters, query);
  }
  const found = await listMessages(visit.ports, visit.actor, {
    ...query,
    limit: LISTED,
  });
  return page(
    c,
    { title: HISTORY[visit.language].title, section: "historique" },
    <HistoryList
      visit={visit}
      filters={filters}
      found={found}
      names={query.subtree ? await namesOf(visit, found.items) : null}
      failures={filters.erreur === undefined || filters.suite !== undefined
        ? []
        : await failuresToResend(visit, query)}
    />,
  );
});

/** Rows of a list that goes on, and where it does. */
async function rowsOnly(
  c: Context<PageEnv>,
  filters: Filters,
  query: Omit<HistoryQuery, "limit">,
): Promise<Response> {
  const { visit } = c.var;
  const { items, nextCursor } = await listMessages(visit.ports, visit.actor, {
    ...query,
    limit: ADDED,
  });
  const names = query.subtree ? await namesOf(visit, items) : null;
  return c.json(
    {
      rows: part(
        c,
        <MessageRows visit={visit} messages={items} names={names} />,
      ),
      next: nextCursor === null
        ? null
        : pageAddress(address(visit.here!.id, "historique"), {
          ...filters,
          suite: nextCursor,
        }),
    },
    200,
    { "cache-control": "no-store", "x-content-type-options": "nosniff" },
  );
}

/** The history as a table, at the address of its page with `.csv` after it. */
export async function historyTable(c: Context<PageEnv>): Promise<Response> {
  const { visit } = c.var;
  const { suite: _, ...filters } = filtersOf((name) => c.req.query(name));
  const query = await historyQuery(visit, filters);
  return await exportHistory(visit, { ...query, limit: LISTED });
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
