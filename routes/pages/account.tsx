/**
 * A person's own account.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { readMember, updateProfile } from "../../lib/domain/profile.ts";
import { listRecoveries } from "../../lib/domain/recovery.ts";
import { Profile } from "../../lib/schema/member.ts";
import { check, type Errors } from "./forms.ts";
import { doneAt } from "./notices.tsx";
import { page } from "./respond.tsx";
import { Account } from "./views/Account.tsx";
import type { Fields, PageEnv } from "./visit.ts";
import { ACCOUNT } from "./words/account.ts";

export const account = new Hono<PageEnv>();

account.get("/", async (c) => {
  const { ports, actor } = c.var.visit;
  const { name, language } = await readMember(ports, actor.id);
  return await show(c, { name, language: language ?? "" }, {});
});

account.post("/", async (c) => {
  const { visit, form } = c.var;
  const checked = check(Profile, {
    name: (form["name"] ?? "").trim(),
    language: form["language"] || null,
  }, visit.language);
  if ("errors" in checked) return await show(c, form, checked.errors);
  await updateProfile(visit.ports, visit.actor.id, checked.value);
  return c.redirect(doneAt("/compte", "compte"), 303);
});

async function show(
  c: Context<PageEnv>,
  fields: Fields,
  errors: Errors,
): Promise<Response> {
  const { visit } = c.var;
  const demands = await listRecoveries(visit.ports, visit.actor);
  return page(
    c,
    {
      title: ACCOUNT[visit.language].title,
      section: "compte",
      status: Object.keys(errors).length > 0 ? 422 : 200,
    },
    <Account
      visit={visit}
      fields={fields}
      errors={errors}
      demands={demands.length}
      done={c.req.query("fait")}
    />,
  );
}
