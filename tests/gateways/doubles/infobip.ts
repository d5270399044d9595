import { infobip as kind } from "../../../lib/gateways/infobip.ts";
import type { Receipt } from "../../../lib/gateways/gateway.ts";
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

const KEY = "003026bbc133714df1834b8638bb496e-8f4b3d9a";

const MESSAGE = {
  sender: "Mairie",
  destinations: [{ to: "33612345678", messageId: SMS.messageId }],
  content: { text: SMS.text },
  options: { validityPeriod: { amount: 1_440, timeUnit: "MINUTES" } },
  webhooks: {
    delivery: { url: `${SMS.callbackUrl}?id=${SMS.messageId}` },
    contentType: "application/json",
    callbackData: SMS.messageId,
  },
};

function state(groupId: number, name: string, id = 26) {
  return { groupId, groupName: "", id, name, description: HOSTILE };
}

function said(groupId: number, name: string) {
  return {
    bulkId: "2034072219640523072",
    messages: [{
      messageId: SMS.messageId,
      status: state(groupId, name),
      destination: "33612345678",
      details: { messageCount: 1 },
    }],
  };
}

function error(errorCode: string) {
  const violations = [{ property: "messages[0]", violation: HOSTILE }];
  return { errorCode, description: HOSTILE, action: "", violations };
}

const V2_ERROR = {
  requestError: {
    serviceException: { messageId: "UNAUTHORIZED", text: HOSTILE },
  },
};

function report(status: object, error: object = state(0, "NO_ERROR", 0)) {
  return {
    bulkId: "2034072219640523072",
    messageId: SMS.messageId,
    to: "33612345678",
    callbackData: SMS.messageId,
    status,
    error,
  };
}

function receipt(
  [groupId, name, id]: [number, string, number],
  status: Receipt["status"] | null,
  { error, detail = name }: { error?: object; detail?: string } = {},
): ReceiptRow {
  return [
    name,
    { json: { results: [report(state(groupId, name, id), error)] } },
    status === null ? null : {
      messageId: SMS.messageId,
      providerId: SMS.messageId,
      status,
      detail,
    },
  ];
}

const ABSENT_SUBSCRIBER = {
  ...state(1, "EC_ABSENT_SUBSCRIBER", 27),
  permanent: false,
};
const UNKNOWN_SUBSCRIBER = {
  ...state(1, "EC_UNKNOWN_SUBSCRIBER", 1),
  permanent: true,
};

const LOGS = `/sms/3/logs?messageId=${SMS.messageId}`;
const BALANCE = "/account/1/balance";

/** Infobip's SMS API v3. */
export const infobip: Service = {
  kind,
  home: "https://api.infobip.com",
  settings: (endpoint) => ({ apiKey: KEY, endpoint }),
  secrets: [KEY],
  expected: {
    target: "/sms/3/messages",
    headers: {
      "authorization": `App ${KEY}`,
      "content-type": "application/json",
      "accept": "application/json",
    },
    body: { messages: [MESSAGE] },
  },
  answers: [
    ["taken", [200, said(1, "PENDING_ACCEPTED")], taken(SMS.messageId)],
    [
      "taken at once",
      [200, said(3, "DELIVERED_TO_HANDSET")],
      taken(SMS.messageId),
    ],
    [
      "refused",
      [200, said(5, "REJECTED_DESTINATION")],
      refused("message", "REJECTED_DESTINATION"),
    ],
    [
      "refused as not reachable",
      [200, said(2, "UNDELIVERABLE_REJECTED_OPERATOR")],
      refused("message", "UNDELIVERABLE_REJECTED_OPERATOR"),
    ],
    [
      "refused as too late",
      [200, said(4, "EXPIRED_EXPIRED")],
      refused("message", "EXPIRED_EXPIRED"),
    ],
    [
      "refused for want of credit",
      [200, said(5, "REJECTED_NOT_ENOUGH_CREDITS")],
      refused("gateway", "REJECTED_NOT_ENOUGH_CREDITS"),
    ],
    [
      "a group nobody knows",
      [200, said(9, "X")],
      unclear("HTTP 200 without a status"),
    ],
    [
      "no message",
      [200, { messages: [] }],
      unclear("HTTP 200 without a status"),
    ],
    [
      "no id",
      [200, { messages: [{ status: state(1, "PENDING") }] }],
      unclear("HTTP 200 without an id"),
    ],
    ["a violation", [400, error("E400")], refused("message", "HTTP 400 E400")],
    ["a wrong key", [401, error("E401")], refused("gateway", "HTTP 401 E401")],
    [
      "a wrong key, as in v2",
      [401, V2_ERROR],
      refused("gateway", "HTTP 401 UNAUTHORIZED"),
    ],
    ["forbidden", [403, error("E403")], refused("gateway", "HTTP 403 E403")],
    ["its own failure", [500, error("E500")], unclear("HTTP 500 E500")],
  ],
  writings: [
    [
      "UCS-2, the settings' sender, a minute and a second",
      {
        sms: {
          text: "Où ? 🎉",
          encoding: "ucs2",
          sender: null,
          validitySeconds: 61,
        },
        settings: { sender: "Ville" },
      },
      {
        body: {
          messages: [{
            ...MESSAGE,
            sender: "Ville",
            content: { text: "Où ? 🎉" },
            options: { validityPeriod: { amount: 2, timeUnit: "MINUTES" } },
          }],
        },
      },
    ],
  ],
  unsendable: [
    ["no sender", { sender: null }, refused("gateway", "no sender")],
  ],
  receipts: [
    receipt([1, "PENDING_ENROUTE", 7], "sent"),
    receipt([3, "DELIVERED_TO_OPERATOR", 2], "sent"),
    receipt([3, "DELIVERED_TO_HANDSET", 5], "delivered"),
    receipt([2, "UNDELIVERABLE_NOT_DELIVERED", 9], "failed", {
      error: UNKNOWN_SUBSCRIBER,
      detail: "EC_UNKNOWN_SUBSCRIBER permanent",
    }),
    receipt([2, "UNDELIVERABLE_NOT_DELIVERED", 9], "failed", {
      error: ABSENT_SUBSCRIBER,
      detail: "EC_ABSENT_SUBSCRIBER temporary",
    }),
    receipt([4, "EXPIRED_DLR_UNKNOWN", 29], "expired"),
    receipt([5, "REJECTED_NETWORK", 6], "failed"),
    receipt([7, "SOMETHING", 1], null),
    [
      "two reports of one message",
      {
        json: {
          results: [
            report(state(1, "PENDING_ENROUTE", 7)),
            report(state(3, "DELIVERED_TO_HANDSET", 5)),
          ],
        },
      },
      { providerId: SMS.messageId, status: "delivered" },
    ],
    [
      "an id of its own, ours in the address",
      {
        query: `id=${SMS.messageId}`,
        json: {
          results: [{ messageId: "41", status: state(3, "DELIVERED", 5) }],
        },
      },
      { messageId: SMS.messageId, providerId: "41", status: "delivered" },
    ],
    ["no report", { json: { results: [] } }, null],
  ],
  reconciled: [
    [
      "is in the log",
      [[LOGS, [200, { results: [report(state(1, "PENDING"))] }]]],
      { kind: "accepted", providerId: SMS.messageId },
    ],
    ["is not in the log", [[LOGS, [200, { results: [] }]]], ABSENT],
    [
      "is asked for in vain, as the filter was not understood",
      [[LOGS, [200, { results: [{ messageId: "7" }] }]]],
      TAKEN_UNKNOWN,
    ],
    ["is not told", [[LOGS, [403, error("E403")]]], TAKEN_UNKNOWN],
  ],
  balances: [
    [
      "euros",
      [[BALANCE, [200, { balance: 47.8, currency: "EUR" }]]],
      { amount: 47.8, unit: "eur" },
    ],
    ["dollars", [[BALANCE, [200, { balance: 1, currency: "USD" }]]], null],
    ["a refusal", [[BALANCE, [401, error("E401")]]], null],
  ],
};
