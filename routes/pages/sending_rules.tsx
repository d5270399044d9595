/**
 * How a structure's messages leave: quiet hours, and what is done in doubt.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { authorised } from "../../lib/domain/directory.ts";
import {
  putSendingRules,
  readSendingRules,
} from "../../lib/domain/sending_rules.ts";
import { parseFields } from "../../lib/domain/field.ts";
import { NewSendingRules } from "../../lib/schema/sending_rules.ts";
import { type Errors, errorsOf } from "./forms.ts";
import { formCall } from "./guard.ts";
import { page } from "./respond.tsx";
import { SendingRulesForm } from "./views/SendingRulesForm.tsx";
import { address, type Fields, type PageEnv } from "./visit.ts";
import { SENDING } from "./words/sending_rules.ts";

export const sendingRules = new Hono<PageEnv>();

sendingRules.use(async (c, next) => {
  const { ports, actor, here } = c.var.visit;
  await authorised(ports, actor, "structure:manage", here!.id);
  return await next();
});

sendingRules.get("/", (c) => show(c, null, {}));

sendingRules.post("/", async (c) => {
  const { visit, form } = c.var;
  const from = form["from"] ?? "";
  const to = form["to"] ?? "";
  if ((from === "") !== (to === "")) {
    const { both } = SENDING[visit.language];
    return await show(c, form, { [from === "" ? "from" : "to"]: both });
  }
  const id = visit.here!.id;
  try {
    const rules = parseFields(NewSendingRules, {
      quietHours: from === "" ? null : { from, to },
      timeZone: form["timeZone"],
      unknownOutcome: form["unknownOutcome"],
    });
    const call = formCall(c, "PUT /structures/:id/sending");
    await putSendingRules(visit.ports, call, { id, rules });
  } catch (error) {
    const { quietHours, ...errors } = errorsOf(error, visit.language);
    return await show(c, form, {
      ...errors,
      ...(quietHours === undefined ? {} : { to: quietHours }),
    });
  }
  return c.redirect(`${pathOf(c)}?fait=saved`, 303);
});

sendingRules.post("/reprendre", async (c) => {
  const { visit } = c.var;
  const call = formCall(c, "DELETE /structures/:id/sending");
  const change = { id: visit.here!.id, rules: null };
  await putSendingRules(visit.ports, call, change);
  return c.redirect(`${pathOf(c)}?fait=saved`, 303);
});

async function show(
  c: Context<PageEnv>,
  form: Fields | null,
  errors: Errors,
): Promise<Response> {
  const { visit } = c.var;
  const { ports, actor, here } = visit;
  const rules = await readSendingRules(ports, actor, here!.id);
  const { quietHours, timeZone, unknownOutcome } = rules;
  const stored: Fields = {
    from: quietHours?.from ?? "",
    to: quietHours?.to ?? "",
    timeZone,
    unknownOutcome,
  };
  return page(
    c,
    {
      title: SENDING[visit.language].title,
      section: "reglages",
      status: Object.keys(errors).length > 0 ? 422 : 200,
    },
    <SendingRulesForm
      visit={visit}
      rules={rules}
      fields={form ?? stored}
      errors={errors}
      done={c.req.query("fait")}
    />,
  );
}

function pathOf(c: Context<PageEnv>): string {
  return `${address(c.var.visit.here!.id, "reglages")}/envois`;
}
