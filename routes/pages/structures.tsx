/**
 * The tree of structures: where one may go, and declaring new ones.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { readAtHand } from "../../lib/domain/account.ts";
import { isOperator, permits } from "../../lib/domain/actor.ts";
import { createStructure, listStructures } from "../../lib/domain/structure.ts";
import { searchStructures } from "../../lib/domain/structure_search.ts";
import { Problem } from "../../lib/problem.ts";
import { NewStructure, type Structure } from "../../lib/schema/structure.ts";
import { check, type Errors, errorsOf } from "./forms.ts";
import { formCall } from "./guard.ts";
import { doneAt } from "./notices.tsx";
import { page } from "./respond.tsx";
import { StructureForm } from "./views/StructureForm.tsx";
import { type Listed, StructureList } from "./views/StructureList.tsx";
import { address, type Fields, type PageEnv, type Visit } from "./visit.ts";
import { STRUCTURES } from "./words/structures.ts";

const LISTED = 50;
const SOUGHT_MAX = 80;

/** The roots, or what a member may enter. */
export const allStructures = new Hono<PageEnv>();

/** The structures below the one that is open. */
export const ownStructures = new Hono<PageEnv>();

for (const app of [allStructures, ownStructures]) {
  app.get("/", async (c) => {
    const { visit } = c.var;
    const sought = (c.req.query("cherche") ?? "").trim().slice(0, SOUGHT_MAX);
    const listed = sought === ""
      ? await list(visit, c.req.query("suite"))
      : await search(visit, sought);
    return page(
      c,
      {
        title: STRUCTURES[visit.language].title,
        section: visit.here ? "structures" : "toutes",
      },
      <StructureList
        visit={visit}
        {...listed}
        sought={sought}
        mayCreate={mayCreate(visit)}
        done={c.req.query("fait")}
      />,
    );
  });
  app.get("/nouvelle", (c) => write(c, {}, {}));
  app.post("/nouvelle", create);
}

async function create(c: Context<PageEnv>): Promise<Response> {
  const { visit, form } = c.var;
  const checked = check(NewStructure, {
    name: form["name"] ?? "",
    siren: (form["siren"] ?? "").replace(/\s/g, ""),
    defaultSender: form["defaultSender"] ?? "",
    ...(visit.here ? { parentId: visit.here.id } : {}),
  }, visit.language);
  if ("errors" in checked) return write(c, form, checked.errors);
  try {
    const call = formCall(c, "POST /structures");
    const { id } = await createStructure(visit.ports, call, checked.value);
    return c.redirect(doneAt(address(id, "tableau"), "structure"), 303);
  } catch (error) {
    return write(c, form, errorsOf(error, visit.language));
  }
}

function write(c: Context<PageEnv>, fields: Fields, errors: Errors) {
  const { visit } = c.var;
  if (!mayCreate(visit)) throw new Problem("forbidden");
  return page(
    c,
    {
      title: STRUCTURES[visit.language].new,
      section: visit.here ? "structures" : "toutes",
      status: Object.keys(errors).length > 0 ? 422 : 200,
    },
    <StructureForm
      visit={visit}
      fields={fields}
      errors={errors}
      callKey={fields["cle"] || visit.ports.newId("frm")}
    />,
  );
}

async function list(
  { ports, actor, here }: Visit,
  cursor: string | undefined,
): Promise<{ listed: Listed[]; nextCursor: string | null }> {
  const { items, nextCursor } = await listStructures(ports, actor, {
    parentId: here?.id,
    limit: LISTED,
    cursor,
  });
  const listed = await Promise.all(
    items.map((structure) => cardOf({ ports, actor }, structure)),
  );
  return { listed, nextCursor };
}

async function search(
  { ports, actor, here }: Visit,
  text: string,
): Promise<{ listed: Listed[]; nextCursor: null; hasMore: boolean }> {
  const { items, hasMore } = await searchStructures(ports, actor, {
    below: here?.id ?? null,
    text,
  });
  const listed = await Promise.all(
    items.map(async ({ structure, above }) => ({
      ...await cardOf({ ports, actor }, structure),
      above,
    })),
  );
  return { listed, nextCursor: null, hasMore };
}

async function cardOf(
  { ports, actor }: Pick<Visit, "ports" | "actor">,
  structure: Structure,
): Promise<Listed> {
  const { id } = structure;
  const [balance, below] = await Promise.all([
    readAtHand(ports, actor, id),
    listStructures(ports, actor, { parentId: id, limit: 1 }),
  ]);
  const hasChildren = below.items.length > 0;
  return { structure, available: balance.available, hasChildren };
}

/** Only the operator declares what stands at the top. */
function mayCreate({ actor, here }: Visit): boolean {
  return here === null
    ? isOperator(actor)
    : permits(actor, "structure:manage", here.structure);
}
