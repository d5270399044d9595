/**
 * Without a network: what is known is shown with its age, what is written is
 * kept, sealed, and leaves once.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { keys } from "../../lib/kv/keys.ts";
import { ask, enter, town, WITH_TOKEN } from "./furnish.ts";
import { fill, tap, underWorker, wordsOf } from "./journey.ts";
import { openBrowser, openSite, type Site } from "./site.ts";

const OPTIONS = { sanitizeOps: false, sanitizeResources: false };
const HOUR_MS = 3_600_000;

async function spent(site: Site, id: string): Promise<number> {
  const account = await site.ports.store.get(keys.account(id));
  return account!.reserved + account!.spent;
}

Deno.test(
  "the application on a phone, with and without a network",
  OPTIONS,
  async (t) => {
    await using site = await openSite(WITH_TOKEN);
    await using browser = await openBrowser({ size: "phone" });
    const { page, context } = browser;
    const { rodez } = await town(site);
    const address = `${site.url}/s/${rodez}`;
    await ask(site, `PUT /structures/${rodez}/alerts`, {
      lowBalance: [500],
      monthlyVolume: [],
      emails: [],
    });
    await ask(site, "POST /messages", {
      structureId: rodez,
      text: "Un SMS, et le seuil est franchi.",
      recipients: ["0612345670"],
    });
    await enter(site, context);
    await page.goto(address);
    await underWorker(page);

    await t.step("nothing keeps it from being installed", async () => {
      const session = await context.newCDPSession(page);
      const { installabilityErrors } = await session.send(
        "Page.getInstallabilityErrors",
      );
      assertEquals(installabilityErrors, []);
      const { errors, data } = await session.send("Page.getAppManifest");
      assertEquals(errors, []);
      const manifest = JSON.parse(data!);
      assertEquals([manifest.id, manifest.scope, manifest.display], [
        "/",
        "/",
        "standalone",
      ]);
      const all = (
        list: string,
        key: string,
      ) => [...new Set(manifest[list].map((one: never) => one[key]))];
      assertEquals(all("icons", "purpose"), ["any", "maskable", "monochrome"]);
      assertEquals(all("screenshots", "form_factor"), ["narrow", "wide"]);
      assertEquals(all("shortcuts", "url"), [
        "/envoi",
        "/historique",
        "/credits",
      ]);
      assertEquals(manifest.share_target.action, "/partager");
      const themes = await page.locator('meta[name="theme-color"]').all();
      assertEquals(themes.length, 2);
      const dark = manifest.user_preferences.color_scheme_dark.theme_color;
      assertEquals(
        await themes[0]!.getAttribute("content"),
        manifest.theme_color,
      );
      assertEquals(await themes[1]!.getAttribute("content"), dark);
    });

    await t.step(
      "the last balance and alerts are shown with their age",
      async () => {
        await context.setOffline(true);
        await page.goto(address);
        await page.waitForSelector("text=Derniers soldes connus");
        const words = await wordsOf(page);
        assertStringIncludes(words, "499 SMS disponibles");
        assertStringIncludes(words, "connu à l’instant");
        assert(await page.locator(".offline .low").count() > 0, "The alert");
        await page.clock.setFixedTime(Date.now() + 3 * HOUR_MS + 60_000);
        await page.goto(address);
        await page.waitForSelector("text=connu il y a 3 heures");
        await page.clock.setFixedTime(Date.now());
      },
    );

    await t.step(
      "a message written there waits, then leaves once",
      async () => {
        await page.goto(address);
        await page.waitForSelector("text=connu à l’instant");
        await fill(page, {
          recipients: "06 12 34 56 78\n06 12 34 56 79",
          text: "La séance est avancée à 18 h.",
        });
        await page.click("text=Mettre en attente 2");
        await page.waitForSelector("text=En attente de réseau");
        assertEquals(await spent(site, rodez), 1);
        await context.setOffline(false);
        await page.goto(address);
        await page.waitForSelector("text=Un envoi qui attendait est parti");
        assertEquals(await spent(site, rodez), 3);
        await page.goto(`${address}/envoi`);
        await page.waitForTimeout(500);
        assertEquals(await spent(site, rodez), 3);
      },
    );

    await t.step(
      "a send whose answer is lost is kept, and sent once",
      async () => {
        await page.goto(`${address}/envoi`);
        await fill(page, { recipients: "06 12 34 56 78", text: "Bonjour" });
        await tap(page, "text=Vérifier l’envoi");
        // The service accepts it, and the connection breaks before its answer.
        let lost = 0;
        await context.route("**/envoi", async (route) => {
          const isSend = route.request().method() === "POST" && lost === 0;
          if (!isSend) return await route.continue();
          lost++;
          await route.fetch({ maxRedirects: 0 });
          await route.abort("connectionreset");
        });
        await tap(page, "main button.main");
        await page.waitForURL("**/hors-ligne");
        await page.waitForFunction(() =>
          /En attente de réseau|Aucun envoi/.test(document.body.innerText)
        );
        assertEquals(lost, 1);
        assertEquals(await spent(site, rodez), 4);
        await context.unroute("**/envoi");
        await page.goto(`${address}/envoi`);
        await page.waitForSelector("text=Un envoi qui attendait est parti");
        assertEquals(await spent(site, rodez), 4);
        assertEquals(
          await page.inputValue("textarea[name=text]"),
          "",
          "What was sent is no draft any more",
        );
      },
    );

    await t.step("a draft outlives its page, and not the session", async () => {
      await page.goto(`${address}/envoi`);
      await page.waitForTimeout(300);
      await fill(page, { text: "Un brouillon" });
      await page.waitForTimeout(700);
      await page.goto(address);
      await page.goto(`${address}/envoi`);
      await page.waitForFunction(() =>
        document.querySelector<HTMLTextAreaElement>("textarea[name=text]")
          ?.value === "Un brouillon"
      );
      const stored = await page.evaluate(dump);
      assert(stored.length > 0);
      assert(
        !stored.includes("brouillon"),
        "The draft is readable in the store",
      );

      await page.goto(`${address}/plus`);
      await tap(page, "text=Se déconnecter");
      assertEquals(await page.evaluate(dump), "");
    });
  },
);

/** What the device's store holds, as text. */
async function dump(): Promise<string> {
  const open = indexedDB.open("lsmessage", 1);
  const database = await new Promise<IDBDatabase>((resolve) => {
    open.onsuccess = () => resolve(open.result);
  });
  const found: string[] = [];
  for (const name of ["drafts", "queue", "known"]) {
    const request = database.transaction(name).objectStore(name).getAll();
    const all = await new Promise<{ bytes: ArrayBuffer }[]>((resolve) => {
      request.onsuccess = () => resolve(request.result);
    });
    for (const { bytes } of all) found.push(new TextDecoder().decode(bytes));
  }
  database.close();
  return found.join("\n");
}
