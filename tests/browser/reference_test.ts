/**
 * The interactive reference, where its script was fetched before
 * (`deno task build`); without it there is nothing to look at.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { scalarIsKept } from "../../lib/runtime/scalar.ts";
import { openBrowser, openSite } from "./site.ts";

/** The browser and the server live on between steps. */
const OPTIONS = {
  sanitizeOps: false,
  sanitizeResources: false,
  ignore: !await scalarIsKept(),
};

Deno.test(
  "the reference draws itself in French and asks no other host for anything",
  OPTIONS,
  async () => {
    await using site = await openSite();
    await using browser = await openBrowser({ size: "desk" });
    const { page, complaints } = browser;
    const elsewhere: string[] = [];
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(site.url) && !url.startsWith("data:")) {
        elsewhere.push(url);
      }
    });
    await page.goto(`${site.url}/docs/reference`, {
      waitUntil: "domcontentloaded",
      timeout: 120_000,
    });
    const first = page.getByText("Confie un envoi", { exact: false }).first();
    await first.waitFor({ timeout: 120_000 });
    assertStringIncludes(await page.innerText("#reference"), "Rechercher");
    assertEquals(elsewhere, []);
    assertEquals(complaints, []);
  },
);
