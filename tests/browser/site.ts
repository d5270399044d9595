/**
 * The whole service on a port of its own, and a real browser in front of it.
 *
 * @module
 */
import type { BrowserContext, Page } from "playwright-core";
import type { Ports } from "../../lib/ports.ts";
import { readConfig } from "../../lib/runtime/config.ts";
import { startService } from "../../lib/runtime/service.ts";
import { createApp } from "../../routes/mod.ts";

// Playwright looks for Windows under Linux while it is loaded, at a place that
// the permissions of the tests do not cover; this name turns that off.
Deno.env.set("__IS_WSL_TEST__", "1");
const { chromium } = await import("playwright-core");

const PROGRAMS = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A phone held in one hand, and a desk. */
export const SIZES = {
  phone: { width: 360, height: 740 },
  desk: { width: 1280, height: 800 },
} as const;
export type Size = keyof typeof SIZES;

/** A running service. */
export interface Site extends AsyncDisposable {
  readonly url: string;
  /** Empty once there is an administrator. */
  readonly setUpLink: string;
  readonly ports: Ports;
}

/** Starts the service on an empty store, with the simulator as its gateway. */
export async function openSite(
  env: Record<string, string> = {},
): Promise<Site> {
  const config = readConfig({
    LSMESSAGE_KV: ":memory:",
    LSMESSAGE_KEYS: `test:${btoa("k".repeat(32))}`,
    LSMESSAGE_LOG: "error",
    // Known beforehand: passkeys and single sign-on are bound to the address.
    PORT: String(freePort()),
    ...env,
  });
  const { ports, url, setUpLink, stop } = await startService(config, createApp);
  return {
    url,
    setUpLink: setUpLink === null
      ? ""
      : `${url}/set-up${new URL(setUpLink).hash}`,
    ports,
    [Symbol.asyncDispose]: stop,
  };
}

export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** A browser with one window; what it logs as an error is kept. */
export interface Browser extends AsyncDisposable {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly complaints: string[];
}

/** Opens a browser with a profile of its own. */
export async function openBrowser(
  { size, scheme = "light", script = true, language = "fr", ...kept }: {
    size: Size;
    scheme?: "light" | "dark";
    script?: boolean;
    language?: "fr" | "en";
    /** A folder that outlives the browser; one of its own unless told. */
    profile?: string;
  },
): Promise<Browser> {
  const profile = kept.profile ?? await Deno.makeTempDir();
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await installed(),
    args: FLAGS,
    viewport: SIZES[size],
    hasTouch: size === "phone",
    colorScheme: scheme,
    javaScriptEnabled: script,
    reducedMotion: "reduce",
    locale: language === "fr" ? "fr-FR" : "en-GB",
    timezoneId: "Europe/Paris",
  });
  const page = context.pages()[0] ?? await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return {
    context,
    page,
    complaints,
    async [Symbol.asyncDispose]() {
      await context.close();
      if (kept.profile === undefined) await remove(profile);
    },
  };
}

/** Removes a profile; the browser may still be letting go of it. */
async function remove(profile: string): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      return await Deno.remove(profile, { recursive: true });
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Where pictures of the pages are put; not kept with the sources. */
const PICTURES = new URL("../../.generated/screenshots/", import.meta.url);

/**
 * Takes a picture of the whole page, in light and in dark, and tells of
 * anything wider than the window.
 */
export async function picture(
  page: Page,
  { name, size }: { name: string; size: Size },
): Promise<number> {
  const { width, height } = SIZES[size];
  const [full, overflow] = await page.evaluate(() => [
    document.documentElement.scrollHeight,
    document.documentElement.scrollWidth - innerWidth,
  ]);
  await page.setViewportSize({ width, height: Math.max(height, full!) });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const file = new URL(`${name}-${size}-${colorScheme}.png`, PICTURES);
    await page.screenshot({ path: file.pathname });
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width, height });
  return overflow!;
}

async function installed(): Promise<string> {
  for (const program of PROGRAMS) {
    const found = await Deno.stat(program).catch(() => null);
    if (found !== null) return program;
  }
  throw new Error("Chromium is not installed");
}
