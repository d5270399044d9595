import { assertEquals } from "@std/assert";
import { readRecipients } from "../../islands/recipients.ts";

Deno.test("readRecipients() finds numbers however they are listed", async (t) => {
  const table: [name: string, text: string, list: string[]][] = [
    ["one a line", "0612345678\n0698765432", ["0612345678", "0698765432"]],
    ["with Windows line ends", "0612345678\r\n06 98 76 54 32", [
      "0612345678",
      "06 98 76 54 32",
    ]],
    ["with commas", "0612345678, 0698765432;0711223344", [
      "0612345678",
      "0698765432",
      "0711223344",
    ]],
    ["spaced out on one line", "0612345678 0698765432", [
      "0612345678",
      "0698765432",
    ]],
    ["in pairs on one line", "06 12 34 56 78 06 98 76 54 32", [
      "06 12 34 56 78",
      "06 98 76 54 32",
    ]],
    ["beside names", "Anne Martin\t06.12.34.56.78\tmaire", ["06.12.34.56.78"]],
    ["after a name", "Anne Martin 06 12 34 56 78", ["06 12 34 56 78"]],
    ["below a heading", "Nom;Mobile\nAnne;0612345678", ["0612345678"]],
    ["from abroad", "+32 470 12 34 56\n0032470123457", [
      "+32 470 12 34 56",
      "0032470123457",
    ]],
    ["with no-break spaces", "06\u00a012\u00a034\u00a056\u00a078", [
      "06\u00a012\u00a034\u00a056\u00a078",
    ]],
    ["too short to be one", "06 12", ["06 12"]],
    ["names alone", "Anne Martin\nPaul Roux", []],
    ["nothing", " \n\n", []],
  ];
  for (const [name, text, list] of table) {
    await t.step(name, () => assertEquals(readRecipients(text).list, list));
  }
});

Deno.test("readRecipients() counts a number once, however it is written", () => {
  const { list, doubles } = readRecipients(
    "0612345678\n+33 6 12 34 56 78\n0033612345678\n612345678\n+33(0)612345678\n0698765432",
  );

  assertEquals(list, ["0612345678", "0698765432"]);
  assertEquals(doubles, 4);
});

Deno.test("readRecipients() doubts what does not look like a mobile", () => {
  const { doubtful } = readRecipients(
    "0612345678\n0565731234\n06 12\n+32470123456\n0690123456",
  );

  assertEquals(doubtful, ["0565731234", "06 12"]);
});

Deno.test("readRecipients() reads fifty thousand numbers in no time", () => {
  const text = Array.from(
    { length: 50_000 },
    (_, i) => `06${String(10_000_000 + i)}`,
  ).join("\n");
  const before = performance.now();

  const { list } = readRecipients(text);

  assertEquals(list.length, 50_000);
  assertEquals(performance.now() - before < 1_000, true);
});
