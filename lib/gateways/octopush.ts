/**
 * Octopush's interface v1. `request_id` is our message id: within 24 hours a
 * second hand-over is refused with code 120, which means the first was taken.
 *
 * Receipts name the campaign's ticket; one recipient a call keeps that 1:1.
 * Their address is set once, in the account.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { retryLater } from "./answer.ts";
import type {
  GatewayKind,
  Handover,
  Outcome,
  Receipt,
  ReceiptRequest,
} from "./gateway.ts";
import {
  askJson,
  baseOf,
  byStatus,
  codeOf,
  contentOf,
  detailOf,
  endpointSetting,
  idOf,
  type Json,
  type JsonAnswer,
  Key,
  objectOf,
  readJson,
  rejected,
  unknown,
} from "./rest.ts";
import { repliesBy } from "./reply.ts";

const ENDPOINT = "https://api.octopush.com";
/** To be verified live: path and fields, known from no document. */
const BALANCE_PATH = "/v1/public/wallet/check-balance";

const DUPLICATE = 120;
const OF_MESSAGE = [102, 103, 106, 107, 117, 121, 122];
const OF_ACCOUNT = [101, 104, 105, 113, 114];

export const OctopushSettings = z.strictObject({
  login: Key.openapi({ description: "The account's address (e-mail)." }),
  apiKey: Key,
  type: z.enum(["sms_premium", "sms_low_cost"], {
    error: "sms_premium ou sms_low_cost",
  }).optional().openapi({ description: "sms_premium by default." }),
  endpoint: endpointSetting(ENDPOINT),
}).openapi("OctopushSettings");
export type OctopushSettings = z.infer<typeof OctopushSettings>;

/** The gateway kind `octopush`. */
export const octopush: GatewayKind<OctopushSettings> = {
  kind: "octopush",
  label: { fr: "Octopush", en: "Octopush" },
  settings: OctopushSettings,
  secrets: ["apiKey"],
  deduplicates: true,
  receiptsByProviderId: () => true,

  async submit(ports, settings, sms, signal) {
    if (MERGE_VARIABLE.test(sms.text)) {
      return rejected("message", "braces stand for variables there");
    }
    const answer = await askJson(ports, {
      url: `${baseOf(settings, ENDPOINT)}/v1/public/sms-campaign/send`,
      method: "POST",
      headers: { ...headersOf(settings), "content-type": "application/json" },
      body: JSON.stringify(campaignOf(settings, sms)),
    }, signal);
    return "kind" in answer ? answer : outcomeOf(answer, ports.now());
  },

  async balance(ports, settings, signal) {
    const url = `${baseOf(settings, ENDPOINT)}${BALANCE_PATH}`;
    const headers = headersOf(settings);
    const json = objectOf(await readJson(ports, { url, headers }, signal));
    const amount = json?.amount;
    if (typeof amount !== "number") return null;
    return { amount, unit: /sms/i.test(String(json?.unit)) ? "sms" : "eur" };
  },

  parseReceipt(_settings, request) {
    return receiptOf(request);
  },

  /** To be verified live: sent only on accounts with replies. */
  parseReplies: repliesBy({
    from: ["number", "phone_number"],
    text: ["text", "message"],
    id: ["message_id", "sms_ticket"],
    is: ({ status }) => status === undefined,
  }),
};

/**
 * `{first_name}` is filled in there. How a brace is written that stands for
 * itself is documented nowhere, so a text with one cannot be handed over.
 */
const MERGE_VARIABLE = /[{}]/;

function headersOf({ login, apiKey }: OctopushSettings) {
  return { "api-login": login, "api-key": apiKey, "cache-control": "no-cache" };
}

function campaignOf(settings: OctopushSettings, sms: Handover): object {
  return {
    text: sms.text,
    recipients: [{ phone_number: sms.to }],
    ...sms.sender === null ? {} : { sender: sms.sender },
    type: settings.type ?? "sms_premium",
    purpose: "alert",
    with_replies: false,
    simulation_mode: false,
    request_id: sms.messageId,
    // What was counted is what is sent.
    auto_optimize_text: false,
  };
}

/**
 * 5xx is `unknown` although a second hand-over does no harm: it does none
 * here, while `retry` would let another gateway send the SMS.
 */
function outcomeOf(answer: JsonAnswer, nowMs: number): Outcome {
  const { status, json } = answer;
  const ticket = idOf(json?.sms_ticket);
  if (status >= 200 && status < 300) {
    if (ticket !== null) return { kind: "accepted", providerId: ticket };
  } else if (status < 400 || status >= 500) return byStatus(answer, nowMs);

  const number = Number(json?.code ?? NaN);
  const code = codeOf(json?.code);
  const detail = detailOf(answer, code);
  if (status === 429) return retryLater(answer, detail, nowMs);
  if (number === DUPLICATE || isKnownRequest(json?.errors)) {
    // The ticket was in an answer that got lost.
    return { kind: "accepted", providerId: null };
  }
  if (OF_MESSAGE.includes(number)) return rejected("message", detail);
  if (OF_ACCOUNT.includes(number)) return rejected("gateway", detail);
  if (status < 400) return unknown(`HTTP ${status} without a ticket`);
  return byStatus(answer, nowMs, { code, message: [400, 422] });
}

/**
 * To be verified live: the form of validation errors, and whether a request
 * that is known already is one of them rather than code 120.
 */
function isKnownRequest(errors: unknown): boolean {
  const ofId = (objectOf(errors) ?? {} as Json).request_id;
  return /already|taken|unique|déjà/i.test(JSON.stringify(ofId) ?? "");
}

const STATUSES: Readonly<Record<string, Receipt["status"]>> = {
  ACK: "sent",
  TRANSMITTED: "sent",
  PROCESSED: "sent",
  ISP_SEND: "sent",
  DELIVERED: "delivered",
  NOT_DELIVERED: "failed",
  NOT_ALLOWED: "failed",
  BAD_DESTINATION: "failed",
  BLACKLISTED_NUMBER: "failed",
};

function receiptOf(request: ReceiptRequest): Receipt | null {
  const { message_id: ticket, status: theirs } = contentOf(request);
  const word = String(theirs);
  const status = Object.hasOwn(STATUSES, word) ? STATUSES[word] : undefined;
  const providerId = idOf(ticket);
  if (status === undefined || providerId === null) return null;
  return { messageId: null, providerId, status, detail: word };
}
