import { octopush as kind } from "../../../lib/gateways/octopush.ts";
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

const KEY = "wBNsQ3aL8XkR5vTz";
const TICKET = "sms_5fec89fe97109";

const BODY = {
  text: SMS.text,
  recipients: [{ phone_number: SMS.to }],
  sender: "Mairie",
  type: "sms_premium",
  purpose: "alert",
  with_replies: false,
  simulation_mode: false,
  request_id: SMS.messageId,
  auto_optimize_text: false,
};

const TAKEN = {
  sms_ticket: TICKET,
  number_of_contacts: 1,
  total_cost: 0.0333,
  number_of_sms_needed: 1,
  residual_credit: 99.5,
};

function error(code: number | string) {
  return { code, message: HOSTILE };
}

function receipt(status: string, ours: "sent" | "delivered" | "failed" | null) {
  const json = {
    channel: "sms",
    message_id: TICKET,
    list_name: "",
    number: SMS.to,
    status,
    unit_price: "0.0333",
    delivery_date: "2026-01-01 00:00:00",
    meta_data: {},
  };
  const expected = ours === null
    ? null
    : { messageId: null, providerId: TICKET, status: ours, detail: status };
  return [status, { json }, expected] as ReceiptRow;
}

const BALANCE = "/v1/public/wallet/check-balance";

/** Octopush's interface v1. */
export const octopush: Service = {
  kind,
  home: "https://api.octopush.com",
  settings: (endpoint) => ({
    login: "sms@mairie.example",
    apiKey: KEY,
    endpoint,
  }),
  secrets: [KEY],
  expected: {
    target: "/v1/public/sms-campaign/send",
    headers: {
      "api-login": "sms@mairie.example",
      "api-key": KEY,
      "content-type": "application/json",
      "cache-control": "no-cache",
    },
    body: BODY,
  },
  answers: [
    ["taken", [201, TAKEN], taken(TICKET)],
    ["taken with 200", [200, TAKEN], taken(TICKET)],
    ["no ticket", [200, {}], unclear("HTTP 200 without a ticket")],
    ["credentials", [401, error(101)], refused("gateway", "HTTP 401 101")],
    ["too long", [400, error(102)], refused("message", "HTTP 400 102")],
    ["no recipient", [400, error(103)], refused("message", "HTTP 400 103")],
    ["no credit", [400, error(104)], refused("gateway", "HTTP 400 104")],
    ["credit pending", [400, error(105)], refused("gateway", "HTTP 400 105")],
    ["a bad sender", [400, error(106)], refused("message", "HTTP 400 106")],
    ["no text", [422, error("107")], refused("message", "HTTP 422 107")],
    ["not validated", [403, error(113)], refused("gateway", "HTTP 403 113")],
    ["investigated", [403, error(114)], refused("gateway", "HTTP 403 114")],
    ["no good number", [400, error(117)], refused("message", "HTTP 400 117")],
    ["taken before", [400, error(120)], taken(null)],
    ["taken before, as text", [422, error("120")], taken(null)],
    [
      "taken before, as a validation error",
      [422, {
        message: "The given data was invalid.",
        errors: { request_id: ["The request id has already been taken."] },
      }],
      taken(null),
    ],
    [
      "a request id that is not liked",
      [422, { errors: { request_id: ["must be a string."] } }],
      refused("message", "HTTP 422"),
    ],
    ["no STOP", [400, error(121)], refused("message", "HTTP 400 121")],
    ["no STOP", [400, error(122)], refused("message", "HTTP 400 122")],
    [
      "an invalid number",
      [400, { errors: { recipients: [HOSTILE] } }],
      refused("message", "HTTP 400"),
    ],
    ["another code", [403, error(199)], refused("gateway", "HTTP 403 199")],
    [
      "a refusal with 200",
      [200, error(104)],
      refused("gateway", "HTTP 200 104"),
    ],
    [
      "too many",
      [429, error(999), { "retry-after": "3" }],
      later("HTTP 429 999", 3_000),
    ],
    // Handed over again, here: `deduplicates` makes the engine do so.
    ["its own failure", [500, error(101)], unclear("HTTP 500")],
  ],
  writings: [
    [
      "UCS-2, no sender, the cheap route",
      {
        sms: { text: "Où ? 🎉", encoding: "ucs2", sender: null },
        settings: { type: "sms_low_cost" },
      },
      {
        body: {
          text: "Où ? 🎉",
          recipients: [{ phone_number: SMS.to }],
          type: "sms_low_cost",
          purpose: "alert",
          with_replies: false,
          simulation_mode: false,
          request_id: SMS.messageId,
          auto_optimize_text: false,
        },
      },
    ],
  ],
  unsendable: [
    [
      "a variable",
      { text: "Bonjour {first_name}" },
      refused("message", "braces stand for variables there"),
    ],
    [
      "one brace",
      { text: "Bonjour }" },
      refused("message", "braces stand for variables there"),
    ],
  ],
  receipts: [
    receipt("ACK", "sent"),
    receipt("TRANSMITTED", "sent"),
    receipt("PROCESSED", "sent"),
    receipt("ISP_SEND", "sent"),
    receipt("DELIVERED", "delivered"),
    receipt("NOT_DELIVERED", "failed"),
    receipt("NOT_ALLOWED", "failed"),
    receipt("BAD_DESTINATION", "failed"),
    receipt("BLACKLISTED_NUMBER", "failed"),
    receipt("UNKNOWN_DELIVERY", null),
    receipt("UNDEFINED", null),
    receipt("toString", null),
  ],
  balances: [
    [
      "euros",
      [[BALANCE, [200, { amount: 99.5, unit: "€" }]]],
      { amount: 99.5, unit: "eur" },
    ],
    [
      "SMS",
      [[BALANCE, [200, { amount: 7, unit: "sms" }]]],
      { amount: 7, unit: "sms" },
    ],
    ["nothing", [[BALANCE, [200, {}]]], null],
    ["a refusal", [[BALANCE, [401, error(101)]]], null],
  ],
};
