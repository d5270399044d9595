/**
 * The ways a person works a page: by keyboard alone, by touch, by mouse.
 *
 * @module
 */
import { assert } from "@std/assert";
import type { Locator, Page } from "playwright-core";

/** More stops than any page of ours has. */
const STOPS_MAX = 120;
const WAIT_MS = 20_000;

/** How someone gets to what they want. */
export interface Hand {
  /** Fills a field by its name. */
  write(field: string, text: string): Promise<void>;
  /** Presses what stays on the page. */
  press(selector: string): Promise<void>;
  /** Presses what leads to another page, and waits for that. */
  follow(selector: string): Promise<void>;
}

export type Way = "keyboard" | "touch" | "mouse";

/** A hand on the page. */
export function handOn(page: Page, way: Way): Hand {
  const find = (selector: string) =>
    page.locator(selector).filter({ visible: true }).first();
  /** Gets there; what is given back presses it. */
  const reach = async (selector: string) => {
    const target = find(selector);
    if (way === "touch") return () => target.tap({ timeout: WAIT_MS });
    if (way === "mouse") return () => target.click({ timeout: WAIT_MS });
    await tabTo(page, target, selector);
    return () => page.keyboard.press("Enter");
  };
  const press = async (selector: string) => await (await reach(selector))();
  return {
    press,
    async write(field, text) {
      const selector = `main [name="${field}"]`;
      const target = find(selector);
      if (way !== "keyboard") {
        await press(selector);
        return await target.fill(text);
      }
      await tabTo(page, target, selector);
      await page.keyboard.type(text);
    },
    async follow(selector) {
      const go = await reach(selector);
      const place = page.url();
      try {
        await Promise.all([
          page.waitForEvent("load", { timeout: WAIT_MS }),
          go(),
        ]);
      } catch (cause) {
        throw new Error(`${selector} leads nowhere on ${place}`, { cause });
      }
    },
  };
}

/** Goes on with the tabulator until it is there; it shows where it is. */
async function tabTo(
  page: Page,
  target: Locator,
  selector: string,
): Promise<void> {
  await target.waitFor({ timeout: WAIT_MS });
  const element = await target.elementHandle();
  for (let stop = 0; stop < STOPS_MAX; stop++) {
    const { isThere, unseen } = await page.evaluate(focus, element);
    assert(unseen === null, `${page.url()}: the focus is not seen: ${unseen}`);
    if (isThere) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${page.url()}: no key leads to ${selector}`);
}

/** Whether it is where it should be, and what has it without showing it. */
function focus(wanted: unknown): { isThere: boolean; unseen: string | null } {
  const focused = document.activeElement;
  const isThere = focused === wanted;
  const isSeldomShown = focused === document.body || focused?.id === "contenu";
  if (!(focused instanceof HTMLElement) || isSeldomShown) {
    return { isThere, unseen: null };
  }
  const isRinged = (pseudo?: string) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(focused, pseudo);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  const { left, right, top, bottom } = focused.getBoundingClientRect();
  const points = [
    [(left + right) / 2, (top + bottom) / 2],
    [left + 3, top + 3],
    [right - 3, bottom - 3],
  ];
  const isOnTop = points.some(([x, y]) => {
    const found = document.elementFromPoint(x!, y!);
    return found !== null &&
      (focused.contains(found) || found.contains(focused));
  });
  const isSeen = (isRinged() || isRinged("::after")) && isOnTop;
  return { isThere, unseen: isSeen ? null : focused.outerHTML.slice(0, 120) };
}
