import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { createGateway } from "../../lib/delivery/gateway.ts";
import { applyReceipt } from "../../lib/delivery/receipts.ts";
import { acceptMessages } from "../../lib/domain/acceptance.ts";
import type { Call } from "../../lib/domain/call.ts";
import { authorised } from "../../lib/domain/directory.ts";
import { endListening } from "../../lib/domain/live.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { transferCredits } from "../../lib/domain/transfer.ts";
import type { NewGateway } from "../../lib/schema/gateway.ts";
import { enter } from "./furnish.ts";
import { alive } from "./journey.ts";
import { freePort, openBrowser, openSite, type Site } from "./site.ts";

const OPTIONS = { sanitizeOps: false, sanitizeResources: false };
const OPERATOR = { kind: "operator", id: "operator" } as const;

/** Pages that are open besides the one that is looked at. */
const OTHERS = 99;
/** A receipt is on every page after this long at the most. */
const LATE_MS = 1_000;

const call = ({ ports }: Site): Call => ({
  actor: OPERATOR,
  route: "TEST",
  key: null,
  fingerprint: ports.newId("call"),
  replayed: false,
});

/** A town whose messages wait for receipts that the test gives. */
async function town(site: Site): Promise<string> {
  const { ports } = site;
  const { id } = await createStructure(ports, call(site), { name: "Rodez" });
  const grant = { fromId: null, toId: id, credits: 500 };
  await transferCredits(ports, call(site), grant);
  await createGateway(ports, call(site), {
    kind: "simulator",
    name: "mute",
    ownerId: id,
    settings: { silenceRate: 1 },
  } as NewGateway);
  return id;
}

/** Sends to as many people. */
async function send(site: Site, id: string, people: number): Promise<string[]> {
  const at = await authorised(site.ports, OPERATOR, "message:send", id);
  const { messages } = await acceptMessages(
    site.ports,
    { call: call(site), at },
    {
      text: "Bonjour",
      recipients: Array.from(
        { length: people },
        (_, i) => `06123456${String(i).padStart(2, "0")}`,
      ),
    },
  );
  return messages!.map(({ id }) => id);
}

/** Streams of pages that are open elsewhere; each tells when it hears. */
async function listenElsewhere(
  site: Site,
  page: Page,
  id: string,
): Promise<{ heard: Map<number, number>[]; stop: AbortController }> {
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`)
    .join("; ");
  const stop = new AbortController();
  const heard = await Promise.all(
    Array.from({ length: OTHERS }, async () => {
      const response = await fetch(`${site.url}/evenements?structureId=${id}`, {
        headers: { cookie },
        signal: stop.signal,
      });
      const times = new Map<number, number>();
      (async () => {
        const text = response.body!.pipeThrough(new TextDecoderStream());
        for await (const part of text) {
          for (const [, found] of part.matchAll(/"id":"(msg_\w+)"/g)) {
            times.set(hash(found!), performance.now());
          }
        }
      })().catch(() => {});
      return times;
    }),
  );
  return { heard, stop };
}

const pillOf = (page: Page, message: string) =>
  page.locator(`[data-message="${message}"] .pill`);

const hash = (text: string) =>
  [...text].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) | 0, 0);

Deno.test(
  "a receipt is on an open history within a second, over a hundred pages and after a cut",
  OPTIONS,
  async (t) => {
    const folder = await Deno.makeTempDir();
    const place = {
      LSMESSAGE_KV: `${folder}/store.sqlite3`,
      PORT: String(freePort()),
    };
    let site = await openSite(place);
    await using _ = {
      [Symbol.asyncDispose]: () => site[Symbol.asyncDispose](),
    };
    await using browser = await openBrowser({ size: "desk" });
    const { page, context } = browser;
    await enter(site, context);
    const id = await town(site);
    const sent = await send(site, id, 12);
    await page.goto(`${site.url}/s/${id}/historique`);
    await alive(page, "Live");
    await page.waitForSelector("text=En direct");
    await pillOf(page, sent[0]!).filter({ hasText: "Envoyé" }).waitFor();
    const others = await listenElsewhere(site, page, id);

    const pill = (message: string) => pillOf(page, message);
    const receive = async (message: string) => {
      const startMs = performance.now();
      await applyReceipt(site.ports, {
        messageId: message,
        gatewayId: null,
        said: { status: "failed", detail: null },
      });
      await pill(message).filter({ hasText: "Échec" }).waitFor({
        timeout: 5_000,
      });
      return { startMs, tookMs: performance.now() - startMs };
    };

    await t.step("over a hundred pages", async () => {
      for (const message of sent.slice(0, 5)) {
        const { startMs, tookMs } = await receive(message);
        await new Promise((resolve) => setTimeout(resolve, 200));
        const waits = others.heard.map((times) =>
          (times.get(hash(message)) ?? Infinity) - startMs
        );
        const slowest = Math.max(tookMs, ...waits);
        assert(slowest <= LATE_MS, `It took ${Math.round(slowest)} ms`);
      }
    });

    await t.step("after the connection was cut", async () => {
      await context.setOffline(true);
      endListening(site.ports);
      await page.waitForSelector("text=Actualiser");
      const missed = sent[5]!;
      await applyReceipt(site.ports, {
        messageId: missed,
        gatewayId: null,
        said: { status: "failed", detail: null },
      });
      await context.setOffline(false);
      await page.waitForSelector("text=En direct", { timeout: 15_000 });
      await pill(missed).filter({ hasText: "Échec" }).waitFor({
        timeout: 5_000,
      });
      const { tookMs } = await receive(sent[6]!);
      assert(tookMs <= LATE_MS, `It took ${Math.round(tookMs)} ms`);
    });

    await t.step("a message that is new appears by itself", async () => {
      const [latest] = await send(site, id, 1);
      await pill(latest!).waitFor({ timeout: 5_000 });
      assertEquals(await pill(latest!).count(), 1);
    });

    await t.step("after the service was restarted", async () => {
      others.stop.abort();
      await site[Symbol.asyncDispose]();
      await page.waitForSelector("text=Actualiser");
      site = await openSite(place);
      const missed = sent[7]!;
      await applyReceipt(site.ports, {
        messageId: missed,
        gatewayId: null,
        said: { status: "failed", detail: null },
      });
      await page.waitForSelector("text=En direct", { timeout: 15_000 });
      await pill(missed).filter({ hasText: "Échec" }).waitFor({
        timeout: 5_000,
      });
      const { tookMs } = await receive(sent[8]!);
      assert(tookMs <= LATE_MS, `It took ${Math.round(tookMs)} ms`);
    });
  },
);

Deno.test(
  "a page that a proxy answered while the service was away listens again",
  OPTIONS,
  async () => {
    await using site = await openSite();
    await using browser = await openBrowser({ size: "desk" });
    const { page, context } = browser;
    await enter(site, context);
    const id = await town(site);
    await send(site, id, 1);
    await page.goto(`${site.url}/s/${id}/historique`);
    await page.waitForSelector("text=En direct");

    await context.route(
      "**/evenements?*",
      (route) => route.fulfill({ status: 502, body: "Bad gateway" }),
    );
    endListening(site.ports);
    await page.waitForSelector("text=Actualiser");
    await page.waitForTimeout(3_000);
    await context.unroute("**/evenements?*");
    await page.waitForSelector("text=En direct", { timeout: 15_000 });
  },
);
