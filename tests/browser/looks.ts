/**
 * What is measured of a screen: what axe-core finds, what is wider than the
 * window, what is smaller than a finger.
 *
 * @module
 */
import axe from "axe-core";
import type { Page } from "playwright-core";

/** The size the design promises for what is tapped. */
export const TARGET_PX = 44;

/** A way a screen may be shown. */
export interface Mode {
  readonly name: string;
  readonly media?: Parameters<Page["emulateMedia"]>[0];
  readonly width?: number;
  /** Letters as large as who reads asks for. */
  readonly text?: string;
  /**
   * What can be otherwise than in the first mode: where only colours differ,
   * rules about anything else find the same again.
   */
  readonly asks?: "colours" | "layout";
}

/** The rules of axe-core that look at colours; they take most of its time. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

/** With SCREENS=full every rule is asked in every mode. */
const IS_FULL = Deno.env.get("SCREENS") === "full";

export const MODES: readonly Mode[] = [
  { name: "light" },
  { name: "dark", media: { colorScheme: "dark" }, asks: "colours" },
  { name: "320 px", width: 320, asks: "layout" },
  { name: "200 % text", text: "200%", asks: "layout" },
  { name: "320 px, 200 % text", width: 320, text: "200%", asks: "layout" },
  {
    name: "forced colours",
    media: { forcedColors: "active" },
    asks: "colours",
  },
];

const PHONE = { width: 360, height: 740 };

/** What is wrong with the page as it is, in each of the modes. */
export async function wrongs(
  page: Page,
  name: string,
  modes: readonly Mode[] = MODES,
): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: string[] = [];
  for (const mode of modes) {
    await show(page, mode);
    const said = (await measure(page, mode)).map((one) =>
      `${name} (${mode.name}): ${one}`
    );
    found.push(...said);
  }
  await show(page, MODES[0]!);
  return found;
}

async function show(
  page: Page,
  { media = {}, width = PHONE.width, text = "" }: Mode,
): Promise<void> {
  await page.emulateMedia({
    colorScheme: "light",
    forcedColors: "none",
    ...media,
  });
  await page.setViewportSize({ ...PHONE, width });
  await page.evaluate((size) => {
    document.documentElement.style.fontSize = size;
  }, text);
}

function measure(page: Page, { asks }: Mode): Promise<string[]> {
  const rules = IS_FULL || asks === undefined
    ? {}
    : asks === "colours"
    ? { runOnly: { type: "rule" as const, values: OF_COLOURS } }
    : {
      rules: Object.fromEntries(
        OF_COLOURS.map((rule) => [rule, { enabled: false }]),
      ),
    };
  return page.evaluate(async (some) => {
    const { violations } = await (globalThis as unknown as {
      axe: typeof import("axe-core");
    }).axe.run(document, { resultTypes: ["violations"], ...some });
    const { scrollWidth, clientWidth } = document.documentElement;
    const wider = scrollWidth - clientWidth;
    return [
      ...violations.map(({ id, nodes }) =>
        `${id} ${
          nodes.slice(0, 3).map(({ html }) => html.slice(0, 120)).join(" | ")
        }`
      ),
      ...(wider > 1 ? [`${wider} px wider than the window`] : []),
    ];
  }, rules);
}

/**
 * What one taps that is smaller than a finger. A link within a sentence may
 * be, as WCAG has it; a link that covers its card is as large as the card.
 */
export function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate((least) => {
    const targets = document.querySelectorAll<HTMLElement>(
      "a[href], button, summary, select, textarea, input:not([type=hidden])",
    );
    return [...targets].flatMap((target) => {
      const { width, height } = target.getBoundingClientRect();
      const isShown = target.checkVisibility({ visibilityProperty: true }) &&
        width > 1 && height > 1;
      if (!isShown || isInSentence(target)) return [];
      const area = areaOf(target).getBoundingClientRect();
      const size = Math.round(Math.min(area.width, area.height));
      return size >= least
        ? []
        : [`too small: ${target.outerHTML.slice(0, 120)} ${size}`];
    });

    function isInSentence(target: HTMLElement): boolean {
      if (target.tagName !== "A") return false;
      if (getComputedStyle(target).display !== "inline") return false;
      const around = target.closest("p, li, td, dd, h2, h3, label, figcaption");
      return (around?.textContent?.trim().length ?? 0) >
        (target.textContent?.trim().length ?? 0);
    }

    /** What answers to the finger: a label with its box, a card, itself. */
    function areaOf(target: HTMLElement): HTMLElement {
      if (target.matches("input[type=checkbox], input[type=radio]")) {
        return (target as HTMLInputElement).labels?.[0] ?? target;
      }
      return target.matches(".cover") ? placed(target.parentElement!) : target;
    }

    /** What a link that covers its card reaches to the edges of. */
    function placed(element: HTMLElement): HTMLElement {
      const { parentElement: outer } = element;
      const isPlaced = getComputedStyle(element).position !== "static";
      return isPlaced || outer === null ? element : placed(outer);
    }
  }, TARGET_PX);
}
