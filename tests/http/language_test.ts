import { assertEquals } from "@std/assert";
import { languageOf } from "../../lib/http/language.ts";

Deno.test("languageOf() is French unless English is preferred", async (t) => {
  const table: [header: string | null, language: string][] = [
    [null, "fr"],
    ["", "fr"],
    ["en", "en"],
    ["EN-gb", "en"],
    ["fr-FR,fr;q=0.9,en;q=0.8", "fr"],
    ["en-US,en;q=0.9,fr;q=0.8", "en"],
    ["fr;q=0.5, en;q=0.7", "en"],
    ["de, en;q=0.5", "en"],
    ["de", "fr"],
    ["*", "fr"],
    ["en;q=0", "fr"],
    ["en;q=abc", "fr"],
    ["english", "fr"],
    [";;;,,,", "fr"],
  ];
  for (const [header, language] of table) {
    await t.step(
      `${header}`,
      () => assertEquals(languageOf(header), language),
    );
  }
});
