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
