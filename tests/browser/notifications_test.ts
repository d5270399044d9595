import { assertEquals, assertStringIncludes } from "@std/assert";
import { requestPush } from "../../lib/delivery/request_words.ts";
import { alive, setUp, tap, wordsOf } from "./journey.ts";
import { openBrowser, openSite, picture } from "./site.ts";

/** The browser and the server live on between steps. */
const OPTIONS = { sanitizeOps: false, sanitizeResources: false };

Deno.test(
  "what the service pushes is shown by the worker, and leads where it says",
  OPTIONS,
  async () => {
    await using site = await openSite();
    await using browser = await openBrowser({ size: "phone" });
    const { page, context, complaints } = browser;
    await context.grantPermissions(["notifications"], { origin: site.url });
    await setUp(page, site.setUpLink);
    await page.goto(`${site.url}/compte/notifications`);
    await alive(page, "Push");
    assertStringIncludes(await wordsOf(page), "sur cet appareil");

    const message = requestPush(
      {
        id: "ask_00000000000000zzzz",
        structureId: "str_00000000000000zzzz",
        groupId: "str_00000000000000yyyy",
        credits: 500,
        reason: "Élections",
        askedBy: "mem_1",
        atMs: 0,
        status: "pending",
        granted: 0,
        answeredBy: null,
        answeredAtMs: null,
        word: null,
      },
      { what: "asked", name: "Ville de Rodez", publicUrl: site.url },
      { language: "fr", badge: 3 },
    );
    const cdp = await context.newCDPSession(page);
    const registered = Promise.withResolvers<string>();
    cdp.on("ServiceWorker.workerVersionUpdated", ({ versions }) => {
      const active = versions.find(({ status }) => status === "activated");
      if (active) registered.resolve(active.registrationId);
    });
    await cdp.send("ServiceWorker.enable");
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
    await cdp.send("ServiceWorker.deliverPushMessage", {
      origin: site.url,
      registrationId: await registered.promise,
      data: JSON.stringify(message),
    });

    const shown = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      for (let i = 0; i < 50; i++) {
        const [one] = await registration.getNotifications();
        if (one) return [one.title, one.body, one.tag, one.data];
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return null;
    });
    assertEquals(shown, [
      "Ville de Rodez",
      "Demande 500 SMS. Touchez pour répondre.",
      "request-ask_00000000000000zzzz",
      { url: message.url },
    ]);
    assertEquals(complaints, []);
  },
);

Deno.test(
  "topics are chosen on a phone, without script too",
  OPTIONS,
  async () => {
    await using site = await openSite();
    await using first = await openBrowser({ size: "phone" });
    await setUp(first.page, site.setUpLink);
    const cookies = await first.context.cookies();
    await using browser = await openBrowser({ size: "phone", script: false });
    const { page, context } = browser;
    await context.addCookies(cookies);
    await page.goto(`${site.url}/compte/notifications`);
    await page.check('[name="below"]');
    await tap(page, "main form button.main");
    assertStringIncludes(await wordsOf(page), "Vos choix sont enregistrés");
    assertEquals(await page.isChecked('[name="below"]'), true);
    const name = "notifications";
    assertEquals(await picture(page, { name, size: "phone" }), 0);
  },
);
