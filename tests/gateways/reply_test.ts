/** What people write back, as each network posts it. */
import { assertEquals } from "@std/assert";
import type { Reply } from "../../lib/gateways/gateway.ts";
import { GATEWAY_KINDS } from "../../lib/gateways/mod.ts";
import { replyIn } from "../../lib/gateways/smpp/reply.ts";
import { encodeGsm7 } from "../../lib/schema/segment.ts";

type Posted = { query?: string; json?: unknown; form?: Record<string, string> };

const OURS = "msg_01kanb2v3w8j4k2m7p0a00";

const TABLE: [kind: string, posted: Posted, expected: Partial<Reply>[]][] = [
  ["kannel", { query: "from=%2B33612345678&id=k-1&text=Oui%20%C3%A9" }, [
    { from: "+33612345678", text: "Oui é", id: "k-1" },
  ]],
  ["kannel", { query: "d=1&m=msg_1&from=33612345678&text=" }, []],
  ["jasmin", { form: { from: "33612345678", content: "Oui", id: "j-1" } }, [
    { from: "33612345678", text: "Oui", id: "j-1" },
  ]],
  ["twilio", {
    form: {
      MessageSid: "SM1",
      SmsStatus: "received",
      From: "+33612345678",
      To: "+33700000000",
      Body: "Oui",
    },
  }, [{ from: "+33612345678", text: "Oui", id: "SM1" }]],
  ["twilio", {
    form: { MessageSid: "SM1", SmsStatus: "queued", From: "+336", Body: "x" },
  }, []],
  ["vonage", {
    query: "msisdn=33612345678&to=38001&messageId=v-1&text=Oui&type=text",
  }, [{ from: "33612345678", text: "Oui", id: "v-1" }]],
  ["vonage", {
    query:
      "msisdn=33612345678&messageId=v-2&text=Oui&concat=true&concat-ref=9&concat-total=2&concat-part=1",
  }, [{ id: "v-2", part: { reference: "9", index: 1, count: 2 } }]],
  ["vonage", { query: "msisdn=33612345678&status=delivered&text=x" }, []],
  ["infobip", {
    json: {
      results: [
        { from: "33612345678", text: "Oui", messageId: "i-1" },
        {
          from: "33612345679",
          text: "Non",
          messageId: "i-2",
          pairedMessageId: OURS,
        },
      ],
    },
  }, [
    { from: "33612345678", text: "Oui", id: "i-1", messageId: null },
    { from: "33612345679", text: "Non", id: "i-2", messageId: OURS },
  ]],
  ["smsmode", {
    json: {
      messageId: "m-1",
      from: "33612345678",
      body: { text: "Oui" },
      refClient: OURS,
    },
  }, [{ from: "33612345678", text: "Oui", id: "m-1", messageId: OURS }]],
  ["ovh", { query: "id=12&senderid=%2B33612345678&message=Oui" }, [
    { from: "+33612345678", text: "Oui", id: "12" },
  ]],
  ["smsgate", {
    json: {
      event: "sms:received",
      id: "e-1",
      payload: {
        messageId: "p-1",
        phoneNumber: "+33612345678",
        message: "Oui",
      },
    },
  }, [{ from: "+33612345678", text: "Oui", id: "p-1" }]],
  ["smsgate", {
    json: { event: "sms:sent", payload: { phoneNumber: "+336", message: "x" } },
  }, []],
  ["octopush", {
    json: { message_id: "o-1", number: "+33612345678", text: "Oui" },
  }, [{ from: "+33612345678", text: "Oui", id: "o-1" }]],
  ["brevo", {
    json: { msg_status: "replied", to: "33612345678", reply: "Oui" },
  }, [{ from: "33612345678", text: "Oui" }]],
  ["allmysms", {
    json: { phoneNumber: "33612345678", message: "Oui", cliMsgId: OURS },
  }, [{ from: "33612345678", text: "Oui", messageId: OURS }]],
  ["smsfactor", {
    json: { number: "33612345678", text: "Oui", gsmsmsid: OURS },
  }, [{ from: "33612345678", text: "Oui", messageId: OURS }]],
];

for (const [name, posted, expected] of TABLE) {
  const what = JSON.stringify(posted).slice(0, 60);
  Deno.test(`${name}.parseReplies() reads ${expected.length} of ${what}`, () => {
    const { query = "", json, form } = posted;
    const found = GATEWAY_KINDS[name]!.parseReplies!({} as never, {
      method: json || form ? "POST" : "GET",
      query: new URLSearchParams(query),
      headers: new Headers({
        "content-type": form
          ? "application/x-www-form-urlencoded"
          : "application/json",
      }),
      body: json
        ? JSON.stringify(json)
        : form
        ? new URLSearchParams(form).toString()
        : "",
    });
    assertEquals(
      found.map((one, i) => ({ ...one, ...expected[i] })),
      [...found],
    );
    assertEquals(found.length, expected.length);
  });
}

Deno.test("http.parseReplies() reads what its settings point at", () => {
  const settings = {
    url: "http://a.test",
    method: "POST",
    success: { status: [200] },
    reply: {
      fromPointer: "/mo/from",
      textPointer: "/mo/text",
      idPointer: "/id",
    },
  };
  const read = (body: unknown, options: unknown = settings) =>
    GATEWAY_KINDS.http!.parseReplies!(options as never, {
      method: "POST",
      query: new URLSearchParams(),
      headers: new Headers({ "content-type": "application/json" }),
      body: JSON.stringify(body),
    });
  const posted = { id: 7, mo: { from: "33612345678", text: "Oui" } };

  assertEquals(read(posted), [{
    from: "33612345678",
    text: "Oui",
    id: "7",
    messageId: null,
    providerId: null,
  }]);
  assertEquals([read({}), read(posted, { ...settings, reply: undefined })], [
    [],
    [],
  ]);
});

Deno.test("replyIn() reads a deliver_sm in GSM-7, UCS-2 and Latin 1", () => {
  const read = (dataCoding: number, message: Uint8Array) =>
    replyIn({
      source: "33612345678",
      esmClass: 0,
      dataCoding,
      header: new Uint8Array(),
      message,
      tlvs: new Map(),
    })?.text;
  const ucs2 = Uint8Array.from([0x00, 0x4f, 0x20, 0xac]);

  assertEquals(read(0, encodeGsm7("Été 5 € [ok] @")), "Été 5 € [ok] @");
  assertEquals(read(8, ucs2), "O€");
  assertEquals(read(3, Uint8Array.from([0x4f, 0xe9])), "Oé");
  assertEquals(read(0, new Uint8Array()), undefined);
});

Deno.test("replyIn() reads which part a deliver_sm is", () => {
  const read = (header: number[], tlvs: [number, number[]][] = []) =>
    replyIn({
      source: "33612345678",
      esmClass: header.length > 0 ? 0x40 : 0,
      dataCoding: 0,
      header: Uint8Array.from(header),
      message: encodeGsm7("Oui"),
      tlvs: new Map(
        tlvs.map(([tag, octets]) => [tag, Uint8Array.from(octets)]),
      ),
    })?.part;

  const part = { index: 2, count: 3 };
  assertEquals(read([0, 3, 7, 3, 2]), { reference: "7", ...part });
  assertEquals(read([8, 4, 1, 2, 3, 2]), { reference: "258", ...part });
  assertEquals(read([5, 1, 9, 0, 3, 7, 3, 2]), { reference: "7", ...part });
  assertEquals(read([0, 3, 7, 3, 4]), undefined, "the fourth of three");
  assertEquals(read([0, 3, 7, 1, 1]), undefined, "one of one");
  assertEquals(read([]), undefined);
  assertEquals(
    read([], [[0x020c, [0, 7]], [0x020e, [3]], [0x020f, [2]]]),
    { reference: "0007", ...part },
  );
});
