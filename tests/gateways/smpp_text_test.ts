import { assert, assertEquals } from "@std/assert";
import type { Outcome } from "../../lib/gateways/gateway.ts";
import { smpp } from "../../lib/gateways/smpp.ts";
import { measureText } from "../../lib/schema/segment.ts";
import { Smsc } from "../kannel/smsc.ts";
import { SmppDouble, SUBMIT_SM } from "./smpp_double.ts";
import { Town, until } from "./smpp_town.ts";

const LONG = "Séance du 3 à 5 €. ".repeat(20);

function text(text: string) {
  return { text, ...measureText(text) };
}

function rejected(scope: "message" | "gateway", detail: string): Outcome {
  return { kind: "rejected", scope, detail };
}

function unknown(detail: string): Outcome {
  return { kind: "unknown", detail };
}

const TEXTS: [what: string, text: string, coding: number, parts: number][] = [
  ["plain", "Une convocation vous attend.", 0, 1],
  ["accents of GSM-7", "Été à où, Ça ñ ü ö ß Å Ø É", 0, 1],
  ["the extension of GSM-7", "5 € [a] {b} ~^|\\", 0, 1],
  ["accents beyond GSM-7", "forêt, reçu, œuvre, « où » l’élu", 8, 1],
  ["emoji", "Salut 😀👍🏽 5 €", 8, 1],
  ["160 septets", "a".repeat(160), 0, 1],
  ["161 septets", "a".repeat(161), 0, 2],
  ["three parts of GSM-7", LONG, 0, 3],
  ["an escape at a cut", `${"a".repeat(152)}€${"b".repeat(20)}`, 0, 2],
  ["three parts of UCS-2", "Forêt brûlée. ".repeat(14), 8, 3],
  ["an emoji at a cut", `${"ê".repeat(66)}😀${"ê".repeat(20)}`, 8, 2],
];

Deno.test("smpp.submit() brings every text to the phone as it is", async () => {
  const town = new Town();
  await using smsc = new Smsc();
  const account = { host: "127.0.0.1", systemId: "a", password: "b" };
  for (const [what, value, dataCoding, parts] of TEXTS) {
    const found = await town.submit(
      { ...account, port: smsc.port },
      text(value),
    );
    const ids = smsc.parts.slice(-parts).map(({ id }) => id);
    assertEquals(
      found,
      parts === 1
        ? { kind: "accepted", providerId: ids[0]! }
        : { kind: "accepted", providerId: ids[0]!, partIds: ids },
      what,
    );
    assertEquals(smsc.arrivals.at(-1), {
      to: "33612345678",
      sender: "Mairie",
      text: value,
      dataCoding,
      parts,
    }, what);
  }
  assert(smsc.parts.every(({ receiptWanted }) => receiptWanted));
  await until(
    () => town.receipts.length === smsc.parts.length,
    "a receipt of every part",
  );
  assertEquals(
    new Set(town.receipts.map(([id]) => id)),
    new Set(smsc.parts.map(({ id }) => id)),
  );
  await until(() => smsc.receiptsPending === 0, "the receipts to be taken");
  await smpp.close!();
});

Deno.test("smpp.submit() numbers the parts of each long text", async () => {
  const town = new Town();
  await using double = new SmppDouble();
  await town.submit(double.settings, text(LONG));
  await town.submit(double.settings, text(LONG));
  const headers = double.of(SUBMIT_SM).map(({ hex }) =>
    /050003(..)(....)/.exec(hex)!
  );
  assertEquals(
    headers.map(([, , place]) => place),
    ["0301", "0302", "0303", "0301", "0302", "0303"],
  );
  const references = headers.map(([, reference]) => reference);
  assertEquals(new Set(references.slice(0, 3)).size, 1);
  assert(references[0] !== references[3]);
});

type Broken = [
  what: string,
  answers: (string | number | null)[],
  outcome: Outcome,
  submitted: number,
];

const BROKEN: Broken[] = [
  [
    "the first is refused",
    [0x0b],
    rejected("message", "0x0b ESME_RINVDSTADR"),
    1,
  ],
  [
    "the first may do later",
    [0x64],
    { kind: "retry", detail: "0x64 ESME_RX_T_APPN" },
    1,
  ],
  [
    "the second may do later",
    ["a", 0x64, "b", "c"],
    { kind: "accepted", providerId: "a", partIds: ["a", "b", "c"] },
    4,
  ],
  [
    "the second is refused",
    ["a", 0x0b],
    rejected("message", "part 2 of 3: 0x0b ESME_RINVDSTADR"),
    2,
  ],
  [
    "the third is no longer allowed",
    ["a", "b", 0x04],
    unknown("part 3 of 3: 0x04 ESME_RINVBNDSTS"),
    3,
  ],
  [
    "the third is not answered",
    ["a", "b", null],
    unknown("part 3 of 3: no answer in time"),
    3,
  ],
];

Deno.test("smpp.submit() takes care of a text that is half submitted", async (t) => {
  for (const [what, answers, outcome, submitted] of BROKEN) {
    await t.step(what, async () => {
      await using double = new SmppDouble({
        submit: (_, index) => answers[index]!,
      });
      const signal = AbortSignal.timeout(1_500);
      assertEquals(
        await new Town().submit(double.settings, text(LONG), signal),
        outcome,
      );
      assertEquals(double.of(SUBMIT_SM).length, submitted);
    });
  }
});
