/**
 * Single sign-on: to the provider, and back from it. What it began with is in
 * a sealed cookie that only this browser has.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import {
  confirmSession,
  openSession,
  readSession,
  type Session,
} from "../../lib/domain/session.ts";
import { beginSso, endSso, type Flow, readFlow } from "../../lib/domain/sso.ts";
import {
  linkIdentity,
  memberOfIdentity,
} from "../../lib/domain/sso_account.ts";
import { CONFIRM_PATH, FRESH_MS } from "../../lib/domain/step_up.ts";
import { Problem } from "../../lib/problem.ts";
import type { SsoIdentity } from "../../lib/schema/sso.ts";
import { stepUp } from "./confirm.tsx";
import { refusal } from "./forms.ts";
import { browserOf, safeReturn } from "./guard.ts";
import { doneAt } from "./notices.tsx";
import { Brand } from "./parts/Brand.tsx";
import { Notice } from "./parts/Notice.tsx";
import { plainPage } from "./respond.tsx";
import { SECURITY_PATH } from "./views/Security.tsx";
import type { PageEnv } from "./visit.ts";
import { SSO } from "./words/access.ts";

const COOKIE = "lsm-sso";
const COOKIE_OPTIONS = {
  path: "/",
  secure: true,
  httpOnly: true,
  sameSite: "Lax",
  prefix: "host",
} as const;
const COOKIE_S = 900;

/** At the door. */
export const ssoRoutes = new Hono<PageEnv>();

ssoRoutes.get("/", (c) =>
  leave(c, {
    target: safeReturn(c.req.query("retour")),
    memberId: null,
    isConfirming: false,
  }));

ssoRoutes.get("/retour", async (c) => {
  const { ports, language } = c.var;
  const sealed = getCookie(c, COOKIE, "host") ?? null;
  deleteCookie(c, COOKIE, COOKIE_OPTIONS);
  const flow = readFlow(ports, sealed);
  if (flow === null) return refused(c, SSO[language].ended);
  try {
    const { search } = new URL(c.req.url);
    const { identity, idToken } = await endSso(ports, flow, search);
    return flow.memberId === null
      ? await enter(c, flow, { identity, idToken })
      : await comeBack(c, flow, identity);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const words = refusal(error, language);
    return refused(c, words, flow.memberId === null ? null : SECURITY_PATH);
  }
});

/** For who is signed in: links the account, after a fresh factor. */
export const ssoLink = new Hono<PageEnv>();

ssoLink.get("/", stepUp, (c) =>
  leave(c, {
    target: SECURITY_PATH,
    memberId: c.var.visit.actor.id,
    isConfirming: false,
  }));

/** For who is signed in: shows the provider again who they are. */
export const ssoConfirm = new Hono<PageEnv>();

ssoConfirm.get("/", (c) =>
  leave(c, {
    target: safeReturn(c.req.query("retour")),
    memberId: c.var.visit.actor.id,
    isConfirming: true,
  }));

async function leave(
  c: Context<PageEnv>,
  begun: Pick<Flow, "target" | "memberId" | "isConfirming">,
): Promise<Response> {
  const { url, sealed } = await beginSso(c.var.ports, begun);
  setCookie(c, COOKIE, sealed, { ...COOKIE_OPTIONS, maxAge: COOKIE_S });
  return c.redirect(url, 303);
}

async function enter(
  c: Context<PageEnv>,
  { target }: Flow,
  { identity, idToken }: { identity: SsoIdentity; idToken: string },
): Promise<Response> {
  const { ports } = c.var;
  const member = await memberOfIdentity(ports, identity);
  const cookie = await openSession(ports, member, {
    ...browserOf(c),
    method: "sso",
    factorAtMs: identity.factorAtMs,
    idToken,
  });
  c.header("set-cookie", cookie, { append: true });
  return c.redirect(target, 303);
}

/** Back on the pages of who was, and must still be, signed in. */
async function comeBack(
  c: Context<PageEnv>,
  flow: Flow,
  identity: SsoIdentity,
): Promise<Response> {
  const { ports, origin, language } = c.var;
  const cookies = c.req.header("cookie") ?? null;
  const session: Session | null = await readSession(ports, cookies);
  if (session === null || session.actor.id !== flow.memberId) {
    return refused(c, SSO[language].otherPerson);
  }
  if (!flow.isConfirming) {
    await linkIdentity(ports, { actor: session.actor, origin }, identity);
    return c.redirect(doneAt(flow.target, "ssoRelie"), 303);
  }
  const member = await memberOfIdentity(ports, identity);
  const isFresh = ports.now() - identity.factorAtMs <= FRESH_MS;
  if (member.id !== flow.memberId || !isFresh) {
    return refused(c, SSO[language].otherPerson, CONFIRM_PATH);
  }
  await confirmSession(ports, cookies);
  return c.redirect(doneAt(flow.target, "confirme"), 303);
}

function refused(
  c: Context<PageEnv>,
  sentence: string,
  back: string | null = null,
): Response {
  const words = SSO[c.var.language];
  return plainPage(
    c,
    { title: words.refused, status: 403 },
    <section class="gate">
      <Brand href="/" />
      <h1>{words.refused}</h1>
      <Notice tone="bad">
        <p>{sentence}</p>
      </Notice>
      <p>
        <a class="button" href={back ?? "/connexion"}>
          {back === null ? words.back : words.toSecurity}
        </a>
      </p>
    </section>,
  );
}
