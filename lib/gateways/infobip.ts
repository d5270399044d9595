/**
 * Infobip's SMS API v3. The message id is ours, in hand-over, receipt and log
 * alike. A refusal comes as 200 with a status of the group REJECTED.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import type {
  GatewayKind,
  Handover,
  Outcome,
  Receipt,
  ReceiptRequest,
  Reconciled,
} from "./gateway.ts";
import {
  askJson,
  baseOf,
  byStatus,
  callbackWithId,
  codeOf,
  contentOf,
  digitsOf,
  endpointSetting,
  idOf,
  type Json,
  type JsonAnswer,
  Key,
  objectOf,
  objectsOf,
  ourId,
  readJson,
  rejected,
  Sender,
  unknown,
} from "./rest.ts";
import { repliesInResults } from "./reply.ts";

/** Each account has an address of its own, which Infobip prefers. */
const ENDPOINT = "https://api.infobip.com";
/** To be verified live: two days, in minutes. */
const VALIDITY_MAX = 2_880;
/** To be verified live: statuses of the group REJECTED that blame the account. */
const OF_ACCOUNT = /CREDIT|ACCOUNT|DEMO|LICENSE/;

const Group = {
  pending: 1,
  undeliverable: 2,
  delivered: 3,
  expired: 4,
  rejected: 5,
};
/** In the group DELIVERED, but only handed to the operator. */
const DELIVERED_TO_OPERATOR = 2;

export const InfobipSettings = z.strictObject({
  apiKey: Key,
  sender: Sender.optional().openapi({
    description: "For messages without one, which Infobip does not take.",
  }),
  endpoint: endpointSetting(ENDPOINT).openapi({
    description: "The account's own address, https://….api.infobip.com.",
  }),
}).openapi("InfobipSettings");
export type InfobipSettings = z.infer<typeof InfobipSettings>;

/** The gateway kind `infobip`. */
export const infobip: GatewayKind<InfobipSettings> = {
  kind: "infobip",
  label: { fr: "Infobip", en: "Infobip" },
  settings: InfobipSettings,
  secrets: ["apiKey"],

  async submit(ports, settings, sms, signal) {
    const sender = sms.sender ?? settings.sender;
    if (sender === undefined) return rejected("gateway", "no sender");
    const answer = await askJson(ports, {
      url: `${baseOf(settings, ENDPOINT)}/sms/3/messages`,
      method: "POST",
      headers: { ...headersOf(settings), "content-type": "application/json" },
      body: JSON.stringify({ messages: [messageOf(sms, sender)] }),
    }, signal);
    return "kind" in answer ? answer : outcomeOf(answer, ports.now());
  },

  async reconcile(ports, settings, { messageId }, signal) {
    const query = new URLSearchParams({ messageId });
    const url = `${baseOf(settings, ENDPOINT)}/sms/3/logs?${query}`;
    const headers = headersOf(settings);
    return found(await readJson(ports, { url, headers }, signal), messageId);
  },

  /** To be verified live: path and fields, known from no document. */
  async balance(ports, settings, signal) {
    const url = `${baseOf(settings, ENDPOINT)}/account/1/balance`;
    const headers = headersOf(settings);
    const json = objectOf(await readJson(ports, { url, headers }, signal));
    const amount = json?.balance;
    return typeof amount === "number" && json?.currency === "EUR"
      ? { amount, unit: "eur" }
      : null;
  },

  parseReceipt(_settings, request) {
    return receiptOf(request);
  },

  parseReplies: repliesInResults({
    from: ["from", "sender"],
    text: ["text", "cleanText"],
    id: ["messageId"],
    answers: ["pairedMessageId", "callbackData"],
  }),
};

function headersOf({ apiKey }: InfobipSettings): Record<string, string> {
  return { authorization: `App ${apiKey}`, accept: "application/json" };
}

/** Without `transliteration`: what was counted is what is sent. */
function messageOf(sms: Handover, sender: string): object {
  const minutes = Math.max(Math.ceil(sms.validitySeconds / 60), 1);
  return {
    sender,
    destinations: [{ to: digitsOf(sms.to), messageId: sms.messageId }],
    content: { text: sms.text },
    options: {
      validityPeriod: {
        amount: Math.min(minutes, VALIDITY_MAX),
        timeUnit: "MINUTES",
      },
    },
    webhooks: {
      delivery: { url: callbackWithId(sms) },
      contentType: "application/json",
      callbackData: sms.messageId,
    },
  };
}

function outcomeOf(answer: JsonAnswer, nowMs: number): Outcome {
  const { status, json } = answer;
  if (status !== 200) {
    const code = codeOf(json?.errorCode) ?? v2Code(json);
    return byStatus(answer, nowMs, { code, message: [400] });
  }
  const [message] = objectsOf(json?.messages);
  const state = objectOf(message?.status);
  const name = codeOf(state?.name) ?? "";
  switch (state?.groupId) {
    case Group.pending:
    case Group.delivered:
      return acceptance(message);
    case Group.undeliverable:
    case Group.expired:
    case Group.rejected:
      return rejected(OF_ACCOUNT.test(name) ? "gateway" : "message", name);
    default:
      return unknown("HTTP 200 without a status");
  }
}

function acceptance(message: Json | undefined): Outcome {
  const providerId = idOf(message?.messageId);
  return providerId === null
    ? unknown("HTTP 200 without an id")
    : { kind: "accepted", providerId };
}

function v2Code(json: Json | null): string | null {
  const exception = objectOf(objectOf(json?.requestError)?.serviceException);
  return codeOf(exception?.messageId);
}

/** Logs are kept for two days. */
function found(answer: unknown, messageId: string): Reconciled {
  const results = objectOf(answer)?.results;
  if (!Array.isArray(results)) return { kind: "unknown" };
  const isThere = objectsOf(results)
    .some((result) => result.messageId === messageId);
  if (isThere) return { kind: "accepted", providerId: messageId };
  return { kind: results.length === 0 ? "absent" : "unknown" };
}

/** One message's address gets one message's reports; the last is the newest. */
function receiptOf(request: ReceiptRequest): Receipt | null {
  const report = objectsOf(contentOf(request).results).at(-1);
  const state = objectOf(report?.status);
  const providerId = idOf(report?.messageId);
  const status = statusOf(state);
  if (status === null || providerId === null) return null;
  const messageId = ourId(report?.callbackData) ?? ourId(providerId) ??
    ourId(request.query.get("id"));
  const isBad = status === "failed" || status === "expired";
  const error = isBad ? errorOf(objectOf(report?.error)) : "";
  const detail = error || (codeOf(state?.name) ?? null);
  return { messageId, providerId, status, detail };
}

function statusOf(state: Json | null): Receipt["status"] | null {
  switch (state?.groupId) {
    case Group.pending:
      return "sent";
    case Group.delivered:
      return state.id === DELIVERED_TO_OPERATOR ? "sent" : "delivered";
    case Group.expired:
      return "expired";
    case Group.undeliverable:
    case Group.rejected:
      return "failed";
    default:
      return null;
  }
}

function errorOf(error: Json | null): string {
  const name = codeOf(error?.name);
  if (name === null || error?.groupId === 0) return "";
  return `${name} ${error?.permanent === true ? "permanent" : "temporary"}`;
}
