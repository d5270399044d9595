/**
 * Signing in and out.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import type { VNode } from "preact";
import { passkeyRequest } from "../../lib/domain/passkey.ts";
import {
  readSession,
  sessionIdToken,
  signOut,
} from "../../lib/domain/session.ts";
import { isSetUpOpen } from "../../lib/domain/set_up.ts";
import {
  SIGN_IN,
  signInByCode,
  signInByPasskey,
  signInByPassword,
  signInByRecovery,
} from "../../lib/domain/sign_in.ts";
import { ssoSignOutUrl } from "../../lib/domain/sso.ts";
import { Problem } from "../../lib/problem.ts";
import { readJson, refusal } from "./forms.ts";
import {
  browserOf,
  limited,
  ownForm,
  safeReturn,
  sessionForm,
  signedIn,
} from "./guard.ts";
import { doneAt } from "./notices.tsx";
import { plainPage } from "./respond.tsx";
import { LostAccess, SignIn, SignInCode } from "./views/SignIn.tsx";
import type { Fields, PageEnv } from "./visit.ts";
import { SIGN_IN as WORDS, SSO } from "./words/access.ts";

/** The address of a request's network, as the server sees it. */
export type ClientAddress = (c: Context) => string;

const TEXT_MAX = 200;

/** The pages of signing in. */
export function signInRoutes(): Hono<PageEnv> {
  const app = new Hono<PageEnv>();
  app.use(limited, ownForm);
  const given = (c: Context<PageEnv>, name: string) =>
    (c.var.form[name] ?? "").slice(0, TEXT_MAX);

  app.get("/", async (c) => {
    const { ports } = c.var;
    if (await isSetUpOpen(ports)) return c.redirect("/set-up", 303);
    const target = safeReturn(c.req.query("retour"));
    const cookies = c.req.header("cookie") ?? null;
    return await readSession(ports, cookies) === null
      ? door(c, { retour: target })
      : c.redirect(target, 303);
  });

  app.post("/", (c) =>
    trying(async () => {
      const [email, password] = [given(c, "email"), given(c, "password")];
      const signedIn = await signInByPassword(
        c.var.ports,
        { email, password },
        browserOf(c),
      );
      return "cookie" in signedIn
        ? enter(c, signedIn.cookie)
        : askCode(c, signedIn.ticket);
    }, (problem) => door(c, c.var.form, problem)));

  app.post("/code", (c) => {
    const ticket = given(c, "ticket");
    return trying(async () => {
      const code = given(c, "code");
      const proof = { ticket, code };
      return enter(c, await signInByCode(c.var.ports, proof, browserOf(c)));
    }, (problem) => askCode(c, ticket, problem));
  });

  app.get("/cle", async (c) => {
    const options = await passkeyRequest(c.var.ports, { purpose: SIGN_IN });
    return c.json(options, 200, { "cache-control": "no-store" });
  });

  app.post("/cle", (c) =>
    trying(async () => {
      const answer = readJson(c.var.form["passkey"]);
      return enter(c, await signInByPasskey(c.var.ports, answer, browserOf(c)));
    }, (problem) => door(c, c.var.form, problem)));

  app.get("/secours", (c) => lost(c, {}));

  app.post("/secours", (c) =>
    trying(async () => {
      const proof = { email: given(c, "email"), code: given(c, "code") };
      const cookie = await signInByRecovery(c.var.ports, proof, browserOf(c));
      c.header("set-cookie", cookie);
      return c.redirect(doneAt("/compte/securite", "secours"), 303);
    }, (problem) => lost(c, c.var.form, problem)));

  return app;
}

export const signOutRoutes = new Hono<PageEnv>();

signOutRoutes.use(limited, ownForm, signedIn, sessionForm);

signOutRoutes.post("/", async (c) => {
  const { ports } = c.var;
  const cookies = c.req.header("cookie") ?? null;
  const address = c.var.origin.address() ?? undefined;
  const idToken = await sessionIdToken(ports, cookies);
  c.header("set-cookie", await signOut(ports, cookies, address));
  c.header("clear-site-data", '"cache"');
  const elsewhere = idToken && await ssoSignOutUrl(ports, idToken);
  return elsewhere
    ? leaveProvider(c, elsewhere)
    : c.redirect(doneAt("/connexion", "deconnecte"), 303);
});

/** A form may lead to our own pages only, so the browser goes on from here. */
function leaveProvider(c: Context<PageEnv>, url: string): Response {
  const words = SSO[c.var.language];
  const headers = { refresh: `0; url=${url}` };
  return plainPage(
    c,
    { title: words.leaving, headers },
    <section class="gate">
      <h1>{words.leaving}</h1>
      <p>
        <a class="button main" href={url}>{words.goOn}</a>
      </p>
    </section>,
  );
}

/** Runs `work`; what it refuses is told on the page `refused` makes. */
async function trying(
  work: () => Promise<Response>,
  refused: (problem: Problem) => Response,
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return refused(error);
  }
}

function enter(c: Context<PageEnv>, cookie: string): Response {
  c.header("set-cookie", cookie);
  return c.redirect(safeReturn(c.var.form["retour"]), 303);
}

function door(
  c: Context<PageEnv>,
  fields: Fields,
  problem?: Problem,
): Response {
  const title = WORDS[c.var.language].title;
  return answer(
    c,
    { title, problem },
    <SignIn
      fields={fields}
      hasSso={c.var.ports.sso !== undefined}
      error={said(c, problem)}
      done={c.req.query("fait")}
    />,
  );
}

function askCode(
  c: Context<PageEnv>,
  ticket: string,
  problem?: Problem,
): Response {
  const error = said(c, problem);
  return answer(
    c,
    { title: WORDS[c.var.language].codeTitle, problem },
    <SignInCode
      ticket={ticket}
      retour={safeReturn(c.var.form["retour"])}
      {...(error === undefined ? {} : { error })}
    />,
  );
}

function lost(
  c: Context<PageEnv>,
  fields: Fields,
  problem?: Problem,
): Response {
  const error = said(c, problem);
  return answer(
    c,
    { title: WORDS[c.var.language].lostTitle, problem },
    <LostAccess
      fields={fields}
      {...(error === undefined ? {} : { error })}
    />,
  );
}

function said(c: Context<PageEnv>, problem?: Problem): string | undefined {
  if (problem === undefined) return undefined;
  return problem.code === "unavailable"
    ? WORDS[c.var.language].busy
    : refusal(problem, c.var.language);
}

function answer(
  c: Context<PageEnv>,
  { title, problem }: { title: string; problem: Problem | undefined },
  content: VNode,
): Response {
  const status = problem?.status as 401 | 422 | 429 | 503 | undefined;
  const wait = problem?.options.retryAfterSeconds;
  return plainPage(c, {
    title,
    ...(status === undefined ? {} : { status }),
    ...(wait === undefined ? {} : { headers: { "retry-after": `${wait}` } }),
  }, content);
}
