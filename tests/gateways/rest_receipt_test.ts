/** The receipts of the public SMS services, and their signatures. */
import { assertEquals, assertThrows } from "@std/assert";
import {
  ForgedReceipt,
  type ReceiptRequest,
} from "../../lib/gateways/gateway.ts";
import { twilio as twilioKind } from "../../lib/gateways/twilio.ts";
import {
  twilioSignature,
  variantsOf,
} from "../../lib/gateways/twilio_signature.ts";
import { vonage as vonageKind } from "../../lib/gateways/vonage.ts";
import { digest, SIGNED_STRINGS } from "../../lib/gateways/vonage_signature.ts";
import { SERVICES } from "./doubles/mod.ts";
import { type Posted, receiptRequest, webDigest } from "./doubles/service.ts";
import { twilio } from "./doubles/twilio.ts";
import { vonage } from "./doubles/vonage.ts";
import { SMS } from "./double.ts";

const NONE: [what: string, posted: Posted][] = [
  ["nothing", {}],
  ["an empty object", { json: {} }],
  ["an array", { json: [] }],
  ["null", { json: null }],
  ["numbers", { json: { id: 1, status: 2, messageId: {}, results: 3 } }],
  ["an empty form", { form: {} }],
];

for (const service of SERVICES) {
  const { kind } = service;
  const settings = kind.settings.parse(
    service.settings("https://sms.example.test"),
  );
  const post = service.post ??
    ((posted: Posted) => Promise.resolve(receiptRequest(posted)));

  if (kind.parseReceipt === undefined) continue;
  Deno.test(`${kind.kind}.parseReceipt() reads each status`, async (t) => {
    for (const [what, posted, expected] of service.receipts) {
      await t.step(what, async () => {
        const found = kind.parseReceipt!(settings, await post(posted));
        if (expected === null) return assertEquals(found, null);
        assertEquals({ ...found, ...expected }, found);
      });
    }
    for (const [what, posted] of NONE) {
      await t.step(what, async () => {
        assertEquals(kind.parseReceipt!(settings, await post(posted)), null);
      });
    }
  });
}

const VECTOR_URL = "https://mycompany.com/myapp.php?foo=1&bar=2";
const VECTOR = new URLSearchParams({
  CallSid: "CA1234567890ABCDE",
  Caller: "+14158675309",
  Digits: "1234",
  From: "+14158675309",
  To: "+18005551212",
});

Deno.test("twilioSignature() signs as Twilio does", () => {
  assertEquals(
    twilioSignature("12345", VECTOR_URL, VECTOR),
    "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
  );
});

Deno.test("twilioSignature() takes repeated values once, in order", () => {
  const sign = (form: string) =>
    twilioSignature("k", "https://a.test", new URLSearchParams(form));
  assertEquals(sign("b=2&a=1&a=3&a=1"), sign("a=3&a=1&b=2"));
});

Deno.test("variantsOf() names the four addresses Twilio may sign", () => {
  assertEquals(variantsOf("https://a.test/c?b=x%2Fy z"), [
    "https://a.test/c?b=x%2Fy z",
    "https://a.test/c?b=x%2Fy%20z",
    "https://a.test:443/c?b=x%2Fy z",
    "https://a.test:443/c?b=x%2Fy%20z",
  ]);
  assertEquals(variantsOf("http://[::1]:8080/c"), [
    "http://[::1]/c",
    "http://[::1]:8080/c",
  ]);
});

const TWILIO_SETTINGS = twilioKind.settings.parse(
  twilio.settings("https://api.example.test"),
);
const TOKEN = TWILIO_SETTINGS.authToken;
const [, DELIVERED] = twilio.receipts.find(([what]) => what === "delivered")!;
const CALLBACK = `${SMS.callbackUrl}?${DELIVERED.query}`;

/** The receipt as it came in at `CALLBACK`, with a signature of our choice. */
function signed(signature: string | null, request?: Partial<ReceiptRequest>) {
  const whole = { ...receiptRequest(DELIVERED, CALLBACK), ...request };
  if (signature !== null) whole.headers.set("x-twilio-signature", signature);
  return whole;
}

function signatureAt(url: string): string {
  return twilioSignature(TOKEN, url, new URLSearchParams(DELIVERED.form));
}

Deno.test("twilio.parseReceipt() believes each of the four addresses", () => {
  for (const url of [CALLBACK, CALLBACK.replace(".test/", ".test:443/")]) {
    const request = signed(signatureAt(url));
    assertEquals(
      twilioKind.parseReceipt!(TWILIO_SETTINGS, request)?.status,
      "delivered",
    );
  }
});

Deno.test("twilio.parseReceipt() believes JSON by its hash in the address", async () => {
  const body = JSON.stringify({ MessageSid: "SM1", MessageStatus: "sent" });
  const hash = (await webDigest("SHA-256", body)).toHex();
  const url = `${CALLBACK}&bodySHA256=${hash}`;
  const request: ReceiptRequest = {
    method: "POST",
    query: new URL(url).searchParams,
    headers: new Headers({
      "content-type": "application/json",
      "x-twilio-signature": twilioSignature(TOKEN, url),
    }),
    body,
    url,
  };
  const parse = (request: ReceiptRequest) =>
    twilioKind.parseReceipt!(TWILIO_SETTINGS, request);
  assertEquals(parse(request)?.providerId, "SM1");
  assertThrows(
    () => parse({ ...request, body: body.replace("sent", "failed") }),
    ForgedReceipt,
  );
});

Deno.test("twilio.parseReceipt() refuses what Twilio did not sign", async (t) => {
  const right = signatureAt(CALLBACK);
  const { url: _none, ...withoutUrl } = signed(right);
  const table: [string, ReceiptRequest][] = [
    ["no signature", signed(null)],
    ["an empty one", signed("")],
    ["another", signed("RSOYDt4T1cUTdK1PDd93/VVr8B8=")],
    ["of another address", signed(signatureAt(`${CALLBACK}2`))],
    ["over another body", signed(right, { body: "MessageStatus=failed" })],
    ["with nothing known of its address", withoutUrl],
  ];
  for (const [what, request] of table) {
    await t.step(what, () => {
      const error = assertThrows(
        () => twilioKind.parseReceipt!(TWILIO_SETTINGS, request),
        ForgedReceipt,
      );
      assertEquals(error.message.includes(TOKEN), false);
    });
  }
});

const SECRET = "my-signature-secret";
const SENT_AT = 1_767_225_600;

/** Vonage's receipt with `sig`, by GET; `&` and `=` stand in its values. */
function vonageQuery(
  method: "md5hash" | "sha256",
  write = SIGNED_STRINGS[0]!,
): Record<string, string> {
  const parameters = {
    messageId: "0C00&1=2",
    status: "delivered",
    timestamp: String(SENT_AT),
    nonce: "aaaa",
  };
  const sig = digest({ secret: SECRET, method }, write(parameters));
  return { ...parameters, sig: sig.toUpperCase() };
}

function vonageReceipt(
  query: Record<string, string>,
  method: "md5hash" | "sha256",
  receivedMs = SENT_AT * 1_000,
) {
  const settings = vonageKind.settings.parse({
    ...vonage.settings("https://rest.example.test"),
    signatureSecret: SECRET,
    signatureMethod: method,
  });
  const posted = { query: new URLSearchParams(query).toString() };
  const request = { ...receiptRequest(posted), receivedMs };
  return vonageKind.parseReceipt!(settings, request);
}

Deno.test("SIGNED_STRINGS are the guide's and the library's", () => {
  const parameters = { b: "x&y=z", a: "1" };
  assertEquals(SIGNED_STRINGS.map((write) => write(parameters)), [
    "&a=1&b=x_y_z",
    "_a_1_b_x_y_z",
  ]);
});

Deno.test("digest() is an HMAC, or an MD5 with the secret at its end", async () => {
  assertEquals(
    digest({ secret: "Jefe", method: "md5" }, "what do ya want for nothing?"),
    "750c783e6ab0b503eaa86e310a5db738", // RFC 2202
  );
  assertEquals(
    digest({ secret: "c", method: "md5hash" }, "ab"),
    "900150983cd24fb0d6963f7d28e17f72", // RFC 1321, of "abc"
  );
  for (const bits of ["1", "256", "512"] as const) {
    const theirs = await webDigest(`SHA-${bits}`, "&a=1", SECRET);
    assertEquals(
      digest({ secret: SECRET, method: `sha${bits}` }, "&a=1"),
      theirs.toHex(),
    );
  }
});

Deno.test("vonage.parseReceipt() believes what is signed", () => {
  for (const method of ["md5hash", "sha256"] as const) {
    for (const write of SIGNED_STRINGS) {
      const query = vonageQuery(method, write);
      assertEquals(vonageReceipt(query, method)?.status, "delivered");
      const withOurs = { id: SMS.messageId, ...query };
      assertEquals(vonageReceipt(withOurs, method)?.messageId, SMS.messageId);
    }
  }
});

Deno.test("vonage.parseReceipt() refuses what is not, or is old", async (t) => {
  const { sig, ...bare } = vonageQuery("sha256");
  const whole = { ...bare, sig: sig! };
  const table: [string, Record<string, string>, number][] = [
    ["no signature", bare, SENT_AT],
    ["another", { ...whole, sig: "0".repeat(64) }, SENT_AT],
    ["another status", { ...whole, status: "failed" }, SENT_AT],
    ["another parameter", { ...whole, x: "1" }, SENT_AT],
    ["by another method", vonageQuery("md5hash"), SENT_AT],
    ["two days later", whole, SENT_AT + 172_800],
    ["before it was sent", whole, SENT_AT - 3_600],
  ];
  for (const [what, query, received] of table) {
    await t.step(what, () => {
      assertThrows(
        () => vonageReceipt(query, "sha256", received * 1_000),
        ForgedReceipt,
      );
    });
  }
});
