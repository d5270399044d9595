import { twilio as kind } from "../../../lib/gateways/twilio.ts";
import { SMS } from "../double.ts";
import {
  ABSENT,
  formText,
  HOSTILE,
  later,
  type Posted,
  receiptRequest,
  type ReceiptRow,
  refused,
  type Said,
  type Service,
  taken,
  TAKEN_UNKNOWN,
  unclear,
  webDigest,
} from "./service.ts";

const ACCOUNT = "AC9f2d5c81b04a4e7d";
const TOKEN = "7b1de0f24a9c6358";
const ID = "SM0d4c53f0a1b24e5f";
const CALLBACK = `${SMS.callbackUrl}?id=${SMS.messageId}`;

const FORM = {
  To: "+33612345678",
  From: "Mairie",
  Body: SMS.text,
  StatusCallback: CALLBACK,
  ValidityPeriod: "36000",
  SmartEncoded: "false",
};

function error(code: number, status: number) {
  return { code, message: HOSTILE, more_info: "https://example.test", status };
}

function receipt(
  status: string,
  expected: ReceiptRow[2],
  ErrorCode?: string,
): ReceiptRow {
  const fields = {
    MessageSid: ID,
    SmsSid: ID,
    MessageStatus: status,
    SmsStatus: status,
    To: SMS.to,
    From: "Mairie",
    AccountSid: ACCOUNT,
    ApiVersion: "2010-04-01",
    ...ErrorCode === undefined ? {} : { ErrorCode },
  };
  return [
    ErrorCode ?? status,
    { query: `id=${SMS.messageId}`, form: fields },
    expected === null
      ? null
      : { messageId: SMS.messageId, providerId: ID, detail: null, ...expected },
  ];
}

function failure(code: string, detail: string): ReceiptRow {
  return receipt("undelivered", { status: "failed", detail }, code);
}

/** Signs by the platform's HMAC what Twilio signs; JSON by its hash. */
async function post(posted: Posted) {
  const { body } = receiptRequest(posted);
  const hash = (await webDigest("SHA-256", body)).toHex();
  const query = posted.json === undefined
    ? posted.query ?? ""
    : `${posted.query ?? ""}&bodySHA256=${hash}`;
  const url = `${SMS.callbackUrl}?${query}`;
  const request = receiptRequest({ ...posted, query }, url);
  const names = Object.keys(posted.form ?? {}).sort();
  const signed = url +
    names.map((name) => name + posted.form![name]).join("");
  const signature = (await webDigest("SHA-1", signed, TOKEN)).toBase64();
  request.headers.set("x-twilio-signature", signature);
  return request;
}

const LIST = `/2010-04-01/Accounts/${ACCOUNT}/Messages.json` +
  "?To=%2B33612345678&DateSent%3E=2025-12-31&PageSize=100";

/** A list of what went to the number, each changed from the one looked for. */
function listed(...changes: Record<string, unknown>[]): Said {
  return [200, {
    messages: changes.map((change) => ({
      sid: "SM0123456789abcdef0123456789abcdef",
      to: SMS.to,
      body: SMS.text,
      date_created: "Wed, 31 Dec 2025 23:59:58 +0000",
      direction: "outbound-api",
      status: "queued",
      ...change,
    })),
    next_page_uri: null,
  }];
}

const BALANCE = `/2010-04-01/Accounts/${ACCOUNT}/Balance.json`;

/** Twilio's Messages resource. */
export const twilio: Service = {
  kind,
  home: "https://api.twilio.com",
  settings: (endpoint) => ({
    accountSid: ACCOUNT,
    authToken: TOKEN,
    endpoint,
  }),
  secrets: [TOKEN, btoa(`${ACCOUNT}:${TOKEN}`)],
  expected: {
    target: `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`,
    headers: {
      "authorization": `Basic ${btoa(`${ACCOUNT}:${TOKEN}`)}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: formText(FORM),
  },
  answers: [
    [
      "taken",
      [201, {
        sid: ID,
        status: "queued",
        num_segments: "1",
        error_code: null,
        error_message: null,
      }],
      taken(ID),
    ],
    ["taken by a service", [201, { sid: ID, status: "accepted" }], taken(ID)],
    ["no id", [201, { status: "queued" }], unclear("HTTP 201 without an id")],
    [
      "a bad number",
      [400, error(21211, 400)],
      refused("message", "HTTP 400 21211"),
    ],
    [
      "a bad sender",
      [400, error(21606, 400)],
      refused("message", "HTTP 400 21606"),
    ],
    [
      "a bad pair",
      [400, error(21612, 400)],
      refused("message", "HTTP 400 21612"),
    ],
    ["a trial", [400, error(21608, 400)], refused("message", "HTTP 400 21608")],
    [
      "opted out",
      [400, error(21610, 400)],
      refused("message", "HTTP 400 21610"),
    ],
    [
      "no mobile",
      [400, error(21614, 400)],
      refused("message", "HTTP 400 21614"),
    ],
    [
      "a region that is not enabled",
      [400, error(21408, 400)],
      refused("gateway", "HTTP 400 21408"),
    ],
    [
      "another bad request",
      [400, error(20001, 400)],
      refused("gateway", "HTTP 400 20001"),
    ],
    [
      "credentials",
      [401, error(20003, 401)],
      refused("gateway", "HTTP 401 20003"),
    ],
    [
      "credentials",
      [400, error(20003, 400)],
      refused("gateway", "HTTP 400 20003"),
    ],
    [
      "suspended",
      [403, error(30002, 403)],
      refused("gateway", "HTTP 403 30002"),
    ],
    [
      "an account it does not know",
      [404, error(20404, 404)],
      refused("gateway", "HTTP 404 20404"),
    ],
    [
      "too many",
      [429, error(20429, 429), { "retry-after": "1" }],
      later("HTTP 429 20429", 1_000),
    ],
    ["too many, by code", [400, error(20429, 400)], later("HTTP 429 20429")],
    ["its own failure", [500, error(20500, 500)], unclear("HTTP 500 20500")],
    ["a pause", [503, error(20503, 503)], unclear("HTTP 503 20503")],
  ],
  writings: [
    [
      "accents, an emoji and reserved characters",
      { sms: { text: "Où ? 🎉 50 % & a=b+c", encoding: "ucs2" } },
      {
        body: formText({ ...FORM, Body: "Où ? 🎉 50 % & a=b+c" }),
      },
    ],
    [
      "an hour, a key, and nothing kept",
      {
        sms: { validitySeconds: 3_600 },
        settings: {
          apiKeySid: "SK1234",
          apiKeySecret: "s1",
          discard: true,
        },
      },
      {
        headers: {
          "authorization": `Basic ${btoa("SK1234:s1")}`,
          "content-type": "application/x-www-form-urlencoded",
        },
        body: formText({
          ...FORM,
          ValidityPeriod: "3600",
          ContentRetention: "discard",
          AddressRetention: "obfuscate",
        }),
      },
    ],
    [
      "the settings' sender",
      {
        sms: { sender: null },
        settings: { sender: "Ville", messagingServiceSid: "MG1234" },
      },
      { body: formText({ ...FORM, From: "Ville" }) },
    ],
    [
      "a messaging service",
      { sms: { sender: null }, settings: { messagingServiceSid: "MG1234" } },
      {
        body: formText({
          To: FORM.To,
          MessagingServiceSid: "MG1234",
          Body: FORM.Body,
          StatusCallback: CALLBACK,
          ValidityPeriod: "36000",
          SmartEncoded: "false",
        }),
      },
    ],
  ],
  unsendable: [
    ["no sender", { sender: null }, refused("gateway", "no sender")],
  ],
  post,
  receipts: [
    ...["accepted", "scheduled", "queued", "sending", "receiving", "received"]
      .map((status) => receipt(status, null)),
    receipt("partially_delivered", null),
    receipt("sent", { status: "sent" }),
    receipt("delivered", { status: "delivered" }),
    receipt("read", { status: "delivered" }),
    receipt("undelivered", { status: "failed" }),
    receipt("failed", { status: "failed" }),
    receipt("canceled", { status: "failed" }),
    receipt("hasOwnProperty", null),
    failure("30001", "30001 temporary"),
    failure("30002", "30002"),
    failure("30003", "30003 temporary"),
    failure("30004", "30004"),
    failure("30005", "30005 permanent"),
    failure("30006", "30006 permanent"),
    failure("30007", "30007 permanent"),
    failure("30008", "30008"),
    failure("30010", "30010"),
  ],
  reconciled: [
    ["is there", [[LIST, listed({})]], {
      kind: "accepted",
      providerId: "SM0123456789abcdef0123456789abcdef",
    }],
    ["is not there", [[LIST, listed()]], ABSENT],
    [
      "was another text",
      [[LIST, listed({ body: "Autre chose" })]],
      TAKEN_UNKNOWN,
    ],
    ["is there twice", [[LIST, listed({}, {})]], TAKEN_UNKNOWN],
    [
      "was sent at another hour",
      [[LIST, listed({ date_created: "Wed, 31 Dec 2025 22:00:00 +0000" })]],
      ABSENT,
    ],
    ["has no text there", [[LIST, listed({ body: "" })]], TAKEN_UNKNOWN],
    [
      "may be on the next page",
      [[LIST, [200, { messages: [], next_page_uri: "/x" }]]],
      TAKEN_UNKNOWN,
    ],
    ["is refused", [[LIST, [401, error(20003, 401)]]], TAKEN_UNKNOWN],
  ],
  balances: [
    [
      "euros",
      [[BALANCE, [200, { balance: "12.34", currency: "EUR" }]]],
      { amount: 12.34, unit: "eur" },
    ],
    ["dollars", [[BALANCE, [200, { balance: "1", currency: "USD" }]]], null],
    ["a refusal", [[BALANCE, [401, error(20003, 401)]]], null],
  ],
};
