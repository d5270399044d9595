/**
 * Brevo's transactional SMS. Each message names the address of its receipts;
 * what stays unanswered is looked up among the events, by tag.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { type Answer, retryLater } from "./answer.ts";
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
  detailOf,
  digitsOf,
  endpointSetting,
  idOf,
  type JsonAnswer,
  Key,
  Label,
  objectOf,
  objectsOf,
  ourId,
  readJson,
  rejected,
  Sender,
  unknown,
} from "./rest.ts";
import { repliesBy } from "./reply.ts";

const ENDPOINT = "https://api.brevo.com/v3";
/** To be verified live: that it counts seconds until the rate is free again. */
const RATE_RESET_HEADER = "x-sib-ratelimit-reset";
/** To be verified live: the account's plan of this type holds SMS credits. */
const SMS_PLAN = "sms";
const EVENTS_MAX = 100;

const OF_MESSAGE = ["invalid_parameter", "missing_parameter", "out_of_range"];
/** When it is said is documented nowhere; it may mean "taken already". */
const DUPLICATE = "duplicate_request";

export const BrevoSettings = z.strictObject({
  apiKey: Key,
  sender: Sender.optional().openapi({
    description: "For messages without one, which Brevo does not take.",
  }),
  organisationPrefix: Label.optional().openapi({
    description: "Put before each text by Brevo, and not counted here.",
  }),
  endpoint: endpointSetting(ENDPOINT),
}).openapi("BrevoSettings");
export type BrevoSettings = z.infer<typeof BrevoSettings>;

/** The gateway kind `brevo`. */
export const brevo: GatewayKind<BrevoSettings> = {
  kind: "brevo",
  label: { fr: "Brevo", en: "Brevo" },
  settings: BrevoSettings,
  secrets: ["apiKey"],

  async submit(ports, settings, sms, signal) {
    const sender = sms.sender ?? settings.sender;
    if (sender === undefined) return rejected("gateway", "no sender");
    const answer = await askJson(ports, {
      url: `${baseOf(settings, ENDPOINT)}/transactionalSMS/sms`,
      method: "POST",
      headers: { ...headersOf(settings), "content-type": "application/json" },
      body: JSON.stringify(messageOf(settings, sms, sender)),
    }, signal);
    return "kind" in answer ? answer : outcomeOf(answer, ports.now());
  },

  async reconcile(ports, settings, { messageId }, signal) {
    const path = "/transactionalSMS/statistics/events";
    const query = new URLSearchParams({
      limit: String(EVENTS_MAX),
      tags: messageId,
    });
    const url = `${baseOf(settings, ENDPOINT)}${path}?${query}`;
    const headers = headersOf(settings);
    return found(await readJson(ports, { url, headers }, signal), messageId);
  },

  async balance(ports, settings, signal) {
    const url = `${baseOf(settings, ENDPOINT)}/account`;
    const headers = headersOf(settings);
    const json = objectOf(await readJson(ports, { url, headers }, signal));
    const plan = objectsOf(json?.plan).find(({ type }) => type === SMS_PLAN);
    const credits = plan?.credits;
    return typeof credits === "number"
      ? { amount: credits, unit: "sms" }
      : null;
  },

  parseReceipt(_settings, request) {
    return receiptOf(request);
  },

  /** To be verified live: where the words of an answer stand. */
  parseReplies: repliesBy({
    from: ["to", "from"],
    text: ["reply", "message", "content"],
    id: ["ts_event"],
    is: ({ msg_status: word }) => word === "replied",
  }),
};

function headersOf({ apiKey }: BrevoSettings): Record<string, string> {
  return { "api-key": apiKey, accept: "application/json" };
}

function messageOf(
  { organisationPrefix }: BrevoSettings,
  sms: Handover,
  sender: string,
): object {
  return {
    sender,
    recipient: digitsOf(sms.to),
    content: sms.text,
    type: "transactional",
    tag: sms.messageId,
    webUrl: callbackWithId(sms),
    unicodeEnabled: sms.encoding === "ucs2",
    ...organisationPrefix === undefined ? {} : { organisationPrefix },
  };
}

function outcomeOf(answer: JsonAnswer, nowMs: number): Outcome {
  const { status, json } = answer;
  if (status === 201 || status === 200) {
    const providerId = idOf(json?.messageId);
    return providerId === null
      ? unknown(`HTTP ${status} without an id`)
      : { kind: "accepted", providerId };
  }
  const code = codeOf(json?.code);
  if (status === 429) return tooMany(answer, detailOf(answer, code), nowMs);
  if (status < 500 && code === DUPLICATE) {
    return unknown(detailOf(answer, code));
  }
  const ofMessage = status === 400 && code !== null &&
    OF_MESSAGE.includes(code);
  if (ofMessage) return rejected("message", detailOf(answer, code));
  return byStatus(answer, nowMs, {
    code,
    // An account's trouble comes with 422 as well.
    message: isAboutAccount(code) ? [] : [422],
  });
}

function isAboutAccount(code: string | null): boolean {
  return ["not_enough_credits", "account_under_validation"]
    .includes(code ?? "");
}

/** Brevo sends no Retry-After. */
function tooMany(answer: Answer, detail: string, nowMs: number): Outcome {
  const headers = new Headers(answer.headers);
  const reset = headers.get(RATE_RESET_HEADER);
  if (reset !== null && !headers.has("retry-after")) {
    headers.set("retry-after", reset);
  }
  return retryLater({ headers }, detail, nowMs);
}

/** An answer without events has the member missing, or empty. */
function found(answer: unknown, messageId: string): Reconciled {
  const json = objectOf(answer);
  if (json === null) return { kind: "unknown" };
  const events = objectsOf(json.events);
  const ours = events.find(({ tag }) => tag === messageId);
  const providerId = idOf(ours?.messageId);
  if (providerId !== null) return { kind: "accepted", providerId };
  const isEmpty = events.length === 0 &&
    (json.events === undefined || Array.isArray(json.events));
  return { kind: isEmpty ? "absent" : "unknown" };
}

type Reading = Pick<Receipt, "status" | "detail">;

const READINGS: Readonly<Record<string, Reading>> = {
  sent: { status: "sent", detail: null },
  accepted: { status: "sent", detail: null },
  delivered: { status: "delivered", detail: null },
  soft_bounce: { status: "failed", detail: "soft_bounce temporary" },
  hard_bounce: { status: "failed", detail: "hard_bounce permanent" },
  rejected: { status: "failed", detail: "rejected permanent" },
  blocked: { status: "failed", detail: "blocked permanent" },
  unsubscribe: { status: "failed", detail: "unsubscribe permanent" },
};

function receiptOf(request: ReceiptRequest): Receipt | null {
  const json = contentOf(request);
  const word = String(json.msg_status);
  const reading = Object.hasOwn(READINGS, word) ? READINGS[word] : undefined;
  const providerId = idOf(json.messageId);
  if (reading === undefined || providerId === null) return null;
  return { messageId: ourId(request.query.get("id")), providerId, ...reading };
}
