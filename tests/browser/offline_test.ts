import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "playwright-core";
import { keys } from "../../lib/kv/keys.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { transferCredits } from "../../lib/domain/transfer.ts";
import { fill, setUp, tap, wordsOf } from "./journey.ts";
import { openBrowser, openSite, type Site } from "./site.ts";

const OPTIONS = { sanitizeOps: false, sanitizeResources: false };

/** A town of 500 SMS; gives the address of its pages. */
async function town({ ports, url }: Site): Promise<string> {
  const call = () => ({
    actor: { kind: "operator", id: "operator" } as const,
    route: "TEST",
    key: null,
    fingerprint: ports.newId("call"),
    replayed: false,
  });
  const { id } = await createStructure(ports, call(), { name: "Rodez" });
  const grant = { fromId: null, toId: id, credits: 500 };
  await transferCredits(ports, call(), grant);
  return `${url}/s/${id}`;
}

/** Waits until the worker answers for the page. */
async function underWorker(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

async function spent(site: Site, address: string): Promise<number> {
  const id = address.split("/").at(-1)!;
  const account = await site.ports.store.get(keys.account(id));
  return account!.reserved + account!.spent;
}

Deno.test("the pages can be installed", OPTIONS, async () => {
  await using site = await openSite();
  await using browser = await openBrowser({ size: "phone" });
  const { page, context } = browser;
  await setUp(page, site.setUpLink);
  await underWorker(page);
  const session = await context.newCDPSession(page);
  const { installabilityErrors } = await session.send(
    "Page.getInstallabilityErrors",
  );
  assertEquals(installabilityErrors, []);
  const { errors } = await session.send("Page.getAppManifest");
  assertEquals(errors, []);
});

Deno.test(
  "without a network: the last balance, then a send that waits and leaves once",
  OPTIONS,
  async (t) => {
    await using site = await openSite();
    await using browser = await openBrowser({ size: "phone" });
    const { page, context } = browser;
    await setUp(page, site.setUpLink);
    const address = await town(site);
    await page.goto(address);
    await underWorker(page);
    await page.waitForFunction(async () => {
      const names = await indexedDB.databases();
      return names.length > 0;
    });
    await page.waitForTimeout(300);

    await t.step("the last known balance is shown with its age", async () => {
      await context.setOffline(true);
      await page.goto(address);
      await page.waitForSelector("text=Derniers soldes connus");
      const words = await wordsOf(page);
      assertStringIncludes(words, "500 SMS disponibles");
      assertStringIncludes(words, "connu à l’instant");
    });

    await t.step("a message written there waits", async () => {
      await fill(page, {
        recipients: "06 12 34 56 78\n06 12 34 56 79",
        text: "La séance est avancée à 18 h.",
      });
      await page.click("text=Mettre en attente 2");
      await page.waitForSelector("text=En attente de réseau");
      assertEquals(await spent(site, address), 0);
    });

    await t.step("it leaves once when the network is back", async () => {
      await context.setOffline(false);
      await page.goto(address);
      await page.waitForSelector("text=Un envoi qui attendait est parti");
      assertEquals(await spent(site, address), 2);
      await page.goto(`${address}/envoi`);
      await page.waitForTimeout(500);
      assertEquals(await spent(site, address), 2);
    });
  },
);

Deno.test(
  "a send whose answer is lost is kept, and sent exactly once",
  OPTIONS,
  async () => {
    await using site = await openSite();
    await using browser = await openBrowser({ size: "phone" });
    const { page, context } = browser;
    await setUp(page, site.setUpLink);
    const address = await town(site);
    await page.goto(`${address}/envoi`);
    await underWorker(page);
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
    await page.waitForSelector("text=En attente de réseau");
    assertEquals(lost, 1);
    assertEquals(await spent(site, address), 1);

    await page.click("text=Envoyer maintenant");
    await page.waitForSelector("text=Parti.");
    assertEquals(await spent(site, address), 1);
  },
);

Deno.test(
  "a draft outlives its page, and not the session",
  OPTIONS,
  async () => {
    await using site = await openSite();
    await using browser = await openBrowser({ size: "desk" });
    const { page } = browser;
    await setUp(page, site.setUpLink);
    const address = await town(site);
    await page.goto(`${address}/envoi`);
    await underWorker(page);
    await page.waitForTimeout(300);
    await fill(page, { text: "Un brouillon" });
    await page.waitForTimeout(700);
    await page.goto(address);
    await page.goto(`${address}/envoi`);
    await page.waitForFunction(() =>
      document.querySelector("textarea[name=text]") instanceof
        HTMLTextAreaElement &&
      (document.querySelector("textarea[name=text]") as HTMLTextAreaElement)
          .value === "Un brouillon"
    );
    const stored = await page.evaluate(dump);
    assert(stored.length > 0);
    assert(!stored.includes("brouillon"), "The draft is readable in the store");

    await tap(page, "text=Se déconnecter");
    assertEquals(await page.evaluate(dump), "");
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
