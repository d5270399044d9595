/**
 * The one-time set-up: the first administrator.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { openSession } from "../../lib/domain/session.ts";
import { completeSetUp, isSetUpOpen } from "../../lib/domain/set_up.ts";
import { SetUp } from "../../lib/schema/member.ts";
import { useWords } from "../../islands/language.ts";
import { Field } from "../../islands/parts/Field.tsx";
import { SetUpCode } from "../../islands/SetUpCode.tsx";
import { check, type Errors, errorsOf } from "./forms.ts";
import { browserOf, limited, ownForm } from "./guard.ts";
import { doneAt } from "./notices.tsx";
import { Brand } from "./parts/Brand.tsx";
import { Island } from "./parts/Island.tsx";
import { Notice } from "./parts/Notice.tsx";
import { plainPage } from "./respond.tsx";
import type { Fields, PageEnv } from "./visit.ts";
import { SET_UP, SIGN_IN } from "./words/access.ts";

export const setUp = new Hono<PageEnv>();

setUp.use(limited, ownForm);

setUp.get("/", async (c) => {
  return await isSetUpOpen(c.var.ports)
    ? answer(c, {}, {})
    : c.redirect("/connexion", 303);
});

setUp.post("/", async (c) => {
  const { ports, form } = c.var;
  const { code = "", ...rest } = form;
  const checked = check(SetUp, rest, c.var.language);
  if ("errors" in checked) return answer(c, form, checked.errors);
  try {
    const member = await completeSetUp(ports, code, checked.value);
    const cookie = await openSession(ports, member, {
      ...browserOf(c),
      method: "link",
    });
    c.header("set-cookie", cookie);
    return c.redirect(doneAt("/structures", "bienvenue"), 303);
  } catch (error) {
    return answer(c, form, errorsOf(error, c.var.language));
  }
});

function answer(c: Context<PageEnv>, fields: Fields, errors: Errors) {
  const status = Object.keys(errors).length > 0 ? 422 : 200;
  return plainPage(
    c,
    { title: SET_UP[c.var.language].title, status },
    <SetUpContent fields={fields} errors={errors} />,
  );
}

function SetUpContent({ fields, errors }: { fields: Fields; errors: Errors }) {
  const words = useWords(SET_UP);
  const { email, password } = useWords(SIGN_IN);
  return (
    <section class="gate">
      <Brand href="/" />
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      {errors[""] && (
        <Notice tone="bad">
          <p>{errors[""]}</p>
        </Notice>
      )}
      <form method="post" action="/set-up">
        <Island
          name="SetUpCode"
          of={SetUpCode}
          props={{ value: fields["code"] ?? "" }}
        />
        <Field
          name="name"
          label={words.name}
          value={fields["name"]}
          error={errors["name"]}
          input={{ required: true, autocomplete: "name", maxLength: 120 }}
        />
        <Field
          name="email"
          label={email}
          help={words.emailHelp}
          value={fields["email"]}
          error={errors["email"]}
          input={{ type: "email", required: true, autocomplete: "username" }}
        />
        <Field
          name="password"
          label={password}
          help={words.passwordHelp}
          error={errors["password"]}
          input={{
            type: "password",
            required: true,
            minLength: 12,
            maxLength: 200,
            autocomplete: "new-password",
          }}
        />
        <button type="submit" class="button main wide">
          {words.create}
        </button>
      </form>
    </section>
  );
}
