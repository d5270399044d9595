import { assertEquals } from "@std/assert";
import { addOptOut } from "../../lib/domain/opt_out.ts";
import { previewMessages } from "../../lib/domain/preview.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import type { Preview } from "../../lib/schema/message.ts";
import { OPERATOR, TestWorld } from "../support.ts";

async function preview(input: Preview) {
  await using world = await TestWorld.open();
  return await previewMessages(world.ports, OPERATOR, input);
}

Deno.test("previewMessages() counts for each usable recipient", async () => {
  const recipients = ["0612345678", "0612", "+33612345679"];
  assertEquals(await preview({ text: "Bonjour", recipients }), {
    encoding: "gsm7",
    segments: 1,
    unicodeCharacters: [],
    credits: 2,
    invalid: [{ index: 1, to: "0612", code: "too_short" }],
  });
});

Deno.test("previewMessages() counts for one where there is no recipient", async () => {
  assertEquals((await preview({ text: "a".repeat(161) })).credits, 2);
  const nobody = await preview({ text: "Bonjour", recipients: [] });
  assertEquals(nobody.credits, 0);
  assertEquals((await preview({ text: "" })).segments, 0);
});

Deno.test("previewMessages() tells what makes a text longer, and a cure", async () => {
  const text = "L’école est fermée ; ".repeat(5);
  const { encoding, unicodeCharacters, segments, suggestion } = await preview(
    { text },
  );

  assertEquals(
    { encoding, unicodeCharacters, segments },
    { encoding: "ucs2", unicodeCharacters: ["’"], segments: 2 },
  );
  assertEquals(suggestion, { text: text.replaceAll("’", "'"), segments: 1 });
});

Deno.test("previewMessages() tells who opted out, and does not count them", async () => {
  await using world = await TestWorld.open();
  const { ports } = world;
  const [rodez, millau] = await Promise.all(
    ["Rodez", "Millau"].map((name) =>
      createStructure(ports, world.call(), { name })
    ),
  );
  const recipient = "+33612345679";
  await addOptOut(ports, world.call(), { id: rodez!.id, recipient });
  const input = { text: "Bonjour", recipients: ["0612345678", "0612345679"] };
  const of = (structureId?: string) =>
    previewMessages(ports, OPERATOR, {
      ...input,
      ...(structureId === undefined ? {} : { structureId }),
    });
  const { credits, invalid } = await of(rodez!.id);
  assertEquals([credits, invalid], [1, [
    { index: 1, to: "0612345679", code: "opted_out" },
  ]]);
  for (const other of [await of(millau!.id), await of()]) {
    assertEquals([other.credits, other.invalid], [2, []]);
  }
});
