/**
 * Which language who asks reads: the one they chose here, else the one their
 * browser prefers.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Language } from "../../islands/language.ts";
import { updateProfile } from "../../lib/domain/profile.ts";
import { readSession } from "../../lib/domain/session.ts";
import { languageOf } from "../../lib/http/language.ts";
import { limited, ownForm, safeReturn } from "./guard.ts";
import type { PageEnv } from "./visit.ts";

const COOKIE = "langue";
const YEAR_S = 31_536_000;

/** The language of a request. */
export function languageAsked(c: Context): Language {
  const chosen = getCookie(c, COOKIE);
  return isLanguage(chosen)
    ? chosen
    : languageOf(c.req.header("accept-language") ?? null);
}

/** Choosing a language, on this browser. */
export const languageRoutes = new Hono<PageEnv>();

languageRoutes.use(limited, ownForm);

languageRoutes.post("/", async (c) => {
  const { form, ports } = c.var;
  const chosen = form["langue"];
  if (isLanguage(chosen)) {
    setCookie(c, COOKIE, chosen, {
      path: "/",
      maxAge: YEAR_S,
      httpOnly: true,
      sameSite: "Lax",
      secure: ports.publicUrl.startsWith("https:"),
    });
    await rememberChoice(c, chosen);
  }
  return c.redirect(safeReturn(form["retour"]), 303);
});

/** Who chose a language for their account is read in it everywhere. */
async function rememberChoice(
  c: Context<PageEnv>,
  language: Language,
): Promise<void> {
  const { ports } = c.var;
  const session = await readSession(ports, c.req.header("cookie") ?? null);
  if (session?.language === undefined) return;
  await updateProfile(ports, session.actor.id, { language });
}

function isLanguage(value: string | undefined): value is Language {
  return value === "fr" || value === "en";
}
