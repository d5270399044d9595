/**
 * Which language who asks reads: the one they chose here, else the one their
 * browser prefers.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Language } from "../../islands/language.ts";
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

languageRoutes.post("/", (c) => {
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
  }
  return c.redirect(safeReturn(form["retour"]), 303);
});

function isLanguage(value: string | undefined): value is Language {
  return value === "fr" || value === "en";
}
