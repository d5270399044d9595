import { assertEquals } from "@std/assert";
import { previewMessages } from "../../lib/domain/preview.ts";

Deno.test("previewMessages() counts for each usable recipient", () => {
  const recipients = ["0612345678", "0612", "+33612345679"];
  assertEquals(previewMessages({ text: "Bonjour", recipients }), {
    encoding: "gsm7",
    segments: 1,
    unicodeCharacters: [],
    credits: 2,
    invalid: [{ index: 1, to: "0612", code: "too_short" }],
  });
});

Deno.test("previewMessages() counts for one where there is no recipient", () => {
  assertEquals(previewMessages({ text: "a".repeat(161) }).credits, 2);
  assertEquals(previewMessages({ text: "Bonjour", recipients: [] }).credits, 0);
  assertEquals(previewMessages({ text: "" }).segments, 0);
});

Deno.test("previewMessages() tells what makes a text longer, and a cure", () => {
  const text = "L’école est fermée ; ".repeat(5);
  const { encoding, unicodeCharacters, segments, suggestion } = previewMessages(
    { text },
  );

  assertEquals(
    { encoding, unicodeCharacters, segments },
    { encoding: "ucs2", unicodeCharacters: ["’"], segments: 2 },
  );
  assertEquals(suggestion, { text: text.replaceAll("’", "'"), segments: 1 });
});
