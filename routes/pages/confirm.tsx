/**
 * Step-up on pages: a sensitive form is held back until the person has shown
 * again who they are, then goes on with all that was typed into it.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { readFactors } from "../../lib/domain/factor.ts";
import { listPasskeys, passkeyRequest } from "../../lib/domain/passkey.ts";
import { hasPassword } from "../../lib/domain/password_account.ts";
import {
  CONFIRM_PATH,
  confirmIdentity,
  confirmPurpose,
  hasFreshFactor,
  type Proof,
} from "../../lib/domain/step_up.ts";
import { assertOwnEyes } from "../../lib/domain/viewing.ts";
import { Problem } from "../../lib/problem.ts";
import { readJson, refusal } from "./forms.ts";
import { safeReturn } from "./guard.ts";
import { doneAt } from "./notices.tsx";
import { page } from "./respond.tsx";
import { ConfirmIdentity, type Means } from "./views/ConfirmIdentity.tsx";
import type { Fields, PageEnv } from "./visit.ts";
import { CONFIRM } from "./words/confirm.ts";

const PASSWORD_MAX = 200;
/** The fields of the confirmation itself, and what a form proves itself with. */
const OWN = new Set(["preuve", "preuve_mdp", "preuve_code", "jeton"]);

/** Lets through who showed a short while ago who they are; asks others. */
export const stepUp = createMiddleware<PageEnv>(async (c, next) =>
  await askIdentity(c) ?? await next()
);

/** The page that asks a person who they are, or null when that is known. */
export async function askIdentity(
  c: Context<PageEnv>,
): Promise<Response | null> {
  const { ports, actor } = c.var.visit;
  assertOwnEyes(ports, actor);
  if (c.req.method !== "POST") {
    if (hasFreshFactor(ports, actor)) return null;
    const { pathname, search } = new URL(c.req.url);
    const retour = encodeURIComponent(pathname + search);
    return c.redirect(`${CONFIRM_PATH}?retour=${retour}`, 303);
  }
  const error = await prove(c);
  if (error === null) return null;
  const { pathname, search } = new URL(c.req.url);
  return await ask(c, { action: pathname + search, back: backOf(c), error });
}

/** Where a person confirms before opening a page, or for the API. */
export const confirmRoutes = new Hono<PageEnv>();

confirmRoutes.get("/", async (c) => {
  const retour = safeReturn(c.req.query("retour"));
  const { ports, actor } = c.var.visit;
  if (hasFreshFactor(ports, actor)) return c.redirect(retour, 303);
  const fields = { retour };
  return await ask(c, { action: CONFIRM_PATH, back: retour, fields });
});

confirmRoutes.post("/", async (c) => {
  const retour = safeReturn(c.var.form["retour"]);
  const error = await prove(c);
  return error === null
    ? c.redirect(doneAt(retour, "confirme"), 303)
    : await ask(c, { action: CONFIRM_PATH, back: "/", error });
});

/**
 * Takes the proof a form carries out of it and checks it. Gives null when the
 * person is known, else what was wrong; "" when nothing was tried.
 */
async function prove(c: Context<PageEnv>): Promise<string | null> {
  const { visit, form } = c.var;
  const { ports, actor, language } = visit;
  const proof = proofIn(form);
  c.set("form", without(form));
  if (proof === null) return hasFreshFactor(ports, actor) ? null : "";
  const cookies = c.req.header("cookie") ?? null;
  try {
    await confirmIdentity(ports, { memberId: actor.id, cookies }, proof);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return refusal(error, language);
  }
  const factorAtMs = ports.now();
  c.set("visit", { ...visit, actor: { ...actor, factorAtMs } });
  return null;
}

function proofIn(form: Fields): Proof | null {
  if (form["preuve"]) return { passkey: readJson(form["preuve"]) };
  if (form["preuve_mdp"] === undefined) return null;
  return {
    password: form["preuve_mdp"].slice(0, PASSWORD_MAX),
    code: (form["preuve_code"] ?? "").slice(0, PASSWORD_MAX),
  };
}

/** The form as it was before it was held back; its token was checked. */
function without(form: Fields): Fields {
  return Object.fromEntries(
    Object.entries(form).filter(([name]) => !OWN.has(name)),
  );
}

async function ask(
  c: Context<PageEnv>,
  { action, back, error = "", fields }: {
    action: string;
    back: string;
    error?: string;
    fields?: Fields;
  },
): Promise<Response> {
  const { visit } = c.var;
  return page(
    c,
    { title: CONFIRM[visit.language].title, status: error ? 401 : 200 },
    <ConfirmIdentity
      visit={visit}
      means={await meansOf(c)}
      action={action}
      hidden={fields ?? c.var.form}
      back={back}
      error={error || undefined}
    />,
  );
}

async function meansOf(c: Context<PageEnv>): Promise<Means> {
  const { ports, actor: { id } } = c.var.visit;
  const [passkeys, factors, password] = await Promise.all([
    listPasskeys(ports, id),
    readFactors(ports, id),
    hasPassword(ports, id),
  ]);
  const asked = { purpose: confirmPurpose(id), memberId: id };
  return {
    passkey: passkeys.length > 0 ? await passkeyRequest(ports, asked) : null,
    hasPassword: password,
    hasTotp: factors.hasTotp,
  };
}

/** The page a form was on, if that is one of ours. */
function backOf(c: Context<PageEnv>): string {
  const from = URL.parse(c.req.header("referer") ?? "");
  const isOurs = from !== null && from.host === new URL(c.req.url).host;
  return isOurs ? safeReturn(from.pathname + from.search) : "/";
}
