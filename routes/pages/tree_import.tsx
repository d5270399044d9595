/**
 * Importing structures and members: a table is checked, then made.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { authorised } from "../../lib/domain/directory.ts";
import { ID } from "../../lib/domain/page.ts";
import { TEMPLATE } from "../../lib/domain/tree_csv.ts";
import {
  previewImport,
  readImport,
  startImport,
} from "../../lib/domain/tree_import.ts";
import { HEADERS } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/problem.ts";
import type { TreeImportPreview } from "../../lib/schema/tree_import.ts";
import { stepUp } from "./confirm.tsx";
import { formCall } from "./guard.ts";
import { page } from "./respond.tsx";
import { ImportForm, ImportProgress } from "./views/TreeImport.tsx";
import { address, type PageEnv } from "./visit.ts";
import { TREE_IMPORT } from "./words/tree_import.ts";

const section = "structures" as const;

export const treeImport = new Hono<PageEnv>();

treeImport.use(async (c, next) => {
  const { ports, actor, here } = c.var.visit;
  await authorised(ports, actor, "structure:manage", here!.id);
  return await next();
});

treeImport.get("/", (c) => show(c, null, ""));

treeImport.get("/modele.csv", () =>
  new Response("\ufeff" + TEMPLATE, {
    headers: {
      ...HEADERS,
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="structures.csv"',
    },
  }));

treeImport.post("/", async (c) => {
  const { ports, actor, here, language } = c.var.visit;
  const csv = c.var.form["table"] ?? "";
  const wanted = { structureId: here!.id, csv };
  return show(c, await previewImport(ports, actor, wanted, language), csv);
});

treeImport.post("/lancer", stepUp, async (c) => {
  const { ports, here } = c.var.visit;
  const csv = c.var.form["table"] ?? "";
  const call = formCall(c, "POST /structures/:id/imports");
  const { id } = await startImport(ports, call, { structureId: here!.id, csv });
  return c.redirect(`${address(here!.id, section)}/importer/${id}`, 303);
});

treeImport.get("/:importId", async (c) => {
  const { visit } = c.var;
  const importId = c.req.param("importId");
  if (!ID.test(importId)) throw new Problem("not_found");
  const found = await readImport(visit.ports, visit.actor, {
    structureId: visit.here!.id,
    importId,
  });
  const { title } = TREE_IMPORT[visit.language];
  return page(
    c,
    { title, section },
    <ImportProgress visit={visit} found={found} />,
  );
});

function show(
  c: Context<PageEnv>,
  found: TreeImportPreview | null,
  csv: string,
) {
  const { visit } = c.var;
  const { title } = TREE_IMPORT[visit.language];
  const status = found !== null && found.errors.length > 0 ? 422 : 200;
  return page(
    c,
    { title, section, status },
    <ImportForm
      visit={visit}
      found={found}
      csv={csv}
      callKey={visit.ports.newId("frm")}
    />,
  );
}
