import { assertEquals, assertStringIncludes } from "@std/assert";
import { createStructure } from "../../lib/domain/structure.ts";
import { transferCredits } from "../../lib/domain/transfer.ts";
import { alive, fill, setUp, tap } from "./journey.ts";
import { openBrowser, openSite, picture, type Site } from "./site.ts";

/** The browser and the server live on between steps. */
const OPTIONS = { sanitizeOps: false, sanitizeResources: false };

/** A town of 2,500 SMS; gives the address of its alerts. */
async function town({ ports, url }: Site): Promise<string> {
  const call = () => ({
    actor: { kind: "operator", id: "operator" } as const,
    route: "TEST",
    key: null,
    fingerprint: ports.newId("call"),
    replayed: false,
  });
  const { id } = await createStructure(ports, call(), { name: "Rodez" });
  const grant = { fromId: null, toId: id, credits: 2_500 };
  await transferCredits(ports, call(), grant);
  return `${url}/s/${id}/alertes`;
}

Deno.test("a threshold is chosen by sliding, on a phone", OPTIONS, async () => {
  await using site = await openSite();
  await using browser = await openBrowser({ size: "phone" });
  const { page, complaints } = browser;
  await setUp(page, site.setUpLink);
  const alerts = await town(site);

  await page.goto(alerts);
  await alive(page, "Thresholds");
  const slider = page.getByRole("slider", {
    name: "Choisir un seuil : Prévenir quand il reste moins de",
  });
  await slider.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.locator("button:has-text('Ajouter')").first().click();
  const typed = await page.inputValue('main [name="lowBalance"]');
  await tap(page, "main button.main");

  assertEquals(typed, "600, 500, 100");
  assertStringIncludes(await page.innerText("main"), "sont enregistrées");
  const shown = await page.inputValue('main [name="lowBalance"]');
  assertEquals(shown, "600, 500, 100");
  const wider = await picture(page, { name: "alerts", size: "phone" });
  assertEquals(wider, 0);
  assertEquals(complaints, []);
});

Deno.test("alerts are set without script", OPTIONS, async () => {
  await using site = await openSite();
  await using first = await openBrowser({ size: "desk" });
  await setUp(first.page, site.setUpLink);
  const alerts = await town(site);
  const cookies = await first.context.cookies();
  await using browser = await openBrowser({ size: "desk", script: false });
  const { page, context } = browser;
  await context.addCookies(cookies);

  await page.goto(alerts);
  assertEquals(await page.locator('input[type="range"]:visible').count(), 0);
  await fill(page, { lowBalance: "1 000", emails: "maire@rodez.example" });
  await tap(page, "main button.main");

  assertStringIncludes(await page.innerText("main"), "sont enregistrées");
  const wider = await picture(page, { name: "alerts", size: "desk" });
  assertEquals(wider, 0);
});
