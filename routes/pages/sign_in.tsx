/**
 * Signing in and out.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { readSession, signIn, signOut } from "../../lib/domain/session.ts";
import { isSetUpOpen } from "../../lib/domain/set_up.ts";
import { Problem } from "../../lib/problem.ts";
import { useWords } from "../../islands/language.ts";
import { Field } from "../../islands/parts/Field.tsx";
import {
  limited,
  ownForm,
  safeReturn,
  sessionForm,
  signedIn,
} from "./guard.ts";
import { doneAt, DoneNotice } from "./notices.tsx";
import { Brand } from "./parts/Brand.tsx";
import { Notice } from "./parts/Notice.tsx";
import { plainPage } from "./respond.tsx";
import type { Fields, PageEnv } from "./visit.ts";
import { SIGN_IN } from "./words/access.ts";

/** The address of a request's network, as the server sees it. */
export type ClientAddress = (c: Context) => string;

/** The sign-in page. */
export function signInRoutes(clientAddress: ClientAddress): Hono<PageEnv> {
  const app = new Hono<PageEnv>();
  app.use(limited, ownForm);

  app.get("/", async (c) => {
    const { ports } = c.var;
    if (await isSetUpOpen(ports)) return c.redirect("/set-up", 303);
    const target = safeReturn(c.req.query("retour"));
    const cookies = c.req.header("cookie") ?? null;
    return await readSession(ports, cookies) === null
      ? answer(c, { retour: target })
      : c.redirect(target, 303);
  });

  app.post("/", async (c) => {
    const { ports, form } = c.var;
    try {
      const cookie = await signIn(ports, {
        email: (form["email"] ?? "").slice(0, 200),
        password: (form["password"] ?? "").slice(0, 200),
        address: clientAddress(c),
        agent: c.req.header("user-agent") ?? "",
        cookies: c.req.header("cookie") ?? null,
      });
      c.header("set-cookie", cookie);
      return c.redirect(safeReturn(form["retour"]), 303);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return answer(c, form, error);
    }
  });
  return app;
}

export const signOutRoutes = new Hono<PageEnv>();

signOutRoutes.use(limited, ownForm, signedIn, sessionForm);

signOutRoutes.post("/", async (c) => {
  const cookies = c.req.header("cookie") ?? null;
  const address = c.var.origin.address() ?? undefined;
  c.header("set-cookie", await signOut(c.var.ports, cookies, address));
  c.header("clear-site-data", '"cache"');
  return c.redirect(doneAt("/connexion", "deconnecte"), 303);
});

function answer(c: Context<PageEnv>, fields: Fields, problem?: Problem) {
  const { language } = c.var;
  const status = problem?.status as 401 | 429 | 503 | undefined;
  const wait = problem?.options.retryAfterSeconds;
  return plainPage(
    c,
    {
      title: SIGN_IN[language].title,
      ...(status === undefined ? {} : { status }),
      ...(wait === undefined
        ? {}
        : { headers: { "retry-after": String(wait) } }),
    },
    <SignInContent
      fields={fields}
      error={problem?.options.detail?.[language] ??
        (problem && SIGN_IN[language].busy)}
      done={c.req.query("fait")}
    />,
  );
}

function SignInContent(
  { fields, error, done }: {
    fields: Fields;
    error: string | undefined;
    done: string | undefined;
  },
) {
  const words = useWords(SIGN_IN);
  return (
    <section class="gate">
      <Brand href="/" />
      <h1>{words.title}</h1>
      {error
        ? (
          <Notice tone="bad">
            <p>{error}</p>
          </Notice>
        )
        : <DoneNotice done={done} />}
      <form method="post" action="/connexion">
        <input type="hidden" name="retour" value={fields["retour"] ?? "/"} />
        <Field
          name="email"
          label={words.email}
          value={fields["email"]}
          input={{ type: "email", required: true, autocomplete: "username" }}
        />
        <Field
          name="password"
          label={words.password}
          input={{
            type: "password",
            required: true,
            autocomplete: "current-password",
          }}
        />
        <button type="submit" class="button main wide">{words.signIn}</button>
      </form>
    </section>
  );
}
