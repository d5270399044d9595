import { vonage as kind } from "../../../lib/gateways/vonage.ts";
import type { Receipt } from "../../../lib/gateways/gateway.ts";
import { SMS } from "../double.ts";
import {
  ABSENT,
  type AnswerRow,
  formText,
  HOSTILE,
  later,
  type ReceiptRow,
  refused,
  type Service,
  taken,
  TAKEN_UNKNOWN,
  unclear,
} from "./service.ts";

const SECRET = "hJ2pQ8sVtZx4Nd6R";
const ID = "0C000000217B7F02";

const FORM = {
  "api_key": "abcd1234",
  "api_secret": SECRET,
  "from": "Mairie",
  "to": "33612345678",
  "text": SMS.text,
  "type": "text",
  "client-ref": SMS.messageId,
  "ttl": "86400000",
  "status-report-req": "1",
  "callback": `${SMS.callbackUrl}?id=${SMS.messageId}`,
};

function part(status: string, id = ID) {
  return {
    to: "33612345678",
    status,
    ...status === "0"
      ? {
        "message-id": id,
        "remaining-balance": "15.5",
        "message-price": "0.03",
        network: "20801",
        "client-ref": SMS.messageId,
      }
      : { "error-text": HOSTILE },
  };
}

function parts(...statuses: string[]) {
  return {
    "message-count": String(statuses.length),
    messages: statuses.map((status, index) => part(status, `${ID}${index}`)),
  };
}

function statusRows(
  scope: "message" | "gateway",
  ...statuses: readonly string[]
): AnswerRow[] {
  return statuses.map((status) => [
    `status ${status}`,
    [200, parts(status)],
    refused(scope, `status ${status}`),
  ]);
}

const RECEIPT = {
  "msisdn": "33612345678",
  "to": "Mairie",
  "network-code": "20801",
  "messageId": ID,
  "price": "0.03",
  "scts": "2601010000",
  "err-code": "0",
  "api-key": "abcd1234",
  "client-ref": SMS.messageId,
  "message-timestamp": "2026-01-01 00:00:00",
};

function receipt(
  status: string,
  ours: Receipt["status"] | null,
  [code, detail]: [string, string | null] = ["0", null],
): ReceiptRow {
  return [
    `${status} ${code}`,
    { form: { ...RECEIPT, status, "err-code": code } },
    ours === null ? null : {
      messageId: SMS.messageId,
      providerId: ID,
      status: ours,
      detail,
    },
  ];
}

const REPORT = "/v2/reports/records?account_id=abcd1234&product=SMS" +
  "&direction=outbound&date_start=2025-12-31T23%3A50%3A00.000Z" +
  `&date_end=2026-01-01T00%3A01%3A00.000Z&client_ref=${SMS.messageId}`;

function records(...references: string[]) {
  return {
    request_status: "SUCCESS",
    items_count: references.length,
    records: references.map((client_ref) => ({
      account_id: "abcd1234",
      message_id: client_ref === SMS.messageId ? ID : "0A1",
      client_ref,
      to: "33612345678",
      status: "delivered",
    })),
  };
}

const BALANCE = "/account/get-balance";

/** Vonage's SMS API. */
export const vonage: Service = {
  kind,
  home: "https://rest.nexmo.com",
  settings: (endpoint) => ({
    apiKey: "abcd1234",
    apiSecret: SECRET,
    endpoint,
  }),
  secrets: [SECRET],
  expected: {
    target: "/sms/json",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: formText(FORM),
  },
  answers: [
    [
      "taken",
      [200, { "message-count": "1", messages: [part("0")] }],
      taken(ID),
    ],
    [
      "three parts taken",
      [200, parts("0", "0", "0")],
      {
        kind: "accepted",
        providerId: `${ID}0`,
        partIds: [`${ID}0`, `${ID}1`, `${ID}2`],
      },
    ],
    [
      "a part without an id",
      [200, { messages: [{ status: "0" }] }],
      unclear("HTTP 200 without an id"),
    ],
    ["throttled", [200, parts("1")], later("status 1")],
    [
      "throttled with a wait",
      [200, parts("1"), { "retry-after": "2" }],
      later("status 1", 2_000),
    ],
    ["too many binds", [200, parts("10", "1")], later("status 10")],
    ["an internal error", [200, parts("5")], unclear("status 5")],
    ...statusRows("message", "2", "3", "6", "7", "12", "15", "22", "23", "33"),
    ...statusRows("gateway", "4", "8", "9", "11", "14", "29", "32"),
    ["a status nobody knows", [200, parts("99")], unclear("status 99")],
    ["words for a status", [200, parts(HOSTILE)], unclear("status ")],
    [
      "partly throttled",
      [200, parts("0", "1", "0")],
      unclear("status 1, partly taken"),
    ],
    ["refused in two ways", [200, parts("1", "3")], unclear("status 1")],
    [
      "no part",
      [200, { "message-count": "0", messages: [] }],
      unclear("HTTP 200 without a message"),
    ],
    ["its own failure", [500, parts("0")], unclear("HTTP 500")],
  ],
  writings: [
    [
      "UCS-2, the settings' sender, a second",
      {
        sms: {
          text: "Où ? 🎉",
          encoding: "ucs2",
          sender: null,
          validitySeconds: 1,
        },
        settings: { sender: "Ville" },
      },
      {
        body: formText({
          ...FORM,
          from: "Ville",
          text: "Où ? 🎉",
          type: "unicode",
          ttl: "20000",
        }),
      },
    ],
    [
      "weeks of validity",
      { sms: { validitySeconds: 9_999_999 } },
      { body: formText({ ...FORM, ttl: "604800000" }) },
    ],
  ],
  unsendable: [
    ["no sender", { sender: null }, refused("gateway", "no sender")],
  ],
  receipts: [
    receipt("delivered", "delivered"),
    receipt("expired", "expired", ["2", "err 2 temporary"]),
    receipt("failed", "failed", ["9", "err 9"]),
    receipt("rejected", "failed", ["6", "err 6"]),
    receipt("accepted", "sent"),
    receipt("buffered", "sent"),
    receipt("unknown", null),
    receipt("__proto__", null),
    receipt("failed", "failed", [HOSTILE, null]),
    [
      "a GET",
      {
        query: new URLSearchParams({ ...RECEIPT, status: "delivered" })
          .toString(),
      },
      { messageId: SMS.messageId, providerId: ID, status: "delivered" },
    ],
    [
      "JSON, our id in the address",
      {
        query: `id=${SMS.messageId}`,
        json: { messageId: ID, status: "failed", "err-code": "7" },
      },
      {
        messageId: SMS.messageId,
        providerId: ID,
        status: "failed",
        detail: "err 7 temporary",
      },
    ],
  ],
  reconciled: [
    ["is there", [[REPORT, [200, records(SMS.messageId)]]], {
      kind: "accepted",
      providerId: ID,
    }],
    [
      "is there among others",
      [[REPORT, [200, records("other", SMS.messageId)]]],
      { kind: "accepted", providerId: ID },
    ],
    ["is not there", [[REPORT, [200, records()]]], ABSENT],
    ["is not among others", [[REPORT, [200, records("other")]]], ABSENT],
    [
      "may be on the next page",
      [[REPORT, [200, {
        ...records("other"),
        _links: { next: { href: "/x" } },
      }]]],
      TAKEN_UNKNOWN,
    ],
    ["is refused", [[REPORT, [402, {}]]], TAKEN_UNKNOWN],
  ],
  balances: [
    [
      "euros",
      [[BALANCE, [200, { value: 10.28, autoReload: false }]]],
      { amount: 10.28, unit: "eur" },
    ],
    ["nothing", [[BALANCE, [200, {}]]], null],
    ["a refusal", [[BALANCE, [401, {}]]], null],
  ],
};
