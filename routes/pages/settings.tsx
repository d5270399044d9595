/**
 * A structure's own settings: its name, and stopping or resuming its sends.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { authorised } from "../../lib/domain/directory.ts";
import {
  managesAbove,
  setSuspended,
  updateStructure,
} from "../../lib/domain/structure.ts";
import { Problem } from "../../lib/problem.ts";
import { StructurePatch } from "../../lib/schema/structure.ts";
import { check, type Errors, errorsOf } from "./forms.ts";
import { formCall } from "./guard.ts";
import { doneAt } from "./notices.tsx";
import { page } from "./respond.tsx";
import { Settings } from "./views/Settings.tsx";
import { Suspend } from "./views/Suspend.tsx";
import { address, type Fields, type PageEnv } from "./visit.ts";
import { SETTINGS } from "./words/structures.ts";

export const settings = new Hono<PageEnv>();

settings.use(async (c, next) => {
  const { ports, actor, here } = c.var.visit;
  await authorised(ports, actor, "structure:manage", here!.id);
  return await next();
});

settings.get("/", (c) => {
  const { name, siren } = c.var.visit.here!.structure;
  return write(c, { name, siren: siren ?? "" }, {});
});

settings.post("/", async (c) => {
  const { visit, form } = c.var;
  const siren = (form["siren"] ?? "").replace(/\s/g, "");
  const checked = check(StructurePatch, {
    name: (form["name"] ?? "").trim() || undefined,
    siren: siren || null,
  }, visit.language);
  if ("errors" in checked) return write(c, form, checked.errors);
  try {
    await updateStructure(visit.ports, formCall(c, "PATCH /structures/:id"), {
      id: visit.here!.id,
      patch: checked.value,
    });
  } catch (error) {
    return write(c, form, errorsOf(error, visit.language));
  }
  const path = address(visit.here!.id, "reglages");
  return c.redirect(doneAt(path, "structureModifiee"), 303);
});

settings.get("/suspendre", (c) => {
  const { visit } = c.var;
  if (!managesAbove(visit.actor, visit.here!)) throw new Problem("forbidden");
  return page(
    c,
    { title: SETTINGS[visit.language].suspend, section: "reglages" },
    <Suspend visit={visit} />,
  );
});

for (const suspended of [true, false]) {
  settings.post(suspended ? "/suspendre" : "/retablir", async (c) => {
    const { visit } = c.var;
    const { id } = visit.here!;
    const call = formCall(c, "POST /structures/:id/suspend");
    await setSuspended(visit.ports, call, { id, suspended });
    const done = suspended ? "suspendue" : "retablie";
    return c.redirect(doneAt(address(id, "reglages"), done), 303);
  });
}

function write(c: Context<PageEnv>, fields: Fields, errors: Errors) {
  return page(
    c,
    {
      title: SETTINGS[c.var.language].title,
      section: "reglages",
      status: Object.keys(errors).length > 0 ? 422 : 200,
    },
    <Settings
      visit={c.var.visit}
      fields={fields}
      errors={errors}
      done={c.req.query("fait")}
    />,
  );
}
