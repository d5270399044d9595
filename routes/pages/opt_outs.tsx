/**
 * Numbers that are to be left alone.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { readRecipients } from "../../islands/recipients.ts";
import {
  addOptOut,
  exportOptOuts,
  importOptOuts,
  listOptOuts,
  removeOptOut,
} from "../../lib/domain/opt_out.ts";
import { optOutsCsv } from "../../lib/http/tables.ts";
import type { OptOutImported } from "../../lib/schema/opt_out.ts";
import { stepUp } from "./confirm.tsx";
import { type Errors, errorsOf } from "./forms.ts";
import { formCall, needs } from "./guard.ts";
import { doneAt } from "./notices.tsx";
import { Confirm } from "./parts/Confirm.tsx";
import { page } from "./respond.tsx";
import { OptOutList } from "./views/OptOutList.tsx";
import { address, type PageEnv } from "./visit.ts";
import { LISTS, OPT_OUTS } from "./words/people.ts";

const LISTED = 50;

export const optOuts = new Hono<PageEnv>();

optOuts.get("/", (c) => list(c));

optOuts.post("/", async (c) => {
  const { visit, form } = c.var;
  const id = visit.here!.id;
  try {
    const call = formCall(c, "POST /structures/:id/opt-outs");
    await addOptOut(visit.ports, call, {
      id,
      recipient: form["recipient"] ?? "",
    });
  } catch (error) {
    return await list(c, { errors: errorsOf(error, visit.language) });
  }
  return c.redirect(doneAt(address(id, "desabonnes"), "desabonne"), 303);
});

optOuts.post("/import", needs("structure:manage"), async (c) => {
  const { visit, form } = c.var;
  const text = `${form["fichier"] ?? ""}\n${form["colle"] ?? ""}`;
  const recipients = readRecipients(text).list;
  if (recipients.length === 0) {
    return await list(c, {
      errors: { colle: LISTS[visit.language].nothing },
    });
  }
  const call = formCall(c, "POST /structures/:id/opt-outs/import");
  const id = visit.here!.id;
  const done = await importOptOuts(visit.ports, call, { id, recipients });
  return await list(c, { imported: done });
});

optOuts.get("/export", stepUp, async (c) => {
  const { ports, actor, here } = c.var.visit;
  await listOptOuts(ports, actor, { id: here!.id, limit: 1 });
  return optOutsCsv(exportOptOuts(ports, actor, here!.id));
});

optOuts.get("/:optOutId/reabonner", needs("structure:manage"), (c) => {
  const { visit } = c.var;
  const words = OPT_OUTS[visit.language];
  const path = address(visit.here!.id, "desabonnes");
  const number = `•• ${c.req.query("fin")?.replace(/\D/g, "") ?? ""}`;
  const title = words.againTitle(number);
  return page(
    c,
    { title, section: "desabonnes" },
    <Confirm
      visit={visit}
      title={title}
      action={`${path}/${c.req.param("optOutId")}/reabonner`}
      button={words.again}
      back={path}
    >
      <p>{words.againWords}</p>
    </Confirm>,
  );
});

optOuts.post("/:optOutId/reabonner", async (c) => {
  const id = c.var.visit.here!.id;
  const call = formCall(c, "DELETE /structures/:id/opt-outs/:optOutId");
  const optOutId = c.req.param("optOutId");
  await removeOptOut(c.var.visit.ports, call, { id, optOutId });
  return c.redirect(doneAt(address(id, "desabonnes"), "reabonne"), 303);
});

async function list(
  c: Context<PageEnv>,
  { errors = {}, imported = null }: {
    errors?: Errors;
    imported?: OptOutImported | null;
  } = {},
): Promise<Response> {
  const { visit } = c.var;
  const { ports, actor, here, language } = visit;
  const suite = c.req.query("suite");
  const sought = c.req.query("numero");
  const at = { id: here!.id, limit: LISTED };
  const found = await listOptOuts(ports, actor, { ...at, cursor: suite });
  const wrong = { ...errors };
  let isOn: boolean | null = null;
  if (sought) {
    try {
      const one = await listOptOuts(ports, actor, { ...at, recipient: sought });
      isOn = one.items.length > 0;
    } catch (error) {
      wrong["numero"] = Object.values(errorsOf(error, language))[0]!;
    }
  }
  return page(
    c,
    {
      title: OPT_OUTS[language].title,
      section: "desabonnes",
      status: Object.keys(wrong).length > 0 ? 422 : 200,
    },
    <OptOutList
      visit={visit}
      found={found}
      sought={sought ?? ""}
      isOn={isOn}
      imported={imported}
      fields={c.var.form ?? {}}
      errors={wrong}
      query={suite ? { suite } : {}}
      done={c.req.query("fait")}
    />,
  );
}
