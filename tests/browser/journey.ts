/**
 * What a person does with the pages, step by step.
 *
 * @module
 */
import type { Page } from "playwright-core";

export const ANNE = {
  name: "Anne Martin",
  email: "anne.martin@cdg.example",
  password: "une phrase assez longue",
};

/** No page takes longer, on a slow machine either. */
const WAIT_MS = 10_000;

/** Fills fields of the page by their names. */
export async function fill(
  page: Page,
  fields: Record<string, string>,
): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    await page.fill(`main [name="${name}"]`, value);
  }
}

/** Taps what leads to another page, and waits until that one is there. */
export async function tap(page: Page, selector: string): Promise<void> {
  try {
    await Promise.all([
      page.waitForEvent("load", { timeout: WAIT_MS }),
      page.locator(selector).filter({ visible: true }).first().click({
        timeout: WAIT_MS,
      }),
    ]);
  } catch (cause) {
    throw new Error(`${selector} leads nowhere on ${page.url()}`, { cause });
  }
}

/** Waits until an island of the page is alive. */
export async function alive(page: Page, island: string): Promise<void> {
  await page.waitForSelector(`[data-island="${island}"][data-alive]`, {
    state: "attached",
  });
}

/**
 * Waits until something holds in the page. A predicate that is asynchronous
 * counts by what it comes to, not by its promise.
 */
export async function eventually<T>(
  page: Page,
  holds: (told: T) => Promise<boolean>,
  told: T,
): Promise<void> {
  const endMs = performance.now() + 2 * WAIT_MS;
  while (true) {
    // A page may be left while it is asked.
    if (await page.evaluate(holds as never, told).catch(() => false)) return;
    if (performance.now() > endMs) throw new Error(`In vain: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Waits until the worker answers for the page, and has remembered it. */
export async function underWorker(page: Page): Promise<void> {
  await eventually(page, async () => {
    const bases = await indexedDB.databases();
    return navigator.serviceWorker.controller !== null && bases.length > 0;
  }, null);
  await page.waitForTimeout(500);
}

/** Follows the set-up link and makes the administrator. */
export async function setUp(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await alive(page, "SetUpCode");
  await fill(page, ANNE);
  await tap(page, "text=Créer le compte");
}

/** Declares a structure from a list of structures; gives its address. */
export async function declare(
  page: Page,
  list: string,
  fields: Record<string, string>,
): Promise<string> {
  await page.goto(`${list}/nouvelle`);
  await fill(page, fields);
  await tap(page, "text=Créer la structure");
  return page.url().split("?")[0]!;
}

/** The words of a page, with plain spaces between them. */
export async function wordsOf(page: Page): Promise<string> {
  return (await page.innerText("main")).replaceAll(/\s+/g, " ");
}
