/**
 * Draws the icons that must be PNG from their SVG, with Chromium:
 * `deno run -A scripts/icons.ts`, after a change of `static/icons/*.svg`.
 *
 * @module
 */
import { chromium } from "playwright-core";

const FOLDER = new URL("../static/icons/", import.meta.url);
const PROGRAM = "/usr/bin/chromium";

/** Each PNG: its name, the SVG it is drawn from, its side. */
const ICONS = [
  ["any-192", "any", 192],
  ["any-512", "any", 512],
  ["maskable-192", "maskable", 192],
  ["maskable-512", "maskable", 512],
  ["monochrome-512", "monochrome", 512],
  ["badge-96", "monochrome", 96],
  ["apple-180", "maskable", 180],
] as const;

const browser = await chromium.launch({
  executablePath: PROGRAM,
  args: ["--no-sandbox"],
});
const page = await browser.newPage();
for (const [name, from, side] of ICONS) {
  const svg = await Deno.readTextFile(new URL(`${from}.svg`, FOLDER));
  await page.setViewportSize({ width: side, height: side });
  await page.setContent(
    `<style>*{margin:0}svg{display:block;width:${side}px}</style>${svg}`,
  );
  await page.screenshot({
    path: new URL(`${name}.png`, FOLDER).pathname,
    omitBackground: true,
  });
}
await browser.close();
