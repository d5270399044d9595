import { smsmode as kind } from "../../../lib/gateways/smsmode.ts";
import { SMS } from "../double.ts";
import {
  ABSENT,
  HOSTILE,
  type ReceiptRow,
  refused,
  type Service,
  taken,
  TAKEN_UNKNOWN,
  unclear,
} from "./service.ts";

const KEY = "mTq0uZkT9ZIe1bQGxY5w";
const ID = "67c15045-1067-4588-ba3c-737cc5051438";

const BODY = {
  recipient: { to: "33612345678" },
  body: { text: SMS.text, encoding: "GSM7", stop: false },
  from: "Mairie",
  refClient: SMS.messageId,
  callbackUrlStatus: `${SMS.callbackUrl}?id=${SMS.messageId}`,
};

const MESSAGE = {
  messageId: ID,
  acceptedAt: "2026-01-01T00:00:00",
  channel: {
    channelId: "cbc76dcd",
    name: "mairie",
    type: "SMS",
    flow: "ALERT",
  },
  type: "SMS",
  direction: "MT",
  recipient: { to: "33612345678" },
  from: "Mairie",
  body: { text: SMS.text, encoding: "GSM7", messagePartCount: 1, length: 28 },
  status: { deliveryDate: "2026-01-01T00:00:00", value: "ENROUTE" },
  refClient: SMS.messageId,
  href: `https://rest.smsmode.com/sms/v1/messages/${ID}`,
};

function error(status: number, message = HOSTILE) {
  return {
    title: "Error",
    message,
    detail: HOSTILE,
    type: "about:blank",
    status: String(status),
    errorCode: `${status}.001`,
  };
}

function receipt(
  value: string,
  expected: ReceiptRow[2],
  detail?: string,
): ReceiptRow {
  return [
    value,
    { json: { ...MESSAGE, status: { value, detail } } },
    expected === null ? null : {
      messageId: SMS.messageId,
      providerId: ID,
      detail: detail ?? null,
      ...expected,
    },
  ];
}

const LIST = `/sms/v1/messages?refClient=${SMS.messageId}`;
const ORGANISATIONS = "/commons/v1/organisations";

/** smsmode's REST interface. */
export const smsmode: Service = {
  kind,
  home: "https://rest.smsmode.com",
  settings: (endpoint) => ({ apiKey: KEY, endpoint }),
  secrets: [KEY],
  expected: {
    target: "/sms/v1/messages",
    headers: {
      "x-api-key": KEY,
      "content-type": "application/json",
      "accept": "application/json",
    },
    body: BODY,
  },
  answers: [
    ["taken", [201, MESSAGE], taken(ID)],
    [
      "no id",
      [201, { ...MESSAGE, messageId: null }],
      unclear("HTTP 201 without an id"),
    ],
    [
      "a bad request",
      [400, error(400)],
      refused("message", "HTTP 400 400.001"),
    ],
    [
      "no balance left",
      [400, error(400, "Insufficient balance")],
      refused("gateway", "HTTP 400 400.001"),
    ],
    ["a wrong key", [401, error(401)], refused("gateway", "HTTP 401 401.001")],
    ["no credit", [402, error(402)], refused("gateway", "HTTP 402 402.001")],
    [
      "a key of another channel",
      [403, error(403)],
      refused("gateway", "HTTP 403 403.001"),
    ],
    ["not found", [404, error(404)], refused("gateway", "HTTP 404 404.001")],
    ["not allowed", [405, error(405)], refused("gateway", "HTTP 405 405.001")],
    [
      "not acceptable",
      [406, error(406)],
      refused("gateway", "HTTP 406 406.001"),
    ],
    [
      "another media type",
      [415, error(415)],
      refused("gateway", "HTTP 415 415.001"),
    ],
    ["its own failure", [500, error(500)], unclear("HTTP 500 500.001")],
    ["a bad gateway", [502, error(502)], unclear("HTTP 502 502.001")],
    ["a pause", [503, error(503)], unclear("HTTP 503 503.001")],
    ["a late answer", [504, error(504)], unclear("HTTP 504 504.001")],
  ],
  writings: [
    [
      "UCS-2 without a sender",
      { sms: { text: "Où ? 🎉", encoding: "ucs2", sender: null } },
      {
        body: {
          recipient: { to: "33612345678" },
          body: { text: "Où ? 🎉", encoding: "UNICODE", stop: false },
          refClient: SMS.messageId,
          callbackUrlStatus: BODY.callbackUrlStatus,
        },
      },
    ],
    [
      "a callback that has our id",
      { sms: { callbackUrl: BODY.callbackUrlStatus } },
      { body: BODY },
    ],
  ],
  receipts: [
    receipt("SCHEDULED", { status: "sent" }),
    receipt("ENROUTE", { status: "sent" }),
    receipt("DELIVERED", { status: "delivered" }),
    receipt("READ", { status: "delivered" }),
    receipt("UNDELIVERABLE", { status: "failed" }, "INVALID_PHONE_NUMBER"),
    receipt("UNDELIVERED", { status: "failed" }, "BLACKLISTED"),
    receipt("UNDELIVERED", { status: "failed" }, "SPAM"),
    receipt("SOMETHING", null),
    [
      "a reason in words",
      {
        json: { ...MESSAGE, status: { value: "UNDELIVERED", detail: HOSTILE } },
      },
      { status: "failed", detail: null },
    ],
    [
      "a reference of another",
      { json: { ...MESSAGE, refClient: "7" } },
      { messageId: null, providerId: ID, status: "sent" },
    ],
    ["a reply", { json: { ...MESSAGE, direction: "MO", status: null } }, null],
    ["a prototype's name", {
      json: { messageId: ID, status: { value: "constructor" } },
    }, null],
  ],
  reconciled: [
    [
      "is listed",
      [[LIST, [200, { items: [{ refClient: "7" }, MESSAGE] }]]],
      { kind: "accepted", providerId: ID },
    ],
    ["is not listed", [[LIST, [200, { items: [] }]]], ABSENT],
    [
      "is asked for in vain, as the filter was not understood",
      [[LIST, [200, { items: [{ ...MESSAGE, refClient: "7" }] }]]],
      TAKEN_UNKNOWN,
    ],
    ["is not told", [[LIST, [500, error(500)]]], TAKEN_UNKNOWN],
    ["is told in another form", [[LIST, [200, {}]]], TAKEN_UNKNOWN],
  ],
  balances: [
    [
      "euros",
      [[ORGANISATIONS, [200, { balance: 31.4 }]]],
      { amount: 31.4, unit: "eur" },
    ],
    [
      "euros in a list",
      [[ORGANISATIONS, [200, { items: [{ balance: 3 }] }]]],
      { amount: 3, unit: "eur" },
    ],
    ["words", [[ORGANISATIONS, [200, { balance: "many" }]]], null],
    ["a refusal", [[ORGANISATIONS, [401, error(401)]]], null],
  ],
};
