/**
 * Every screen, in every way it may be shown: no violation of what axe-core
 * checks, nothing wider than the window, and on a phone no target too small.
 */
import { assertEquals } from "@std/assert";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { acceptMessages } from "../../lib/domain/acceptance.ts";
import type { Call } from "../../lib/domain/call.ts";
import { authorised } from "../../lib/domain/directory.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { transferCredits } from "../../lib/domain/transfer.ts";
import { setUp } from "./journey.ts";
import { openBrowser, openSite, type Site } from "./site.ts";

const OPTIONS = { sanitizeOps: false, sanitizeResources: false };
const OPERATOR = { kind: "operator", id: "operator" } as const;

/** WCAG's own rule, and the size the design promises. */
const TARGET_PX = 44;

/** Sections of a structure that every reader of this file may think of. */
const SECTIONS = [
  "",
  "/historique",
  "/envoi",
  "/credits",
  "/alertes",
  "/applications",
  "/applications/nouvelle",
  "/expediteurs",
  "/structures",
  "/structures/nouvelle",
  "/reglages",
  "/reglages/suspendre",
  "/aide",
  "/plus",
];
const OUTSIDE = [
  "/structures",
  "/reception",
  "/hors-ligne",
  "/styleguide",
  "/docs",
  "/accessibilite",
  "/mentions-legales",
  "/donnees-personnelles",
  "/nulle-part",
];

interface Mode {
  readonly name: string;
  readonly media?: Parameters<Page["emulateMedia"]>[0];
  readonly width?: number;
  /** Letters as large as who reads asks for. */
  readonly text?: string;
}

const MODES: readonly Mode[] = [
  { name: "light", media: { colorScheme: "light" } },
  { name: "dark", media: { colorScheme: "dark" } },
  { name: "320 px", width: 320 },
  { name: "200 % text", text: "200%" },
  { name: "forced colours", media: { forcedColors: "active" } },
];

/** A town with messages, one of them failed; gives its address. */
async function town(site: Site): Promise<string> {
  const { ports } = site;
  const call = (): Call => ({
    actor: OPERATOR,
    route: "TEST",
    key: null,
    fingerprint: ports.newId("call"),
    replayed: false,
  });
  const { id } = await createStructure(ports, call(), {
    name: "Communauté de communes du Grand Rodez",
    defaultSender: "GrandRodez",
  });
  await createStructure(ports, call(), { name: "Rodez", parentId: id });
  const grant = { fromId: null, toId: id, credits: 500 };
  await transferCredits(ports, call(), grant);
  const at = await authorised(ports, OPERATOR, "message:send", id);
  await acceptMessages(ports, { call: call(), at }, {
    title: "idelibre",
    text: "Une convocation vous attend.",
    recipients: ["0612345678", "0612345679"],
  });
  return `${site.url}/s/${id}`;
}

Deno.test(
  "every screen, in every mode, has no violation",
  OPTIONS,
  async (t) => {
    await using site = await openSite();
    await using browser = await openBrowser({ size: "phone" });
    const { page } = browser;
    await page.goto(`${site.url}/set-up`);
    const wrong = await check(page, "/set-up");
    await setUp(page, site.setUpLink);
    const address = await town(site);
    const screens = [
      ...SECTIONS.map((section) => address + section),
      ...OUTSIDE.map((path) => site.url + path),
    ];
    for (const screen of screens) {
      const name = new URL(screen).pathname.replace(/str_\w+/, "…");
      await page.goto(screen);
      await t.step(name, async () => {
        wrong.length = 0;
        for (const mode of MODES) wrong.push(...await inMode(page, name, mode));
        wrong.push(...await smallTargets(page));
        assertEquals(wrong, []);
      });
    }
  },
);

async function inMode(
  page: Page,
  name: string,
  { name: mode, media = {}, width = 360, text }: Mode,
): Promise<string[]> {
  await page.emulateMedia({
    colorScheme: "light",
    forcedColors: "none",
    ...media,
  });
  await page.setViewportSize({ width, height: 740 });
  await page.evaluate((size) => {
    document.documentElement.style.fontSize = size;
  }, text ?? "");
  const found = await check(page, `${name} (${mode})`);
  await page.emulateMedia({ colorScheme: "light", forcedColors: "none" });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.evaluate(() => document.documentElement.style.fontSize = "");
  return found;
}

async function check(page: Page, name: string): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations, overflow } = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as {
      axe: typeof import("axe-core");
    }).axe.run(document, { resultTypes: ["violations"] });
    const { scrollWidth, clientWidth } = document.documentElement;
    return {
      overflow: scrollWidth - clientWidth,
      violations: violations.map(({ id, nodes }) => ({
        id,
        targets: nodes.map(({ html }) => html.slice(0, 120)),
      })),
    };
  });
  return [
    ...violations.map(({ id, targets }) =>
      `${name}: ${id} ${targets.slice(0, 3).join(" | ")}`
    ),
    ...(overflow > 1 ? [`${name}: ${overflow} px wider than the window`] : []),
  ];
}

/** What one taps that is smaller than a finger; links in a text may be. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const targets = document.querySelectorAll<HTMLElement>(
      "a.button, a.chip, nav a, button, summary, select, textarea, " +
        "input:not([type=hidden], [type=radio], [type=checkbox])",
    );
    return [...targets].filter((target) => {
      const { width, height } = target.getBoundingClientRect();
      const isShown = target.checkVisibility({ visibilityProperty: true }) &&
        width > 1 && height > 1;
      return isShown && Math.round(height) < least;
    }).map((target) =>
      `too small: ${target.outerHTML.slice(0, 120)} ${
        Math.round(target.getBoundingClientRect().height)
      }`
    );
  }, TARGET_PX);
}
