/**
 * Twilio's Messages resource. It keeps no reference of ours, so our id stands
 * in the address of the receipts, which are signed.
 *
 * What stays unanswered is told by a receipt, or by its list: see
 * `twilio_lookup.ts`.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import type { GatewayKind, Handover, Outcome, Receipt } from "./gateway.ts";
import { ForgedReceipt } from "./gateway.ts";
import {
  askJson,
  baseOf,
  basic,
  byStatus,
  callbackWithId,
  codeOf,
  contentOf,
  detailOf,
  endpointSetting,
  idOf,
  type JsonAnswer,
  Key,
  objectOf,
  ourId,
  readJson,
  rejected,
  Sender,
  unknown,
} from "./rest.ts";
import { foundIn, listQuery } from "./twilio_lookup.ts";
import { isSigned } from "./twilio_signature.ts";
import { repliesBy } from "./reply.ts";

const ENDPOINT = "https://api.twilio.com";
/** To be verified live: ten hours, in seconds; it was four once. */
const VALIDITY_MAX = 36_000;

/** The number or the pair with the sender; texts; opt-outs. */
const OF_MESSAGE = /^21[26]\d\d$/;
const OF_ACCOUNT = [20003, 30002];
const TOO_MANY = 20429;

const Sid = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}[0-9A-Za-z]{4,40}$`), {
    error: `un identifiant qui commence par ${prefix}`,
  });

export const TwilioSettings = z.strictObject({
  accountSid: Sid("AC"),
  authToken: Key.openapi({ description: "Also signs the receipts." }),
  apiKeySid: Sid("SK").optional(),
  apiKeySecret: Key.optional(),
  sender: Sender.optional().openapi({
    description: "For messages without one: a number or a name.",
  }),
  messagingServiceSid: Sid("MG").optional().openapi({
    description: "Chooses the sender where neither message nor settings do.",
  }),
  discard: z.boolean().optional().openapi({
    description:
      "Whether Twilio is asked to keep neither text nor whole number.",
  }),
  endpoint: endpointSetting(ENDPOINT),
}).refine(
  ({ apiKeySid, apiKeySecret }) =>
    (apiKeySid === undefined) === (apiKeySecret === undefined),
  { error: "une clé API et son secret vont ensemble", path: ["apiKeySecret"] },
).openapi("TwilioSettings");
export type TwilioSettings = z.infer<typeof TwilioSettings>;

/** The gateway kind `twilio`. */
export const twilio: GatewayKind<TwilioSettings> = {
  kind: "twilio",
  label: { fr: "Twilio", en: "Twilio" },
  settings: TwilioSettings,
  secrets: ["authToken", "apiKeySecret"],

  async submit(ports, settings, sms, signal) {
    const from = senderOf(settings, sms);
    if (from === null) return rejected("gateway", "no sender");
    const answer = await askJson(ports, {
      url: `${accountAt(settings)}/Messages.json`,
      method: "POST",
      headers: {
        authorization: authorization(settings),
        "content-type": "application/x-www-form-urlencoded",
      },
      body: formOf(settings, sms, from).toString(),
    }, signal);
    return "kind" in answer ? answer : outcomeOf(answer, ports.now());
  },

  async reconcile(ports, settings, lost, signal) {
    const url = `${accountAt(settings)}/Messages.json?${listQuery(lost)}`;
    const headers = { authorization: authorization(settings) };
    return foundIn(await readJson(ports, { url, headers }, signal), lost);
  },

  /** To be verified live: Balance.json, from the maker's library. */
  async balance(ports, settings, signal) {
    const url = `${accountAt(settings)}/Balance.json`;
    const headers = { authorization: authorization(settings) };
    const json = objectOf(await readJson(ports, { url, headers }, signal));
    const amount = Number(json?.balance ?? NaN);
    const isEuros = json?.currency === "EUR" && !Number.isNaN(amount);
    return isEuros ? { amount, unit: "eur" } : null;
  },

  parseReceipt({ authToken }, request) {
    if (!isSigned(authToken, request)) {
      throw new ForgedReceipt("X-Twilio-Signature does not match");
    }
    const id = ourId(request.query.get("id"));
    return receiptOf(id, contentOf(request));
  },

  parseReplies: repliesBy({
    from: ["From"],
    text: ["Body"],
    id: ["MessageSid", "SmsSid"],
    is: ({ SmsStatus }) => SmsStatus === undefined || SmsStatus === "received",
  }),
};

function accountAt(settings: TwilioSettings): string {
  const base = baseOf(settings, ENDPOINT);
  return `${base}/2010-04-01/Accounts/${settings.accountSid}`;
}

function authorization(
  { accountSid, authToken, apiKeySid, apiKeySecret }: TwilioSettings,
): string {
  return apiKeySid === undefined || apiKeySecret === undefined
    ? basic(accountSid, authToken)
    : basic(apiKeySid, apiKeySecret);
}

function senderOf(
  { sender, messagingServiceSid }: TwilioSettings,
  sms: Handover,
): [name: string, value: string] | null {
  const from = sms.sender ?? sender;
  if (from !== undefined) return ["From", from];
  return messagingServiceSid === undefined
    ? null
    : ["MessagingServiceSid", messagingServiceSid];
}

function formOf(
  { discard }: TwilioSettings,
  sms: Handover,
  from: [string, string],
): URLSearchParams {
  const validity = Math.min(Math.max(sms.validitySeconds, 1), VALIDITY_MAX);
  return new URLSearchParams([
    ["To", sms.to],
    from,
    ["Body", sms.text],
    ["StatusCallback", callbackWithId(sms)],
    ["ValidityPeriod", String(validity)],
    // What was counted is what is sent.
    ["SmartEncoded", "false"],
    ...discard === true
      ? [["ContentRetention", "discard"], ["AddressRetention", "obfuscate"]]
      : [],
  ]);
}

function outcomeOf(answer: JsonAnswer, nowMs: number): Outcome {
  const { status, json } = answer;
  if (status === 201 || status === 200) {
    const providerId = idOf(json?.sid);
    return providerId === null
      ? unknown(`HTTP ${status} without an id`)
      : { kind: "accepted", providerId };
  }
  const code = codeOf(json?.code);
  const detail = detailOf(answer, code);
  if (status >= 400 && status < 500) {
    if (Number(code) === TOO_MANY) {
      return byStatus({ ...answer, status: 429 }, nowMs, { code });
    }
    if (OF_ACCOUNT.includes(Number(code))) return rejected("gateway", detail);
    if (status === 400 && OF_MESSAGE.test(code ?? "")) {
      return rejected("message", detail);
    }
  }
  return byStatus(answer, nowMs, { code });
}

/** Those not here come before the operator, or say nothing of an SMS sent. */
const STATUSES: Readonly<Record<string, Receipt["status"]>> = {
  sent: "sent",
  delivered: "delivered",
  read: "delivered",
  undelivered: "failed",
  failed: "failed",
  canceled: "failed",
};

/** Twilio warns that codes evolve: they are shown, and nothing hangs on them. */
const CODES: Readonly<Record<string, string>> = {
  30001: "temporary",
  30003: "temporary",
  30005: "permanent",
  30006: "permanent",
  30007: "permanent",
};

function receiptOf(
  messageId: string | null,
  form: Readonly<Record<string, unknown>>,
): Receipt | null {
  const word = String(form.MessageStatus ?? form.SmsStatus);
  const status = Object.hasOwn(STATUSES, word) ? STATUSES[word] : undefined;
  const providerId = idOf(form.MessageSid ?? form.SmsSid);
  if (status === undefined || providerId === null) return null;
  const code = codeOf(form.ErrorCode);
  const detail = code === null
    ? null
    : [code, Object.hasOwn(CODES, code) ? CODES[code] : ""].join(" ").trim();
  return { messageId, providerId, status, detail };
}
