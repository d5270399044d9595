/**
 * The service worker over its whole life: installed, renewed, taken away; and
 * what it does for the pages meanwhile.
 */
import { assert, assertEquals } from "@std/assert";
import type { Page, Worker } from "playwright-core";
import type { Ports } from "../../lib/ports.ts";
import { buildAssets, type BuiltAsset } from "../../lib/runtime/assets.ts";
import { createApp } from "../../routes/mod.ts";
import { enter, town, WITH_TOKEN } from "./furnish.ts";
import { eventually, underWorker } from "./journey.ts";
import { openBrowser, openSite } from "./site.ts";

const OPTIONS = { sanitizeOps: false, sanitizeResources: false };

/** The service in front of a store, as one version after the other deploys it. */
class Deployed implements AsyncDisposable {
  readonly #ports: Ports;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  #app: { fetch: Deno.ServeHandler };

  constructor(ports: Ports, assets: BuiltAsset[]) {
    this.#ports = ports;
    this.#app = this.#made(assets, true);
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      (request, info) => this.#app.fetch(request, info),
    );
  }

  get url(): string {
    return `http://localhost:${this.#server.addr.port}`;
  }

  deploy(assets: BuiltAsset[], { worker = true } = {}): void {
    this.#app = this.#made(assets, worker);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }

  #made(assets: BuiltAsset[], worker: boolean) {
    const pages = { assets, worker };
    return createApp(this.#ports, {
      operatorToken: null,
      checkResponses: false,
      pages,
    }) as { fetch: Deno.ServeHandler };
  }
}

/** The same files with another style sheet, and the worker that knows it. */
function nextVersion(assets: readonly BuiltAsset[], name: string) {
  const style = assets.find(({ name }) => name === "style.css")!;
  const path = `/static/style-${name}.css`;
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return assets.map((asset) => {
    if (asset.name === "style.css") return { ...asset, path };
    if (asset.name !== "sw.js") return asset;
    const script = text(asset.bytes).replaceAll(style.path, path)
      .replace(/(version\\*":\\*")\w+/, `$1${name}`);
    const bytes = new TextEncoder().encode(script);
    return { ...asset, bytes, brotli: null };
  });
}

const shells = (page: Page) => page.evaluate(() => caches.keys());

/** Waits until the worker of that version is the one that answers. */
const untilActive = (page: Page, version: string) =>
  eventually(page, async (shell) => {
    const registration = await navigator.serviceWorker.getRegistration();
    return (await caches.keys()).includes(shell) &&
      registration?.installing === null && registration.waiting === null &&
      registration.active?.state === "activated";
  }, `shell-${version}`);

Deno.test(
  "a new worker takes over cleanly, and leaves when it is switched off",
  OPTIONS,
  async (t) => {
    await using site = await openSite(WITH_TOKEN);
    const { rodez } = await town(site);
    const assets = await buildAssets();
    await using deployed = new Deployed(site.ports, assets);
    await using browser = await openBrowser({ size: "phone" });
    const { page, context, complaints } = browser;
    await enter(site, context);
    const address = `${deployed.url}/s/${rodez}`;
    const styled = () =>
      page.evaluate(() => document.styleSheets[0]!.cssRules.length > 50);

    await page.goto(address);
    await underWorker(page);

    for (const version of ["two", "three", "four"]) {
      await t.step(
        `version ${version} is there at the second visit`,
        async () => {
          deployed.deploy(nextVersion(assets, version));
          await page.goto(address);
          assert(await styled(), "The first visit has its styles");
          await untilActive(page, version);
          await page.goto(`${address}/plus`);
          assert(await styled(), "The second visit has its styles");
          const kept = await shells(page);
          assert(kept.length <= 2, `Old shells are left: ${kept}`);
          await context.setOffline(true);
          await page.goto(address);
          await page.waitForSelector("text=Derniers soldes connus");
          assert(await styled(), "Without a network it has its styles");
          await context.setOffline(false);
        },
      );
    }

    await t.step("switched off, it takes its shell with it", async () => {
      deployed.deploy(assets, { worker: false });
      await page.goto(address);
      await eventually(page, async () => {
        const registrations = await navigator.serviceWorker.getRegistrations();
        return registrations.length === 0 && (await caches.keys()).length === 0;
      }, null);
      await page.waitForFunction(() =>
        navigator.serviceWorker.controller === null
      );
      assert(await styled());
    });
    const unexpected = complaints.filter((one) =>
      !one.includes("ERR_INTERNET_DISCONNECTED")
    );
    assertEquals(unexpected, []);
  },
);

/** What the worker was told to count on the application's icon. */
async function watchBadge(worker: Worker): Promise<() => Promise<number[]>> {
  await worker.evaluate(() => {
    const scope = globalThis as unknown as { badges: number[] };
    scope.badges = [];
    Object.defineProperties(navigator, {
      setAppBadge: {
        value: (count: number) => Promise.resolve(scope.badges.push(count)),
      },
      clearAppBadge: { value: () => Promise.resolve(scope.badges.push(0)) },
    });
  });
  return () =>
    worker.evaluate(() =>
      (globalThis as unknown as { badges: number[] }).badges
    );
}

/** Taps the notification that is shown, as the browser tells the worker of it. */
async function tapNotification(worker: Worker): Promise<void> {
  await worker.evaluate(async () => {
    const scope = globalThis as unknown as {
      registration: ServiceWorkerRegistration;
      NotificationEvent: new (name: string, init: object) => Event;
    };
    const [notification] = await scope.registration.getNotifications();
    const event = new scope.NotificationEvent("notificationclick", {
      notification,
    });
    dispatchEvent(event);
  });
}

Deno.test(
  "what is pushed is shown and counted, and a tap opens its page",
  OPTIONS,
  async (t) => {
    await using site = await openSite(WITH_TOKEN);
    const { rodez } = await town(site);
    await using browser = await openBrowser({ size: "phone" });
    const { page, context } = browser;
    await context.grantPermissions(["notifications"], { origin: site.url });
    await enter(site, context);
    await page.goto(`${site.url}/s/${rodez}`);
    await underWorker(page);
    const [worker] = context.serviceWorkers();
    const badges = await watchBadge(worker!);
    const cdp = await context.newCDPSession(page);
    const registered = Promise.withResolvers<string>();
    cdp.on("ServiceWorker.workerVersionUpdated", ({ versions }) => {
      const active = versions.find(({ status }) => status === "activated");
      if (active) registered.resolve(active.registrationId);
    });
    await cdp.send("ServiceWorker.enable");
    const registrationId = await registered.promise;
    const push = async (url: string, badge: number) => {
      await cdp.send("ServiceWorker.deliverPushMessage", {
        origin: site.url,
        registrationId,
        data: JSON.stringify({ title: "Solde bas", body: "Rodez", url, badge }),
      });
      await eventually(page, async () => {
        const registration = await navigator.serviceWorker.ready;
        return (await registration.getNotifications()).length > 0;
      }, null);
    };

    await t.step("it is counted", async () => {
      await push(`/s/${rodez}/alertes`, 3);
      assertEquals(await badges(), [3]);
    });

    await t.step("a tap leads there, and the count ends", async () => {
      await tapNotification(worker!);
      await page.waitForURL(`${site.url}/s/${rodez}/alertes`);
      assertEquals(await badges(), [3, 0]);
    });

    await t.step("never to another site", async () => {
      await push("https://example.org/ailleurs", 1);
      await tapNotification(worker!);
      await page.waitForURL(`${site.url}/s/${rodez}`);
    });
  },
);

Deno.test(
  "what another application shares becomes a draft",
  OPTIONS,
  async () => {
    await using site = await openSite(WITH_TOKEN);
    const { rodez } = await town(site);
    await using browser = await openBrowser({ size: "phone" });
    const { page, context } = browser;
    await enter(site, context);
    await page.goto(`${site.url}/s/${rodez}`);
    await underWorker(page);

    await page.evaluate(() => {
      const form = document.createElement("form");
      form.method = "post";
      form.action = "/partager";
      form.enctype = "multipart/form-data";
      for (const [name, value] of [["title", "Marché"], ["text", "Dès 8 h."]]) {
        const input = document.createElement("input");
        input.name = name!;
        input.value = value!;
        form.append(input);
      }
      document.body.append(form);
      form.submit();
    });

    await page.waitForURL(`${site.url}/s/${rodez}/envoi`);
    await page.waitForFunction(() =>
      document.querySelector<HTMLTextAreaElement>("textarea[name=text]")
        ?.value === "Marché\nDès 8 h."
    );
  },
);
