import { assertEquals, assertThrows } from "@std/assert";
import { draft, SEGMENTS_MAX } from "../../lib/domain/draft.ts";
import { Problem } from "../../lib/problem.ts";
import type { NewMessages } from "../../lib/schema/message.ts";
import { numberOf, TEXT } from "./accepting.ts";

/** What a refused draft says: its code, and each pointer. */
function refusal(input: NewMessages): string {
  const { code, options } = assertThrows(() => draft(input), Problem);
  return [code, ...(options.errors ?? []).map(({ pointer }) => pointer)]
    .join(" ");
}

Deno.test("draft() normalises numbers and measures the one text", () => {
  const drafted = draft({
    text: "Cafe\u0301 a\u0300 18 h\r\nSalle 2",
    recipients: ["06 12 34 56 78", "0690 12 34 56", "06 12 34 56 78"],
    sender: "MairieRodez",
  });

  assertEquals(drafted.texts, ["Café à 18 h\nSalle 2"]);
  assertEquals(drafted.messages.map(({ to }) => to), [
    "+33612345678",
    "+590690123456",
    "+33612345678",
  ]);
  assertEquals(drafted.segments, 3);
  assertEquals([...drafted.senders], [["MairieRodez", "/sender"]]);
});

Deno.test("draft() keeps each text once, and points each message to its own", () => {
  const drafted = draft({
    sender: "Mairie",
    messages: [
      { to: numberOf(1), text: "Bonjour Zoé", sender: "CCAS" },
      { to: numberOf(2), text: "x".repeat(161) },
      { to: numberOf(3), text: "Bonjour Zoe\u0301", reference: "r3" },
      { to: numberOf(4), text: "漢".repeat(71), sender: "CCAS" },
    ],
  });

  assertEquals(drafted.texts.length, 3);
  assertEquals(drafted.messages.map(({ text }) => text), [0, 1, 0, 2]);
  assertEquals(
    drafted.messages.map(({ segments, encoding }) => [segments, encoding]),
    [[1, "gsm7"], [2, "gsm7"], [1, "gsm7"], [2, "ucs2"]],
  );
  assertEquals(drafted.segments, 6);
  assertEquals(drafted.messages[2]!.reference, "r3");
  assertEquals([...drafted.senders], [
    ["Mairie", "/sender"],
    ["CCAS", "/messages/0/sender"],
  ]);
});

Deno.test("draft() refuses texts of no segment and of too many", () => {
  const recipients = [numberOf(1)];
  const longest = "x".repeat(153 * SEGMENTS_MAX);

  assertEquals(draft({ text: longest, recipients }).segments, SEGMENTS_MAX);
  for (const text of ["", `${longest}x`, "漢".repeat(671)]) {
    assertEquals(refusal({ text, recipients }), "invalid_request /text");
  }
  const messages = [
    { to: numberOf(1), text: TEXT },
    { to: numberOf(2), text: `${longest}x` },
  ];
  assertEquals(refusal({ messages }), "invalid_request /messages/1/text");
});

Deno.test("draft() names every unusable number, up to a hundred", () => {
  const recipients = [numberOf(1), "nul", "0123456789", ""];
  const messages = recipients.map((to) => ({ to, text: TEXT }));
  const many = Array<string>(250).fill("nul");

  assertEquals(
    refusal({ text: TEXT, recipients }),
    "invalid_recipient /recipients/1 /recipients/2 /recipients/3",
  );
  assertEquals(
    refusal({ messages }),
    "invalid_recipient /messages/1/to /messages/2/to /messages/3/to",
  );
  const { options } = assertThrows(
    () => draft({ text: TEXT, recipients: many }),
    Problem,
  );
  assertEquals([options.errors!.length, options.members], [
    100,
    { invalidCount: 250 },
  ]);
});

Deno.test("draft() leaves unusable numbers out when asked to, if some are left", () => {
  const recipients = ["nul", numberOf(1), "0123456789"];
  const messages = recipients.map((to) => ({ to, text: TEXT }));
  const invalid = [
    { index: 0, to: "nul", code: "not_a_number" },
    { index: 2, to: "0123456789", code: "not_mobile" },
  ];

  for (const what of [{ text: TEXT, recipients }, { messages }]) {
    const drafted = draft({ ...what, skipInvalid: true });
    assertEquals(drafted.invalid, invalid);
    assertEquals(drafted.messages.map(({ to }) => to), [numberOf(1)]);
    assertEquals(drafted.segments, 1);
  }
  assertEquals(
    refusal({ text: TEXT, recipients: ["nul"], skipInvalid: true }),
    "invalid_recipient /recipients/0",
  );
});

Deno.test("draft() refuses more recipients than one call may have", () => {
  const recipients = Array<string>(50_001).fill(numberOf(1));
  const messages = recipients.map((to) => ({ to, text: TEXT }));

  assertEquals(refusal({ text: TEXT, recipients }), "too_large");
  assertEquals(refusal({ messages }), "too_large");
  assertEquals(
    draft({ text: TEXT, recipients: recipients.slice(1) }).segments,
    50_000,
  );
});
