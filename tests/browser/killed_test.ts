/**
 * The worst that can befall a send: queued without a network, the service
 * killed while it takes it, the browser closed. It leaves exactly once.
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { Service, until } from "../e2e/service.ts";
import { fill, setUp, underWorker, wordsOf } from "./journey.ts";
import { Relay } from "./relay.ts";
import { openBrowser } from "./site.ts";

const OPTIONS = { sanitizeOps: false, sanitizeResources: false };
const DAY_MS = 86_400_000;
const TEXT = "La séance est avancée à 18 h.";

/** The service behind a line that can be cut, and a town of 500 SMS. */
async function openTown(relay: Relay) {
  const url = `http://localhost:${relay.port}`;
  const service = await Service.start({ LSMESSAGE_PUBLIC_URL: url });
  relay.leadTo(Number(new URL(service.url).port));
  const link = () => /http:\S+\/set-up#\S+/.exec(service.output)?.[0];
  await until(() => link() !== undefined, "the set-up link");
  const { id } = await service.town({ credits: 500 });
  const texts = async (): Promise<string[]> =>
    (await service.all(`/messages?structureId=${id}`)).map(({ text }) => text);
  return { service, link: link()!, town: `${url}/s/${id}`, texts, url };
}

Deno.test(
  "a send queued offline leaves exactly once, though the service is killed twice and the browser closed",
  OPTIONS,
  async (t) => {
    await using relay = new Relay();
    const { service, link, town, texts, url } = await openTown(relay);
    await using _ = service;
    const profile = await Deno.makeTempDir();
    const browser = await openBrowser({ size: "phone", profile });
    const { page, context } = browser;
    const state = () => page.locator(".offline .card .pill").innerText();

    await t.step("it waits, and shows so", async () => {
      await setUp(page, link);
      await page.goto(town);
      await underWorker(page);
      await context.setOffline(true);
      await page.goto(`${town}/envoi`);
      await fill(page, {
        recipients: "06 12 34 56 78\n06 12 34 56 79",
        text: TEXT,
      });
      await page.click("text=Mettre en attente 2");
      await page.locator(".offline .card .pill").waitFor();
      assertEquals(await state(), "En attente de réseau");
    });

    await t.step("killed before it hears of it: nothing left", async () => {
      const dead = relay.cutNext("before", () => service.kill());
      await context.setOffline(false);
      await page.click("text=Envoyer maintenant");
      await dead;
      await page.waitForSelector("text=Toujours pas de réseau.");
      assertEquals(await state(), "En attente de réseau");
      await service.resume();
      assertEquals(await texts(), []);
    });

    await t.step("killed before it answers: it still waits here", async () => {
      const dead = relay.cutNext("after", () => service.kill());
      await page.click("text=Envoyer maintenant");
      await dead;
      await page.waitForSelector("text=Toujours pas de réseau.");
      assertEquals(await state(), "En attente de réseau");
    });

    await t.step("the application is opened again: exactly once", async () => {
      await context.close();
      await service.resume();
      assertEquals(await texts(), [TEXT, TEXT]);
      await using again = await openBrowser({ size: "phone", profile });
      await again.page.goto(town);
      await again.page.waitForSelector("text=Un envoi qui attendait est parti");
      await again.page.click("#en-attente a");
      await again.page.waitForURL(/\/envoi\/sub_/);
      assertStringIncludes(await wordsOf(again.page), "Envoi à 2 personnes");
      await again.page.goto(`${url}/hors-ligne`);
      await again.page.waitForSelector("text=Aucun envoi n’attend.");
      assertEquals(await texts(), [TEXT, TEXT]);
    });
    await service.kill();
    assertEquals((await service.verify()).code, 0);
    await Deno.remove(profile, { recursive: true });
  },
);

Deno.test(
  "a send leaves by itself though no page is open, and after a day only if asked to",
  OPTIONS,
  async (t) => {
    await using relay = new Relay();
    const { service, link, town, texts, url } = await openTown(relay);
    await using _ = service;
    await using browser = await openBrowser({ size: "phone" });
    const { page, context } = browser;
    await setUp(page, link);
    await page.goto(town);
    await underWorker(page);
    const queue = async () => {
      await context.setOffline(true);
      await page.goto(`${town}/envoi`);
      await fill(page, { recipients: "06 12 34 56 78", text: TEXT });
      await page.click("text=Mettre en attente 1");
      await page.waitForSelector("text=En attente de réseau");
    };

    await t.step("the worker is woken with the network", async () => {
      await queue();
      await page.goto("about:blank");
      await context.setOffline(false);
      await until(async () => (await texts()).length > 0, "the send", 15_000);
      assertEquals(await texts(), [TEXT]);
    });

    await t.step("a day later it waits for a word", async () => {
      await queue();
      await page.evaluate(ageBy, DAY_MS);
      await context.setOffline(false);
      await page.goto(town);
      await page.waitForSelector("text=1 envoi à confirmer");
      await page.waitForTimeout(1_500);
      assertEquals((await texts()).length, 1);

      await page.goto(`${url}/hors-ligne`);
      await page.waitForSelector("text=Plus de 24 h : à confirmer");
      await page.click("text=Envoyer maintenant");
      await page.waitForSelector("text=Parti.");
      assertEquals(await texts(), [TEXT, TEXT]);
    });
  },
);

/**
 * Makes what waits as old: the clock of a page can be moved, that of the worker
 * cannot, and neither may send.
 */
async function ageBy(ms: number): Promise<void> {
  const open = indexedDB.open("lsmessage", 1);
  const database = await new Promise<IDBDatabase>((resolve) => {
    open.onsuccess = () => resolve(open.result);
  });
  const change = database.transaction("queue", "readwrite");
  const walk = change.objectStore("queue").openCursor();
  walk.onsuccess = () => {
    const at = walk.result;
    if (at === null) return;
    at.update({ ...at.value, atMs: at.value.atMs - ms });
    at.continue();
  };
  await new Promise<void>((resolve) => change.oncomplete = () => resolve());
  database.close();
}
