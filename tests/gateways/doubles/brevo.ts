import { brevo as kind } from "../../../lib/gateways/brevo.ts";
import { SMS } from "../double.ts";
import {
  ABSENT,
  HOSTILE,
  later,
  type ReceiptRow,
  refused,
  type Service,
  taken,
  TAKEN_UNKNOWN,
  unclear,
} from "./service.ts";

const KEY = "xkeysib-81c4b1a6f0d7-Zq7TnB";
const ID = 1511882900176220;

const BODY = {
  sender: "Mairie",
  recipient: "33612345678",
  content: SMS.text,
  type: "transactional",
  tag: SMS.messageId,
  webUrl: `${SMS.callbackUrl}?id=${SMS.messageId}`,
  unicodeEnabled: false,
};

function error(code: string) {
  return { code, message: HOSTILE };
}

function receipt(
  word: string,
  expected: ReceiptRow[2],
): ReceiptRow {
  return [
    word,
    {
      query: `id=${SMS.messageId}`,
      json: {
        id: 12,
        to: "33612345678",
        sms_count: 1,
        credits_used: 1,
        messageId: ID,
        remaining_credit: 9,
        msg_status: word,
        date: "2026-01-01 01:00:00",
        type: "transactional",
        reference: "ab1cde2fgh3i4jklmno",
        description: HOSTILE,
        ts_event: 1767225600,
      },
    },
    expected === null
      ? null
      : { messageId: SMS.messageId, providerId: String(ID), ...expected },
  ];
}

function failed(word: string, nature: string): ReceiptRow {
  return receipt(word, { status: "failed", detail: `${word} ${nature}` });
}

const EVENTS =
  `/transactionalSMS/statistics/events?limit=100&tags=${SMS.messageId}`;

function event(tag: string) {
  return {
    phoneNumber: "33612345678",
    date: "2026-01-01T00:00:00.000Z",
    messageId: String(ID),
    event: "sent",
    tag,
  };
}

/** Brevo's transactional SMS. */
export const brevo: Service = {
  kind,
  home: "https://api.brevo.com/v3",
  settings: (endpoint) => ({ apiKey: KEY, endpoint }),
  secrets: [KEY],
  expected: {
    target: "/transactionalSMS/sms",
    headers: {
      "api-key": KEY,
      "content-type": "application/json",
      "accept": "application/json",
    },
    body: BODY,
  },
  answers: [
    [
      "taken",
      [201, {
        reference: "ab1cde2fgh3i4jklmno",
        messageId: ID,
        smsCount: 1,
        usedCredits: 0.7,
        remainingCredits: 82.8,
      }],
      taken(String(ID)),
    ],
    [
      "an id of 64 bits",
      [201, '{"messageId": 9007199254740993123}', {
        "content-type": "application/json",
      }],
      taken("9007199254740993123"),
    ],
    ["no id", [201, { reference: "ab" }], unclear("HTTP 201 without an id")],
    [
      "an invalid number",
      [400, error("invalid_parameter")],
      refused("message", "HTTP 400 invalid_parameter"),
    ],
    [
      "no text",
      [400, error("missing_parameter")],
      refused("message", "HTTP 400 missing_parameter"),
    ],
    [
      "too long",
      [400, error("out_of_range")],
      refused("message", "HTTP 400 out_of_range"),
    ],
    [
      "no credit",
      [400, error("not_enough_credits")],
      refused("gateway", "HTTP 400 not_enough_credits"),
    ],
    [
      "not validated",
      [400, error("account_under_validation")],
      refused("gateway", "HTTP 400 account_under_validation"),
    ],
    [
      "not validated",
      [422, error("account_under_validation")],
      refused("gateway", "HTTP 422 account_under_validation"),
    ],
    [
      "perhaps taken before",
      [400, error("duplicate_request")],
      unclear("HTTP 400 duplicate_request"),
    ],
    [
      "a key or an address it does not know",
      [401, error("unauthorized")],
      refused("gateway", "HTTP 401 unauthorized"),
    ],
    [
      "no credit",
      [402, error("not_enough_credits")],
      refused("gateway", "HTTP 402 not_enough_credits"),
    ],
    [
      "forbidden",
      [403, error("permission_denied")],
      refused("gateway", "HTTP 403 permission_denied"),
    ],
    [
      "not found",
      [404, error("document_not_found")],
      refused("gateway", "HTTP 404 document_not_found"),
    ],
    [
      "not allowed",
      [405, error("method_not_allowed")],
      refused("gateway", "HTTP 405 method_not_allowed"),
    ],
    [
      "not acceptable",
      [406, error("not_acceptable")],
      refused("gateway", "HTTP 406 not_acceptable"),
    ],
    [
      "refused",
      [422, error("unprocessable_entity")],
      refused("message", "HTTP 422 unprocessable_entity"),
    ],
    [
      "too many",
      [429, error("too_many_requests"), { "x-sib-ratelimit-reset": "9" }],
      later("HTTP 429 too_many_requests", 9_000),
    ],
    ["its own failure", [500, error("oops")], unclear("HTTP 500 oops")],
  ],
  writings: [
    [
      "UCS-2 with a prefix",
      {
        sms: { text: "Où ? 🎉", encoding: "ucs2" },
        settings: { organisationPrefix: "Mairie" },
      },
      {
        body: {
          ...BODY,
          content: "Où ? 🎉",
          unicodeEnabled: true,
          organisationPrefix: "Mairie",
        },
      },
    ],
    [
      "the settings' sender",
      { sms: { sender: null }, settings: { sender: "Ville" } },
      { body: { ...BODY, sender: "Ville" } },
    ],
  ],
  unsendable: [
    ["no sender", { sender: null }, refused("gateway", "no sender")],
  ],
  receipts: [
    receipt("sent", { status: "sent", detail: null }),
    receipt("accepted", { status: "sent", detail: null }),
    receipt("delivered", { status: "delivered", detail: null }),
    failed("soft_bounce", "temporary"),
    failed("hard_bounce", "permanent"),
    failed("rejected", "permanent"),
    failed("blocked", "permanent"),
    failed("unsubscribe", "permanent"),
    receipt("replied", null),
    receipt("skip", null),
    receipt("valueOf", null),
  ],
  reconciled: [
    [
      "has events",
      [[EVENTS, [200, { events: [event("7"), event(SMS.messageId)] }]]],
      { kind: "accepted", providerId: String(ID) },
    ],
    ["has no event", [[EVENTS, [200, { events: [] }]]], ABSENT],
    ["has no event at all", [[EVENTS, [200, {}]]], ABSENT],
    [
      "is asked for in vain, as the filter was not understood",
      [[EVENTS, [200, { events: [event("7")] }]]],
      TAKEN_UNKNOWN,
    ],
    ["is not told", [[EVENTS, [429, {}]]], TAKEN_UNKNOWN],
  ],
  balances: [
    [
      "credits",
      [["/account", [200, {
        plan: [{ type: "free", credits: 300 }, { type: "sms", credits: 82.8 }],
      }]]],
      { amount: 82.8, unit: "sms" },
    ],
    ["no plan", [["/account", [200, { plan: [] }]]], null],
    ["a refusal", [["/account", [401, {}]]], null],
  ],
};
