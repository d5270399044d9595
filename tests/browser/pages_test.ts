import { assertEquals, assertStringIncludes } from "@std/assert";
import { loadAssets } from "../../lib/runtime/assets.ts";
import { alive, ANNE, declare, fill, setUp, tap, wordsOf } from "./journey.ts";
import { openBrowser, openSite, picture, type Size, SIZES } from "./site.ts";

/** What the browser logs of answers that are refusals, as they should be. */
const REFUSAL = /status of (?:404|422)/;

const TEXT =
  "Réunion publique « cœur de ville » : être présent à 18 h, salle des fêtes. Pensez à vous inscrire à l’accueil.";

/** The browser and the server live on between steps. */
const OPTIONS = { sanitizeOps: false, sanitizeResources: false };

for (const size of Object.keys(SIZES) as Size[]) {
  Deno.test(
    `from the set-up link to the history, on a ${size}`,
    OPTIONS,
    async (t) => {
      await using site = await openSite();
      await using browser = await openBrowser({ size });
      const { page, complaints } = browser;
      const look = async (name: string) => {
        const overflow = await picture(page, { name, size });
        assertEquals(overflow, 0, `${name} is wider than the window`);
      };
      const words = () => wordsOf(page);
      let centre = "";
      let rodez = "";

      await t.step("the set-up link makes the administrator", async () => {
        await page.goto(`${site.url}/set-up`);
        await look("01-set-up");
        await setUp(page, site.setUpLink);
        assertEquals(page.url(), `${site.url}/structures?fait=bienvenue`);
        await look("02-welcome");
      });

      await t.step("a centre, and a structure below it", async () => {
        await tap(page, "text=Déclarer la première structure");
        await look("03-new-structure");
        centre = await declare(page, `${site.url}/structures`, {
          name: "Centre de gestion de l’Aveyron",
        });
        rodez = await declare(page, `${centre}/structures`, {
          name: "Mairie de Rodez",
          defaultSender: "MairieRodez",
        });
        await declare(page, `${centre}/structures`, {
          name: "Mairie de Millau",
        });
        await look("04-first-steps");
        await page.goto(`${site.url}/structures`);
        await look("05-structures");
        await page.goto(`${centre}/structures`);
        await look("06-structures-below");
      });

      await t.step(
        "SMS: granted to the centre, given on in three taps",
        async () => {
          await page.goto(`${centre}/credits`);
          await look("07-no-credits");
          await tap(page, "text=Ajouter des SMS");
          await fill(page, { nombre: "20 000", note: "Marché 2026" });
          await look("08-grant");
          await tap(page, "text=Continuer");
          await look("09-grant-confirm");
          await tap(page, "main button.main");
          assertStringIncludes(await words(), "Les SMS sont crédités.");
          await tap(page, 'a:has-text("Donner à Mairie de Rodez")');
          await tap(page, 'button[name="credits"][value="1000"]');
          await tap(page, "main button.main");
          assertStringIncludes(await words(), "19 000");
          await look("10-credits");
        },
      );

      await t.step("an application, its key copied", async () => {
        await page.goto(`${rodez}/applications`);
        await look("11-no-applications");
        await tap(page, "text=Nouvelle application");
        await look("12-new-application");
        await fill(page, { name: "idelibre" });
        await tap(page, "text=Créer la clé");
        await alive(page, "CopyButton");
        await look("13-key");
        await browser.context.grantPermissions([
          "clipboard-read",
          "clipboard-write",
        ]);
        await page.click("text=Copier la clé");
        await page.waitForSelector("text=Copié");
        const copied = await page.evaluate(() =>
          navigator.clipboard.readText()
        );
        assertEquals(copied, await page.innerText("code.key"));
        await tap(page, "text=J’ai copié la clé");
        await look("14-applications");
      });

      await t.step("« Envoi simple » counts while one writes", async () => {
        await tap(page, '.nav a[href$="/envoi"]');
        await alive(page, "Compose");
        await look("15-send");
        await fill(page, {
          recipients:
            "Anne Martin\t06 12 34 56 78\nPaul Roux\t0698765432\n0612345678\n0565731234",
          text: TEXT,
        });
        await page.waitForSelector("text=Écrire plus simplement");
        const said = await words();
        assertStringIncludes(
          said,
          "3 destinataires, 1 doublon compté une fois",
        );
        assertStringIncludes(
          said,
          "0565731234 : un téléphone fixe ne reçoit pas de SMS.",
        );
        assertStringIncludes(said, "Coût 6 SMS 2 × 3 destinataires");
        assertStringIncludes(said, "Restera 994 SMS");
        const marked = await page.locator(".beside mark").allInnerTexts();
        assertEquals(marked, ["«", "œ", "»", "ê", "ê", "’"]);
        await look("16-send-written");
        await page.click("text=Écrire plus simplement");
        await page.waitForSelector("text=Coût3");
        await page.click("text=Rétablir");
        assertEquals(await page.inputValue("[name=text]"), TEXT);
      });

      await t.step(
        "it is checked, confirmed and followed to its end",
        async () => {
          await tap(page, "text=Vérifier l’envoi");
          assertStringIncludes(await words(), "1 numéro à corriger");
          await look("17-send-wrong");
          await tap(page, "text=Continuer sans ce numéro");
          await look("18-send-confirm");
          await tap(page, "text=Envoyer 4");
          await page.waitForSelector("#suivi[data-done]", {
            state: "attached",
          });
          assertStringIncludes(await words(), "Reçu : 2");
          await look("19-sent");
        },
      );

      await t.step(
        "the history, the message and the phone tell the same",
        async () => {
          await tap(page, '.nav a[href$="/historique"]');
          assertStringIncludes(await words(), "06 98 76 54 32");
          await look("20-history");
          // With script the message opens beside the list.
          await page.locator("table a.cover").first().click();
          const drawer = page.locator("dialog.drawer");
          await drawer.waitFor();
          assertStringIncludes(
            await drawer.innerText(),
            "Ce qui s’est passé",
          );
          await look("21-message");
          await page.goto(`${site.url}/reception`);
          assertStringIncludes(await words(), TEXT);
          await look("22-phone");
        },
      );

      await t.step("the other pages", async () => {
        for (
          const [name, address] of [
            ["23-dashboard", rodez],
            ["24-group", centre],
            ["25-ledger", `${rodez}/credits`],
            ["26-senders", `${rodez}/expediteurs`],
            ["27-settings", `${rodez}/reglages`],
            ["28-suspend", `${rodez}/reglages/suspendre`],
            ["29-more", `${rodez}/plus`],
            ["30-absent", `${rodez}/absent`],
          ] as const
        ) {
          await page.goto(address);
          await look(name);
        }
        await page.goto(rodez);
        await page.click("details.switcher summary");
        await look("31-switcher");
      });

      await t.step("signing out, and in again", async () => {
        await page.goto(`${rodez}/plus`);
        await tap(page, "text=Se déconnecter");
        await look("32-sign-in");
        const { email, password } = ANNE;
        await fill(page, { email, password });
        await tap(page, 'form[action="/connexion"] button');
        // Back to where one was last.
        assertEquals(new URL(page.url()).pathname, new URL(rodez).pathname);
      });

      assertEquals(complaints.filter((line) => !REFUSAL.test(line)), []);
    },
  );
}

Deno.test("the whole way works without JavaScript", OPTIONS, async () => {
  await using site = await openSite();
  await using browser = await openBrowser({ size: "phone", script: false });
  const { page } = browser;
  const code = new URL(site.setUpLink).hash.slice(1);

  await page.goto(`${site.url}/set-up`);
  await fill(page, { ...ANNE, code });
  await tap(page, "text=Créer le compte");
  const rodez = await declare(page, `${site.url}/structures`, {
    name: "Mairie de Rodez",
  });
  await page.goto(`${rodez}/credits/ajouter`);
  await tap(page, 'button[name="credits"][value="100"]');
  await tap(page, "main button.main");
  await page.goto(`${rodez}/envoi`);
  await fill(page, { recipients: "06 12 34 56 78", text: "Bonjour" });
  await tap(page, "text=Vérifier l’envoi");
  await tap(page, "text=Modifier");
  await tap(page, "text=Vérifier l’envoi");
  await tap(page, "text=Envoyer 1");

  assertStringIncludes(await wordsOf(page), "Envoi à 1 personne");
  assertStringIncludes(await wordsOf(page), "Actualiser");
  await tap(page, '.nav a[href$="/historique"]');
  assertStringIncludes(await wordsOf(page), "06 12 34 56 78");
});

Deno.test("what a first visit fetches is small", OPTIONS, async () => {
  const assets = await loadAssets();
  const bytesOf = (some: typeof assets) =>
    some.reduce((sum, { brotli, bytes }) => sum + (brotli ?? bytes).length, 0);
  const ofType = (type: string) =>
    assets.filter((asset) => asset.type.startsWith(type));
  await using site = await openSite();
  await using browser = await openBrowser({ size: "phone" });
  const { page } = browser;
  const fetched = new Set<string>();
  page.on("request", (request) => fetched.add(new URL(request.url()).pathname));

  await page.goto(`${site.url}/connexion`, { waitUntil: "networkidle" });

  const first = ofType("text/javascript").filter(({ path }) =>
    fetched.has(path)
  );
  assertEquals(first.length > 1, true, "scripts were fetched");
  assertEquals(bytesOf(first) <= 25 * 1024, true, "scripts of the first page");
  const all = bytesOf(ofType("text/javascript"));
  assertEquals(all <= 90 * 1024, true, `scripts: ${all}`);
  assertEquals(bytesOf(ofType("text/css")) <= 12 * 1024, true, "styles");
});
