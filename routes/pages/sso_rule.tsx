/**
 * Whom a structure lets in by single sign-on.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { Field } from "../../islands/parts/Field.tsx";
import { useWords } from "../../islands/language.ts";
import { readSsoRule, setSsoRule } from "../../lib/domain/sso_rule.ts";
import { SsoRole } from "../../lib/schema/sso.ts";
import { stepUp } from "./confirm.tsx";
import { type Errors, errorsOf } from "./forms.ts";
import { formCall, needs } from "./guard.ts";
import { doneAt, DoneNotice } from "./notices.tsx";
import { Form } from "./parts/Form.tsx";
import { Heading } from "./parts/Heading.tsx";
import { Notice } from "./parts/Notice.tsx";
import { page } from "./respond.tsx";
import { address, type PageEnv, type Visit } from "./visit.ts";
import { SSO } from "./words/access.ts";

export const ssoRule = new Hono<PageEnv>();

ssoRule.get("/", async (c) => {
  const { ports, actor, here } = c.var.visit;
  const role = await readSsoRule(ports, actor, here!.id);
  return show(c, role ?? "", {});
});

ssoRule.post("/", needs("structure:manage"), stepUp, async (c) => {
  const { visit, form } = c.var;
  const structureId = visit.here!.id;
  const role = SsoRole.safeParse(form["role"]).data ?? null;
  const call = formCall(c, "PUT /structures/:id/sso");
  try {
    await setSsoRule(visit.ports, call, { structureId, role });
  } catch (error) {
    return show(c, role ?? "", errorsOf(error, visit.language));
  }
  return c.redirect(doneAt(pathOf(visit), "structureModifiee"), 303);
});

function pathOf({ here }: Visit): string {
  return `${address(here!.id, "reglages")}/sso`;
}

function show(c: Context<PageEnv>, role: string, errors: Errors): Response {
  const { visit } = c.var;
  return page(
    c,
    {
      title: SSO[visit.language].ruleTitle,
      section: "reglages",
      status: Object.keys(errors).length > 0 ? 422 : 200,
    },
    <SsoRuleForm
      visit={visit}
      role={role}
      error={errors[""]}
      done={c.req.query("fait")}
    />,
  );
}

function SsoRuleForm({ visit, role, error, done }: {
  visit: Visit;
  role: string;
  error: string | undefined;
  done: string | undefined;
}) {
  const words = useWords(SSO);
  return (
    <div class="narrow">
      <Heading
        title={words.ruleTitle}
        lead={words.ruleLead}
      />
      <DoneNotice done={done} />
      {error && (
        <Notice tone="bad">
          <p>{error}</p>
        </Notice>
      )}
      <Form visit={visit} action={pathOf(visit)}>
        <Field
          name="role"
          label={words.rule}
          value={role}
          options={[
            { value: "", label: words.nobody },
            { value: "viewer", label: words.viewer },
            { value: "sender", label: words.sender },
          ]}
        />
        <button type="submit" class="button main">{words.save}</button>
      </Form>
    </div>
  );
}
