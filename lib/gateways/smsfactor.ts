/**
 * SMSFactor. Our id goes along as `gsmsmsid` and comes back in receipts, whose
 * address is set once, in the account.
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
} from "./gateway.ts";
import {
  askJson,
  baseOf,
  byStatus,
  contentOf,
  digitsOf,
  endpointSetting,
  idOf,
  type Json,
  type JsonAnswer,
  Key,
  objectOf,
  ourId,
  readJson,
  rejected,
  unknown,
} from "./rest.ts";
import { repliesBy } from "./reply.ts";

const ENDPOINT = "https://api.smsfactor.com";
/** To be verified live: "not sent" may be a failure, or only not yet. */
const NOT_SENT: Receipt["status"] | null = null;

export const SmsfactorSettings = z.strictObject({
  token: Key,
  endpoint: endpointSetting(ENDPOINT),
}).openapi("SmsfactorSettings");
export type SmsfactorSettings = z.infer<typeof SmsfactorSettings>;

/** The gateway kind `smsfactor`. */
export const smsfactor: GatewayKind<SmsfactorSettings> = {
  kind: "smsfactor",
  label: { fr: "SMSFactor", en: "SMSFactor" },
  settings: SmsfactorSettings,
  secrets: ["token"],

  async submit(ports, settings, sms, signal) {
    const answer = await askJson(ports, {
      url: `${baseOf(settings, ENDPOINT)}/send`,
      method: "POST",
      headers: { ...headersOf(settings), "content-type": "application/json" },
      body: JSON.stringify(campaignOf(sms)),
    }, signal);
    return "kind" in answer ? answer : outcomeOf(answer, ports.now());
  },

  async balance(ports, settings, signal) {
    const url = `${baseOf(settings, ENDPOINT)}/credits`;
    const headers = headersOf(settings);
    const json = objectOf(await readJson(ports, { url, headers }, signal));
    const credits = Number(json?.credits ?? NaN);
    return Number.isNaN(credits) ? null : { amount: credits, unit: "sms" };
  },

  parseReceipt(_settings, request) {
    return receiptOf(request);
  },

  /** To be verified live: the names, known from no document. */
  parseReplies: repliesBy({
    from: ["number", "sender", "from"],
    text: ["text", "message", "content"],
    id: ["mo_id", "id"],
    answers: ["gsmsmsid", "message_id"],
    is: ({ status }) => status === undefined,
  }),
};

function headersOf({ token }: SmsfactorSettings): Record<string, string> {
  return { authorization: `Bearer ${token}`, accept: "application/json" };
}

/**
 * To be verified live: the form in JSON, as the maker's own libraries post it.
 * The other form puts number and text into the address.
 */
function campaignOf(sms: Handover): object {
  return {
    sms: {
      message: {
        text: sms.text,
        pushtype: "alert",
        ...sms.sender === null ? {} : { sender: sms.sender },
        unicode: sms.encoding === "ucs2" ? 1 : 0,
      },
      recipients: {
        gsm: [{ gsmsmsid: sms.messageId, value: digitsOf(sms.to) }],
      },
    },
  };
}

/**
 * To be verified live: the refusals, known from a service of the same family.
 * -8 waits for a moderator and -99 is an error without a name: both may have
 * been taken.
 */
const REFUSALS: Readonly<Record<string, "message" | "gateway">> = {
  "-1": "gateway",
  "-2": "gateway",
  "-3": "gateway",
  "-4": "gateway",
  "-5": "gateway",
  "-6": "gateway",
  "-7": "message",
};

function outcomeOf(answer: JsonAnswer, nowMs: number): Outcome {
  const { status, json } = answer;
  const state = Number(json?.status ?? NaN);
  const isTold = !Number.isNaN(state) && status < 500 && status !== 429;
  if (!isTold) return byStatus(answer, nowMs, { message: [422] });
  if (state === 1) return acceptance(json!);
  const scope = REFUSALS[String(state)];
  const detail = `status ${state}`;
  return scope === undefined ? unknown(detail) : rejected(scope, detail);
}

/** What is understood may still not have been sent. */
function acceptance(json: Json): Outcome {
  const providerId = idOf(json.ticket);
  if (Number(json.sent) === 1) {
    return providerId === null
      ? unknown("status 1 without a ticket")
      : { kind: "accepted", providerId };
  }
  for (const reason of ["invalid", "blacklisted"]) {
    if (Number(json[reason]) > 0) return rejected("message", reason);
  }
  return unknown("status 1, none sent");
}

const STATUSES: Readonly<Record<string, Receipt["status"] | null>> = {
  0: NOT_SENT,
  1: "sent",
  2: "failed",
  3: "delivered",
  4: "failed",
  5: "failed",
  6: "failed",
  7: "failed",
  9: "failed",
  11: "failed",
  12: "expired",
};

/** `message_id` is our id, given along as `gsmsmsid`. */
function receiptOf(request: ReceiptRequest): Receipt | null {
  const { status: theirs, message_id: id } = contentOf(request);
  const value = String(theirs);
  const status = Object.hasOwn(STATUSES, value) ? STATUSES[value]! : null;
  const messageId = ourId(id);
  if (status === null || messageId === null) return null;
  return { messageId, providerId: null, status, detail: `status ${value}` };
}
