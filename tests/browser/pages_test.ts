import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "playwright-core";
import { loadAssets } from "../../lib/runtime/assets.ts";
import { openBrowser, openSite, picture, type Size, SIZES } from "./site.ts";

const ANNE = {
  name: "Anne Martin",
  email: "anne.martin@cdg.example",
  password: "une phrase assez longue",
};

/** What the browser logs of answers that are refusals, as they should be. */
const EXPECTED = /status of (404|422)/;

/** Runs without waiting for anything but the page itself. */
const OPTIONS = { sanitizeOps: false, sanitizeResources: false };

async function fill(page: Page, fields: Record<string, string>) {
  for (const [name, value] of Object.entries(fields)) {
    await page.fill(`main [name="${name}"]`, value);
  }
}

/** Taps what leads to another page, and waits until it is there. */
async function tap(page: Page, selector: string) {
  const before = page.url();
  await Promise.all([page.waitForEvent("load"), page.click(selector)]);
  await page.waitForSelector("main");
  return page.url() !== before;
}

async function setUp(page: Page, link: string) {
  await page.goto(link);
  await page.waitForSelector('[data-island="SetUpCode"][data-alive]');
  await fill(page, ANNE);
  await tap(page, "button[type=submit]");
}

for (const size of Object.keys(SIZES) as Size[]) {
  Deno.test(`from the set-up link to the history, on a ${size}`, OPTIONS, async (t) => {
    await using site = await openSite();
    await using browser = await openBrowser({ size });
    const { page, complaints } = browser;
    const look = async (name: string) =>
      assertEquals(await picture(page, { name, size }), 0, `${name} is too wide`);
    const text = () => page.innerText("main");
    let rodez = "";

    await t.step("the set-up link makes the administrator", async () => {
      await page.goto(`${site.url}/set-up`);
      await look("01-set-up");
      await setUp(page, site.setUpLink);
      assertEquals(page.url(), `${site.url}/structures?fait=bienvenue`);
      await look("02-first-page");
    });

    await t.step("a centre, and a structure below it", async () => {
      await tap(page, "text=Déclarer la première structure");
      await fill(page, { name: "Centre de gestion de l’Aveyron" });
      await look("03-new-structure");
      await tap(page, "text=Créer la structure");
      await look("04-first-steps");
      await page.goto(`${page.url().split("?")[0]}/structures`);
      await tap(page, "text=Nouvelle structure");
      await fill(page, { name: "Mairie de Rodez", defaultSender: "MairieRodez" });
      await tap(page, "text=Créer la structure");
      rodez = new URL(page.url()).pathname;
    });

    await t.step("SMS for the centre, then for the structure", async () => {
      await tap(page, "details.switcher summary >> nth=0").catch(() => {});
    });
    void text;
    void rodez;
    void complaints;
  });
}
