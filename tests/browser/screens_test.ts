/**
 * Every screen, in every way it may be shown: no violation of what axe-core
 * checks, nothing wider than the window, and on a phone no target too small.
 *
 * The screens are the routes of the pages: a new one is looked at without
 * being named here, and fails until what its address names is furnished.
 */
import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { pages } from "../../routes/pages/mod.tsx";
import { hashPassword } from "../../lib/domain/password.ts";
import { enter, furnish, type Names, WITH_TOKEN } from "./furnish.ts";
import { ANNE } from "./journey.ts";
import { MODES, smallTargets, wrongs } from "./looks.ts";
import { openBrowser, openSite, type Site } from "./site.ts";

const OPTIONS = { sanitizeOps: false, sanitizeResources: false };

/** Routes that answer something else than a page. */
const NO_SCREENS = [
  /^\/(?:static|icons|screenshots)\//,
  /^\/(?:sw\.js|manifest\.webmanifest|evenements|llms\.txt|docs\/llms\.txt)$/,
  /\.(?:csv|ndjson)$/,
  /\/(?:export|csv)$/,
  /^\/telechargements\//,
  /^\/docs\/reference\/.*\.(?:js|css|json)$/,
  /^\/connexion\/(?:cle|sso\/retour)$/,
  /\/\*$/,
];
/**
 * Drawn by a program that is not ours, in its own way; `/docs/reference/texte`
 * is ours, says the same and is looked at.
 */
const OF_OTHERS = ["/docs/reference"];
/** Routes that lead on to another page, always. */
const LEADS = [
  "/",
  "/envoi",
  "/historique",
  "/credits",
  "/connexion/sso",
  "/compte/confirmer/sso",
  "/compte/securite/sso",
  "/docs/problems/:code",
];
/** Screens for who is not signed in. */
const OUTSIDE = [
  "/connexion",
  "/connexion/secours",
  "/recuperation",
  "/recuperation/arreter",
  "/invitation",
];
/** Only before there is an administrator; looked at by itself. */
const SET_UP = "/set-up";
/** Asked when it is a while ago that a person showed who they are. */
const CONFIRM = "/compte/confirmer";

const LANGUAGES = ["fr", "en"] as const;
type Language = typeof LANGUAGES[number];
const IN_ENGLISH = MODES.filter(({ name }) =>
  name === "light" || name === "320 px, 200 % text"
);

/** What an address says besides, where a page needs it. */
const ASKED: Readonly<Record<string, string>> = {
  "/s/:structureId/credits/donner": "?a=:childId",
  "/s/:structureId/credits/reprendre": "?a=:childId",
  "/s/:structureId/credits/regler": "?a=:childId",
};

/** Every route that answers with a page, as it is declared. */
function routes({ ports }: Site): string[] {
  const document = () => "{}";
  const declared = pages(ports, { assets: [], document }).routes
    .filter(({ method }) => method === "GET").map(({ path }) => path);
  return [...new Set(declared)].filter((path) =>
    !NO_SCREENS.some((pattern) => pattern.test(path)) &&
    !LEADS.includes(path) && !OF_OTHERS.includes(path)
  );
}

/** The address of a route, with what it names filled in. */
function addressOf(route: string, names: Names): string {
  const whole = route + (ASKED[route] ?? "");
  return whole.replaceAll(/:(\w+)/g, (_, name) => {
    assert(names[name] !== undefined, `Nothing is furnished for ${route}`);
    return names[name];
  });
}

/** Somewhere to look, and the name it is told by. */
interface Screen {
  readonly name: string;
  readonly path: string;
}

Deno.test(
  "every screen, in every mode, has no violation",
  OPTIONS,
  async (t) => {
    await using site = await openSite(WITH_TOKEN);
    await using browser = await openBrowser({ size: "phone" });
    const { context } = browser;
    const tabs = [browser.page, await context.newPage()];
    /** Looks at screens, in two tabs at once, first in French, then in English. */
    const look = async (screens: readonly Screen[]) => {
      const found = new Map<string, string[]>();
      for (const language of LANGUAGES) {
        await context.addCookies([
          { name: "langue", value: language, url: site.url },
        ]);
        const left = [...screens];
        await Promise.all(tabs.map(async (page) => {
          for (let next = left.shift(); next; next = left.shift()) {
            const { name } = next;
            const path = site.url + next.path;
            const wrong = await lookAt(page, { name, path }, language);
            found.set(name, [...found.get(name) ?? [], ...wrong]);
          }
        }));
      }
      for (const { name } of screens) {
        await t.step(name, () => assertEquals(found.get(name), []));
      }
    };
    const as = (route: string) => ({ name: route, path: route });

    await look([as(SET_UP)]);
    const password = await hashPassword(site.ports, ANNE.password);
    const member = await enter(site, context, { password });
    const { names, gateway } = await furnish(site, member);
    await context.clearCookies();
    await look(OUTSIDE.map(as));
    await enter(site, context, { factorAtMs: 0 });
    await look([as(CONFIRM)]);
    await context.clearCookies();
    await enter(site, context, member);

    const done = [SET_UP, CONFIRM, ...OUTSIDE];
    const inside = routes(site).filter((route) => !done.includes(route));
    await look(inside.map((route) => {
      const isOwn = route.startsWith("/s/");
      const here = isOwn ? names : { ...names, gatewayId: gateway };
      return { name: route, path: addressOf(route, here) };
    }));
  },
);

/** Every mode in French, the plainest and the narrowest in English. */
async function lookAt(
  page: Page,
  { name, path }: Screen,
  language: Language,
): Promise<string[]> {
  const answer = await page.goto(path);
  if (answer?.status() !== 200) return [`It answers ${answer?.status()}`];
  if (page.url() !== path) return [`It leads to ${page.url()}`];
  assertEquals(await page.getAttribute("html", "lang"), language);
  return language === "fr"
    ? [...await wrongs(page, name), ...await smallTargets(page)]
    : await wrongs(page, `${name} in English`, IN_ENGLISH);
}
