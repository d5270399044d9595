/**
 * Credits: what there is, moving some in three taps, and the ledger.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { readBalance, readLedger } from "../../lib/domain/account.ts";
import { listApplications } from "../../lib/domain/application.ts";
import { memberNames } from "../../lib/domain/member.ts";
import { readSharing } from "../../lib/domain/sharing.ts";
import { listStructures } from "../../lib/domain/structure.ts";
import type { LedgerEntry } from "../../lib/schema/credit.ts";
import { page } from "./respond.tsx";
import { Credits } from "./views/Credits.tsx";
import { CREDITS } from "./words/credits.ts";
import { may, type PageEnv, type Visit } from "./visit.ts";
import type { Child } from "./dashboard.tsx";

const ENTRIES = 30;
const CHILDREN = 20;
const APPLICATIONS = 100;

export const credits = new Hono<PageEnv>();

credits.get("/", async (c: Context<PageEnv>) => {
  const { visit } = c.var;
  const { ports, actor, here } = visit;
  const suite = c.req.query("suite");
  const childrenFrom = c.req.query("structures");
  const [balance, sharing, ledger, family] = await Promise.all([
    readBalance(ports, actor, here!.id),
    readSharing(ports, actor, here!.id),
    readLedger(ports, actor, { id: here!.id, limit: ENTRIES, cursor: suite }),
    childrenOf(visit, childrenFrom),
  ]);
  return page(
    c,
    { title: CREDITS[visit.language].title, section: "credits" },
    <Credits
      visit={visit}
      balance={balance}
      cap={sharing.monthlyCap}
      ledger={ledger}
      names={await namesOf(visit, ledger.items)}
      family={family}
      query={{ ...(suite ? { suite } : {}) }}
      done={c.req.query("fait")}
    />,
  );
});

/** The children one may give to or take from. */
async function childrenOf(
  visit: Visit,
  cursor: string | undefined,
): Promise<{ children: Child[]; nextCursor: string | null }> {
  const { ports, actor, here } = visit;
  if (!may(visit, "credit:move")) return { children: [], nextCursor: null };
  const { items, nextCursor } = await listStructures(ports, actor, {
    parentId: here!.id,
    limit: CHILDREN,
    cursor,
  });
  const children = await Promise.all(items.map(async (structure) => ({
    structure,
    balance: await readBalance(ports, actor, structure.id),
  })));
  return { children, nextCursor };
}

/** Who is behind each entry, by the id it carries. */
async function namesOf(
  visit: Visit,
  entries: readonly LedgerEntry[],
): Promise<ReadonlyMap<string, string>> {
  const { ports, actor, here } = visit;
  const words = CREDITS[visit.language];
  const names = await memberNames(ports, entries.map((entry) => entry.actor));
  names.set("operator", words.operator);
  names.set("delivery", words.service);
  names.set("alerts", words.alerts);
  names.set("allowance", words.allowance);
  names.set("expiry", words.expiry);
  if (!may(visit, "application:manage")) return names;
  const { items } = await listApplications(ports, actor, {
    structureId: here!.id,
    limit: APPLICATIONS,
  });
  for (const { id, name } of items) names.set(id, name);
  return names;
}
