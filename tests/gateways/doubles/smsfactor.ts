import { smsfactor as kind } from "../../../lib/gateways/smsfactor.ts";
import type { Receipt } from "../../../lib/gateways/gateway.ts";
import { SMS } from "../double.ts";
import {
  HOSTILE,
  later,
  type ReceiptRow,
  refused,
  type Service,
  taken,
  unclear,
} from "./service.ts";

const TOKEN = "eyJ0eXAiOiJKV1QifQ.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";

const BODY = {
  sms: {
    message: {
      text: SMS.text,
      pushtype: "alert",
      sender: "Mairie",
      unicode: 0,
    },
    recipients: {
      gsm: [{ gsmsmsid: SMS.messageId, value: "33612345678" }],
    },
  },
};

const TAKEN = {
  status: 1,
  message: "OK",
  ticket: "14672468",
  cost: 1,
  credits: 642,
  total: 1,
  sent: 1,
  blacklisted: 0,
  duplicated: 0,
  invalid: 0,
};

function error(status: number) {
  return { status, message: HOSTILE, details: HOSTILE };
}

function receipt(
  value: number | string,
  ours: Receipt["status"] | null,
): ReceiptRow {
  const json = {
    date: "2026-01-01 00:00:00",
    status: value,
    destination: "33612345678",
    message_id: SMS.messageId,
    campaign_id: "14672468",
  };
  const detail = `status ${value}`;
  return [
    detail,
    { json },
    ours === null ? null : {
      messageId: SMS.messageId,
      providerId: null,
      status: ours,
      detail,
    },
  ];
}

/** SMSFactor. */
export const smsfactor: Service = {
  kind,
  home: "https://api.smsfactor.com",
  settings: (endpoint) => ({ token: TOKEN, endpoint }),
  secrets: [TOKEN],
  expected: {
    target: "/send",
    headers: {
      "authorization": `Bearer ${TOKEN}`,
      "content-type": "application/json",
      "accept": "application/json",
    },
    body: BODY,
  },
  answers: [
    ["taken", [200, TAKEN], taken("14672468")],
    [
      "taken without a ticket",
      [200, { ...TAKEN, ticket: "" }],
      unclear("status 1 without a ticket"),
    ],
    [
      "an invalid number",
      [200, { ...TAKEN, sent: 0, invalid: 1 }],
      refused("message", "invalid"),
    ],
    [
      "a blocked number",
      [200, { ...TAKEN, sent: 0, blacklisted: 1 }],
      refused("message", "blacklisted"),
    ],
    [
      "none sent",
      [200, { ...TAKEN, sent: 0 }],
      unclear("status 1, none sent"),
    ],
    ["credentials", [200, error(-1)], refused("gateway", "status -1")],
    ["credentials", [401, error(-1)], refused("gateway", "status -1")],
    ["not understood", [200, error(-2)], refused("gateway", "status -2")],
    ["no credit", [200, error(-3)], refused("gateway", "status -3")],
    ["a wrong date", [200, error(-4)], refused("gateway", "status -4")],
    ["a wrong list", [200, error(-5)], refused("gateway", "status -5")],
    ["not understood", [400, error(-6)], refused("gateway", "status -6")],
    ["wrong data", [200, error(-7)], refused("message", "status -7")],
    ["moderated", [200, error(-8)], unclear("status -8")],
    ["an unnamed error", [200, error(-99)], unclear("status -99")],
    ["no status", [200, { message: "OK" }], unclear("HTTP 200")],
    ["forbidden", [403, {}], refused("gateway", "HTTP 403")],
    ["too many", [429, error(-1)], later("HTTP 429")],
    ["its own failure", [500, error(-1)], unclear("HTTP 500")],
  ],
  writings: [
    [
      "UCS-2 without a sender",
      { sms: { text: "Où ? 🎉", encoding: "ucs2", sender: null } },
      {
        body: {
          sms: {
            ...BODY.sms,
            message: { text: "Où ? 🎉", pushtype: "alert", unicode: 1 },
          },
        },
      },
    ],
  ],
  receipts: [
    receipt(0, null),
    receipt(1, "sent"),
    receipt(2, "failed"),
    receipt("3", "delivered"),
    receipt(4, "failed"),
    receipt(5, "failed"),
    receipt(6, "failed"),
    receipt(7, "failed"),
    receipt(8, null),
    receipt(9, "failed"),
    receipt(11, "failed"),
    receipt(12, "expired"),
    receipt("constructor", null),
    [
      "of another's SMS",
      { json: { status: 3, message_id: "100" } },
      null,
    ],
  ],
  balances: [
    [
      "credits",
      [["/credits", [200, { status: 1, credits: "642" }]]],
      { amount: 642, unit: "sms" },
    ],
    ["nothing", [["/credits", [200, { status: -1 }]]], null],
    ["a refusal", [["/credits", [401, error(-1)]]], null],
  ],
};
