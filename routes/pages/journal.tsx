/**
 * A structure's journal: filtered, verified, and taken out as a file.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import {
  checkAudit,
  exportAudit,
  listAudit,
} from "../../lib/domain/audit_log.ts";
import { auditFile } from "../../lib/http/audit_file.ts";
import { HEADERS } from "../../lib/http/headers.ts";
import { stepUp } from "./confirm.tsx";
import { structureNames } from "./names.ts";
import { page } from "./respond.tsx";
import { Journal } from "./views/Journal.tsx";
import type { PageEnv } from "./visit.ts";
import { JOURNAL } from "./words/journal.ts";
import { structuresIn } from "./words/journal_detail.ts";

const LISTED = 50;

/** What is asked for in the address. */
export interface JournalFilters {
  readonly action?: string;
  readonly refus?: string;
  readonly suite?: string;
}

export const journal = new Hono<PageEnv>();

journal.get("/", async (c) => {
  const { visit } = c.var;
  const { ports, actor, here } = visit;
  const filters = filtersOf(c);
  const [found, check] = await Promise.all([
    listAudit(ports, actor, { ...queryOf(filters), id: here!.id }),
    checkAudit(ports, actor, here!.id),
  ]);
  return page(
    c,
    { title: JOURNAL[visit.language].title, section: "journal" },
    <Journal
      visit={visit}
      found={found}
      check={check}
      filters={filters}
      names={await structureNames(
        ports,
        found.items.flatMap(({ detail }) => structuresIn(detail)),
      )}
    />,
  );
});

for (const kind of ["csv", "ndjson"] as const) {
  journal.get(`/journal.${kind}`, stepUp, async (c) => {
    const { ports, actor, here } = c.var.visit;
    const query = { ...queryOf(filtersOf(c)), id: here!.id };
    const file = auditFile(kind, await exportAudit(ports, actor, query));
    for (const [name, value] of Object.entries(HEADERS)) {
      file.headers.set(name, value);
    }
    return file;
  });
}

function filtersOf(c: Context<PageEnv>): JournalFilters {
  const { action, refus, suite } = c.req.query();
  return {
    ...(action && /^[a-z-]{1,30}$/.test(action) ? { action } : {}),
    ...(refus ? { refus: "oui" } : {}),
    ...(suite ? { suite } : {}),
  };
}

function queryOf({ action, refus, suite }: JournalFilters) {
  return {
    limit: LISTED,
    action,
    cursor: suite,
    result: refus === undefined ? undefined : "refused" as const,
  };
}
