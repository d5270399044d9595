import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { combineParts } from "../../lib/gateways/smpp/combine.ts";
import { partsOf } from "../../lib/gateways/smpp/parts.ts";
import {
  decodeDeliver,
  encodePdu,
  messageIdOf,
  PduReader,
  ProtocolError,
} from "../../lib/gateways/smpp/pdu.ts";
import {
  type IdForm,
  isReceipt,
  receiptId,
  receiptOf,
  responseId,
} from "../../lib/gateways/smpp/receipt.ts";
import { SmppSettings } from "../../lib/gateways/smpp/settings.ts";
import { encodeGsm7, measureText } from "../../lib/schema/segment.ts";
import { ascii, deliverBody } from "./smpp_double.ts";

const GSM7 = fc.string({
  unit: fc.constantFrom(..."aZ0 é€[|^@\n"),
  maxLength: 700,
});
const UCS2 = fc.string({ unit: fc.constantFrom(..."ê’😀a"), maxLength: 400 });

Deno.test("partsOf() cuts a text into as many parts as it costs", () => {
  fc.assert(fc.property(fc.oneof(GSM7, UCS2), (text) => {
    fc.pre(text !== "");
    const { encoding, segments } = measureText(text);
    const parts = partsOf({ text, encoding }, 7);
    assertEquals(parts.length, segments);
    assert(parts.every(({ octets }) => octets.length <= 160));
    const data = parts.map(({ octets, esmClass }) =>
      esmClass === 0 ? octets : octets.subarray(6)
    );
    const whole = Uint8Array.from(data.flatMap((part) => [...part]));
    if (encoding === "gsm7") {
      assertEquals(whole, encodeGsm7(text));
      assert(data.every((part) => part.at(-1) !== 0x1b));
    } else {
      assert(data.every((part) => part.length <= 140));
      const decoder = new TextDecoder("utf-16be", { fatal: true });
      // Each part for itself: no pair is torn apart.
      assertEquals(data.map((part) => decoder.decode(part)).join(""), text);
    }
  }));
});

Deno.test("partsOf() writes the header every phone knows", () => {
  const parts = partsOf({ text: "a".repeat(307), encoding: "gsm7" }, 0x1ff);
  assertEquals(
    parts.map(({ octets }) => [...octets.subarray(0, 6)]),
    [[5, 0, 3, 255, 3, 1], [5, 0, 3, 255, 3, 2], [5, 0, 3, 255, 3, 3]],
  );
  assertEquals(parts.map(({ esmClass }) => esmClass), [0x40, 0x40, 0x40]);
});

Deno.test("PduReader puts PDUs together, however they are cut", () => {
  const pdus = [
    { command: 0x80000004, status: 0, sequence: 1, body: Uint8Array.of(65, 0) },
    { command: 0x15, status: 0, sequence: 0x7fffffff, body: new Uint8Array() },
    { command: 5, status: 0x58, sequence: 3, body: new Uint8Array(300) },
  ];
  const octets = Uint8Array.from(pdus.flatMap((pdu) => [...encodePdu(pdu)]));
  fc.assert(fc.property(
    fc.array(fc.nat(octets.length), { maxLength: 9 }),
    (cuts) => {
      const reader = new PduReader();
      const edges = [0, ...cuts.toSorted((a, b) => a - b), octets.length];
      const found = edges.slice(1).flatMap((end, i) =>
        reader.push(octets.slice(edges[i], end))
      );
      assertEquals(found, pdus);
    },
  ));
});

Deno.test("PduReader refuses a length that no PDU has", () => {
  for (const length of [0, 15, 65_537, 0x48545450]) {
    const octets = new Uint8Array(16);
    new DataView(octets.buffer).setUint32(0, length);
    assertThrows(() => new PduReader().push(octets), ProtocolError);
  }
});

Deno.test("decodeDeliver() survives any octets", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (octets) => {
    const deliver = decodeDeliver(octets);
    if (deliver !== null && isReceipt(deliver)) receiptOf(deliver, "decimal");
  }));
  const whole = Uint8Array.from(deliverBody("id:1 stat:DELIVRD"));
  for (let length = 0; length < whole.length; length++) {
    assertEquals(decodeDeliver(whole.subarray(0, length)), null);
  }
});

Deno.test("messageIdOf() reads an id, or none", () => {
  assertEquals(messageIdOf(Uint8Array.of(...ascii("3e9"), 0, 0, 30)), "3e9");
  assertEquals(messageIdOf(Uint8Array.of(...ascii("3e9"))), "3e9");
  assertEquals(messageIdOf(Uint8Array.of(0)), "");
  assertEquals(messageIdOf(new Uint8Array()), "");
});

const DATES = "sub:001 dlvrd:001 submit date:2601010000 done date:2601010001";

type Row = [
  what: string,
  text: string,
  options: Parameters<typeof deliverBody>[1],
  expected: [id: string, status: string, detail: string] | null,
];

const RECEIPTS: Row[] = [
  [
    "as in the specification",
    `id:3e9 ${DATES} stat:DELIVRD err:000 text:Bonjour`,
    {},
    ["3e9", "delivered", "DELIVRD"],
  ],
  [
    "upper case, other order, seconds, no text",
    "ID:3E9 STAT:UNDELIV ERR:023 SUBMIT DATE:260101000000",
    {},
    ["3E9", "failed", "UNDELIV err 023"],
  ],
  ["lower case", "id:1 stat:expired err:0", {}, ["1", "expired", "EXPIRED"]],
  ["with blanks", "id: 1 stat: REJECTD err: 8", {}, [
    "1",
    "failed",
    "REJECTD err 8",
  ]],
  ["an id with signs", "id:a-b_c.d/1 stat:DELIVRD", {}, [
    "a-b_c.d/1",
    "delivered",
    "DELIVRD",
  ]],
  ["not there yet", "id:1 stat:ENROUTE", {}, ["1", "sent", "ENROUTE"]],
  ["buffered", "id:1 stat:ACCEPTD", {}, ["1", "sent", "ACCEPTD"]],
  ["deleted", "id:1 stat:DELETED", {}, ["1", "failed", "DELETED"]],
  ["in full", "id:1 stat:UNDELIVERABLE", {}, ["1", "failed", "UNDELIVERABLE"]],
  ["nothing known", "id:1 stat:UNKNOWN", {}, null],
  ["no state", "id:1 err:000", {}, null],
  ["no id", "stat:DELIVRD", {}, null],
  ["nothing", "", {}, null],
  [
    "an SMS that looks like a receipt",
    `id:1 ${DATES} stat:UNDELIV err:000 text:id:2 stat:DELIVRD err:7`,
    {},
    ["1", "failed", "UNDELIV"],
  ],
  [
    "a state that only the SMS names",
    `id:1 ${DATES} text:stat:DELIVRD`,
    {},
    null,
  ],
  [
    "the SMS before the fields",
    `text:Bonjour id:1 stat:DELIVRD`,
    {},
    ["1", "delivered", "DELIVRD"],
  ],
  [
    "parameters instead of a text",
    "",
    { tlvs: [[0x1e, [...ascii("3e9"), 0]], [0x427, [5]], [0x423, [3, 1, 4]]] },
    ["3e9", "failed", "UNDELIV err 260"],
  ],
  [
    "parameters that know better than the text",
    "id:999 stat:ENROUTE err:000",
    { tlvs: [[0x1e, ascii("3e9")], [0x427, [2]]] },
    ["3e9", "delivered", "DELIVRD"],
  ],
  [
    "parameters without the sign of a receipt",
    "",
    { esmClass: 0, tlvs: [[0x1e, ascii("1")], [0x427, [8]]] },
    ["1", "failed", "REJECTD"],
  ],
  [
    "a text in message_payload",
    "",
    { tlvs: [[0x424, ascii("id:1 stat:DELIVRD")]] },
    ["1", "delivered", "DELIVRD"],
  ],
  [
    "an intermediate notification",
    "id:1 stat:ENROUTE",
    { esmClass: 0x20 },
    ["1", "sent", "ENROUTE"],
  ],
  [
    "behind a header",
    "\x05\x00\x03\x01\x01\x01id:1 stat:DELIVRD",
    { esmClass: 0x44 },
    ["1", "delivered", "DELIVRD"],
  ],
  [
    "in UCS-2",
    [..."id:1 stat:DELIVRD"].map((char) => `\0${char}`).join(""),
    { coding: 8 },
    ["1", "delivered", "DELIVRD"],
  ],
];

Deno.test("receiptOf() reads what vendors write", async (t) => {
  for (const [what, text, options, expected] of RECEIPTS) {
    await t.step(what, () => {
      const body = Uint8Array.from(deliverBody(text, options));
      const deliver = decodeDeliver(body)!;
      assert(isReceipt(deliver));
      const found = receiptOf(deliver, "asIs");
      assertEquals(
        found && [found.providerId, found.status, found.detail],
        expected,
      );
    });
  }
});

type Ids = [form: IdForm, answered: string, receipted: string, same: boolean];

const IDS: Ids[] = [
  ["asIs", "3e9", "3e9", true],
  ["asIs", "3e9", "1001", false],
  ["asIs", "0012", "12", false],
  ["decimal", "0012", "12", true],
  ["decimal", "3E9", "3e9", true],
  ["hexadecimal", "0003E9", "3e9", true],
  ["hexadecimal", "1001", "1001", true],
  ["hexadecimalThenDecimal", "3e9", "1001", true],
  ["hexadecimalThenDecimal", "1001", "4097", true],
  ["hexadecimalThenDecimal", "1001", "1001", false],
  ["decimalThenHexadecimal", "1001", "000003E9", true],
  ["decimal", "18446744073709551617", "018446744073709551617", true],
  ["hexadecimal", "a-b", "a-b", true],
];

Deno.test("responseId() and receiptId() meet in one form", () => {
  for (const [form, answered, receipted, same] of IDS) {
    assertEquals(
      responseId(answered, form) === receiptId(receipted, form),
      same,
      `${form} ${answered} ${receipted}`,
    );
  }
});

Deno.test("combineParts() waits for all, unless one is lost", () => {
  assertEquals(combineParts([]), "sent");
  assertEquals(combineParts([null, null]), "sent");
  assertEquals(combineParts(["delivered", null]), "sent");
  assertEquals(combineParts(["delivered", "sent"]), "sent");
  assertEquals(combineParts(["delivered", "delivered"]), "delivered");
  assertEquals(combineParts(["delivered", "failed", null]), "failed");
  assertEquals(combineParts([null, "expired"]), "expired");
  assertEquals(combineParts(["expired", "failed"]), "failed");
});

const RIGHT = { host: "smpp.test", port: 2775, systemId: "a", password: "b" };

const WRONG: [settings: Record<string, unknown>, path: string][] = [
  [{ host: "" }, "host"],
  [{ host: "smpp://smpp.test" }, "host"],
  [{ port: 0 }, "port"],
  [{ port: "2775" }, "port"],
  [{ systemId: "" }, "systemId"],
  [{ systemId: "é" }, "systemId"],
  [{ password: "a\nb" }, "password"],
  [{ password: undefined }, "password"],
  [{ systemType: "a".repeat(13) }, "systemType"],
  [{ tls: "yes" }, "tls"],
  [{ caCertificate: "nothing" }, "caCertificate"],
  [{ window: 0 }, "window"],
  [{ submitsPerSecond: 0 }, "submitsPerSecond"],
  [{ sourceTon: 7 }, "sourceTon"],
  [{ messageIds: "octal" }, "messageIds"],
  [{ temporaryStatuses: [0] }, "temporaryStatuses/0"],
  [{ receipts: true }, ""],
];

Deno.test("smpp.settings names the setting that is wrong", () => {
  assertEquals(SmppSettings.safeParse(RIGHT).success, true);
  for (const [wrong, path] of WRONG) {
    const { error } = SmppSettings.safeParse({ ...RIGHT, ...wrong });
    assertEquals(
      error?.issues.map((issue) => issue.path.join("/")),
      [path],
      JSON.stringify(wrong),
    );
  }
});
