/**
 * smsmode's REST interface v1. It recognises no second hand-over, so what
 * stays unanswered is looked up by `refClient`, which receipts carry as well.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import type {
  Balance,
  GatewayKind,
  Handover,
  Outcome,
  Receipt,
  ReceiptRequest,
  Reconciled,
} from "./gateway.ts";
import { valueAt } from "./json_pointer.ts";
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
  objectOf,
  objectsOf,
  ourId,
  readJson,
  rejected,
  unknown,
} from "./rest.ts";
import { repliesBy } from "./reply.ts";

const ENDPOINT = "https://rest.smsmode.com";
/** To be verified live: the filter's name. Whether it works is seen below. */
const REFERENCE_FILTER = "refClient";
/** To be verified live: what `balance` counts; its prices are in euros. */
const BALANCE_UNIT: Balance["unit"] = "eur";

export const SmsmodeSettings = z.strictObject({
  apiKey: Key.openapi({ description: "The key of an SMS channel." }),
  endpoint: endpointSetting(ENDPOINT),
}).openapi("SmsmodeSettings");
export type SmsmodeSettings = z.infer<typeof SmsmodeSettings>;

/** The gateway kind `smsmode`. */
export const smsmode: GatewayKind<SmsmodeSettings> = {
  kind: "smsmode",
  label: { fr: "smsmode", en: "smsmode" },
  settings: SmsmodeSettings,
  secrets: ["apiKey"],

  async submit(ports, settings, sms, signal) {
    const answer = await askJson(ports, {
      url: `${baseOf(settings, ENDPOINT)}/sms/v1/messages`,
      method: "POST",
      headers: { ...headersOf(settings), "content-type": "application/json" },
      body: JSON.stringify(messageOf(sms)),
    }, signal);
    return "kind" in answer ? answer : outcomeOf(answer, ports.now());
  },

  async reconcile(ports, settings, { messageId }, signal) {
    const query = new URLSearchParams({ [REFERENCE_FILTER]: messageId });
    const url = `${baseOf(settings, ENDPOINT)}/sms/v1/messages?${query}`;
    const headers = headersOf(settings);
    const list = await readJson(ports, { url, headers }, signal);
    return found(objectOf(list)?.items, messageId);
  },

  async balance(ports, settings, signal) {
    const url = `${baseOf(settings, ENDPOINT)}/commons/v1/organisations`;
    const headers = headersOf(settings);
    const json = await readJson(ports, { url, headers }, signal);
    const amount = [["balance"], ["items", "0", "balance"], ["0", "balance"]]
      .map((path) => valueAt(json, path))
      .find((value) => typeof value === "number");
    return amount === undefined ? null : { amount, unit: BALANCE_UNIT };
  },

  parseReceipt(_settings, request) {
    return receiptOf(request);
  },

  /** To be verified live: the names, known from no document. */
  parseReplies: repliesBy({
    from: ["from", "originator", "numero"],
    text: ["body.text", "text", "message"],
    id: ["messageId", "responseID"],
    answers: ["refClient"],
  }),
};

function headersOf({ apiKey }: SmsmodeSettings): Record<string, string> {
  return { "x-api-key": apiKey, accept: "application/json" };
}

function messageOf(sms: Handover): object {
  return {
    recipient: { to: digitsOf(sms.to) },
    body: {
      text: sms.text,
      encoding: sms.encoding === "gsm7" ? "GSM7" : "UNICODE",
      stop: false,
    },
    ...sms.sender === null ? {} : { from: sms.sender },
    refClient: sms.messageId,
    callbackUrlStatus: callbackWithId(sms),
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
  const code = codeOf(json?.errorCode);
  if (status === 400 && isAboutBalance(`${json?.message} ${json?.detail}`)) {
    return rejected("gateway", detailOf(answer, code));
  }
  return byStatus(answer, nowMs, { code, message: [400] });
}

/** To be verified live: the code of an exhausted balance was never found. */
function isAboutBalance(sentence: string): boolean {
  return /balance|credit|crédit|solde/i.test(sentence);
}

/** A filter that was not understood lists others: then nothing is known. */
function found(items: unknown, messageId: string): Reconciled {
  if (!Array.isArray(items)) return { kind: "unknown" };
  const ours = objectsOf(items).find((item) => item.refClient === messageId);
  const providerId = idOf(ours?.messageId);
  if (providerId !== null) return { kind: "accepted", providerId };
  return { kind: items.length === 0 ? "absent" : "unknown" };
}

const STATUSES: Readonly<Record<string, Receipt["status"]>> = {
  SCHEDULED: "sent",
  ENROUTE: "sent",
  DELIVERED: "delivered",
  READ: "delivered",
  UNDELIVERABLE: "failed",
  UNDELIVERED: "failed",
};

/** The message again, with the status it has now. */
function receiptOf(request: ReceiptRequest): Receipt | null {
  const json = contentOf(request);
  const state = objectOf(json.status);
  const value = String(state?.value);
  const status = Object.hasOwn(STATUSES, value) ? STATUSES[value] : undefined;
  const providerId = idOf(json.messageId);
  if (status === undefined || providerId === null) return null;
  const detail = codeOf(state?.detail);
  return { messageId: ourId(json.refClient), providerId, status, detail };
}
