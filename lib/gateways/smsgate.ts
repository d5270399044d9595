/**
 * SMS Gateway for Android (capcom6): a phone that sends, by its own API, a
 * private server or the public one. It knows our id, so a second hand-over of
 * a message is recognised. Source: android-sms-gateway/server and docs-web.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { createHmac, timingSafeEqual } from "node:crypto";
import { type Answer, ask, headerValue, retryLater } from "./answer.ts";
import {
  ForgedReceipt,
  type GatewayKind,
  type GatewayPorts,
  type Handover,
  type Outcome,
  type Receipt,
  type ReceiptRequest,
} from "./gateway.ts";
import { parseJson } from "./json_pointer.ts";
import { bearerToken, forgetToken } from "./smsgate_token.ts";
import { repliesBy } from "./reply.ts";

/** The server takes no shorter one. */
const TTL_SECONDS_MIN = 5;

const Credential = z.string().min(1, { error: "à remplir" }).max(100).refine(
  (value) => headerValue(value) !== null,
  { error: "sans retour à la ligne ni caractère de contrôle" },
);

export const SmsGateSettings = z.strictObject({
  url: z.string().max(500).refine(isBaseUrl, {
    error:
      "une adresse http(s) sans identifiants ni paramètres, par exemple https://api.sms-gate.app/3rdparty/v1",
  }).openapi({
    description: "What /messages is appended to.",
    example: "https://api.sms-gate.app/3rdparty/v1",
  }),
  username: Credential.refine((value) => !value.includes(":"), {
    error: "sans deux-points",
  }),
  password: Credential,
  auth: z.enum(["basic", "jwt"], { error: "basic ou jwt" }).optional().openapi({
    description: "basic by default; a phone's own API knows no tokens.",
  }),
  signingKey: z.string().min(1, { error: "à remplir" }).max(200).optional()
    .openapi({
      description:
        "Of the app's webhooks; given, a receipt without its signature is refused.",
    }),
  deviceId: z.string().min(1, { error: "à remplir" }).max(50).optional(),
  simNumber: z.int().min(1, { error: "de 1 à 3" })
    .max(3, { error: "de 1 à 3" }).optional(),
  priority: z.int().min(-128, { error: "de -128 à 127" })
    .max(127, { error: "de -128 à 127" }).optional().openapi({
      description: "100 and above passes the phone's own limits.",
    }),
  activeWithinHours: z.int().min(1, { error: "de 1 à 720" })
    .max(720, { error: "de 1 à 720" }).optional().openapi({
      description: "Only phones that have been heard of within these hours.",
    }),
}).openapi("SmsGateSettings");
export type SmsGateSettings = z.infer<typeof SmsGateSettings>;

/** The gateway kind `smsgate`. */
export const smsgate: GatewayKind<SmsGateSettings> = {
  kind: "smsgate",
  label: { fr: "SMS Gateway for Android", en: "SMS Gateway for Android" },
  settings: SmsGateSettings,
  secrets: ["password", "signingKey"],
  deduplicates: true,

  async submit(ports, settings, sms, signal) {
    const answer = await authorised(
      ports,
      settings,
      signal,
      (authorization) => send(ports, settings, sms, { authorization, signal }),
    );
    return "kind" in answer ? answer : outcomeOf(answer, ports.now());
  },

  async reconcile(ports, settings, { messageId }, signal) {
    const url = `${messagesAt(settings)}/${messageId}`;
    const answer = await authorised(
      ports,
      settings,
      signal,
      (authorization) =>
        ask(ports, { url, method: "GET", headers: { authorization } }, signal),
    );
    if ("kind" in answer) return { kind: "unknown" };
    const isThere = answer.status === 200 &&
      textAt(parseJson(answer.text), "id") === messageId;
    if (isThere) return { kind: "accepted", providerId: messageId };
    return { kind: answer.status === 404 ? "absent" : "unknown" };
  },

  parseReceipt(settings, request) {
    if (!isSigned(settings, request)) throw new ForgedReceipt();
    return receiptOf(request);
  },

  parseReplies: repliesBy({
    from: ["payload.phoneNumber", "payload.sender"],
    text: ["payload.message"],
    id: ["payload.messageId", "id"],
    is: ({ event }) => event === "sms:received",
  }),
};

function isBaseUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) &&
    url.username === "" && url.password === "" &&
    url.search === "" && url.hash === "" && !/[?#]/.test(value);
}

/** A token may have been revoked: once, another one is asked for. */
async function authorised(
  ports: GatewayPorts,
  settings: SmsGateSettings,
  signal: AbortSignal,
  question: (authorization: string) => Promise<Answer | Outcome>,
): Promise<Answer | Outcome> {
  if (settings.auth !== "jwt") return await question(basic(settings));
  for (let attempt = 1;; attempt++) {
    const token = await bearerToken(ports, settings, {
      authorization: basic(settings),
      signal,
    });
    if (typeof token !== "string") return token;
    const answer = await question(`Bearer ${token}`);
    if ("kind" in answer) return answer;
    if (answer.status !== 401 || attempt > 1) return answer;
    forgetToken(settings, token);
  }
}

function messagesAt({ url }: SmsGateSettings): string {
  return `${url.replace(/\/+$/, "")}/messages`;
}

function send(
  ports: GatewayPorts,
  settings: SmsGateSettings,
  sms: Handover,
  { authorization, signal }: { authorization: string; signal: AbortSignal },
): Promise<Answer | Outcome> {
  const { deviceId, simNumber, priority, activeWithinHours } = settings;
  const url = new URL(messagesAt(settings));
  if (activeWithinHours !== undefined) {
    url.searchParams.set("deviceActiveWithin", String(activeWithinHours));
  }
  const body = JSON.stringify({
    id: sms.messageId,
    textMessage: { text: sms.text },
    phoneNumbers: [sms.to],
    withDeliveryReport: true,
    ttl: Math.max(TTL_SECONDS_MIN, sms.validitySeconds),
    deviceId,
    simNumber,
    priority,
  });
  const headers = { "content-type": "application/json", authorization };
  return ask(ports, { url: url.href, method: "POST", headers, body }, signal);
}

function basic({ username, password }: SmsGateSettings): string {
  const octets = new TextEncoder().encode(`${username}:${password}`);
  return `Basic ${octets.toBase64()}`;
}

/** Its words may hold the number, so only their kind is passed on. */
function outcomeOf(answer: Answer, nowMs: number): Outcome {
  const { status } = answer;
  const detail = `HTTP ${status}`;
  const content = parseJson(answer.text);
  const message = textAt(content, "message");
  const unknown: Outcome = { kind: "unknown", detail };
  if (status >= 200 && status <= 202) {
    return textAt(content, "id") === "" ? unknown : ACCEPTED;
  }
  // The same id exists there: it was accepted before.
  if (status === 409) return ACCEPTED;
  if (status === 400 && !message.startsWith("failed to select device")) {
    return { kind: "rejected", scope: "message", detail };
  }
  if (status === 429) return retryLater(answer, detail, nowMs);
  if (status === 503) {
    // The phone has been away for long: another gateway is to be asked.
    return /queue limit/i.test(answer.text)
      ? { kind: "rejected", scope: "gateway", detail: "queue limits exceeded" }
      : retryLater(answer, detail, nowMs);
  }
  return status >= 400 && status < 500 && status !== 408
    ? { kind: "rejected", scope: "gateway", detail }
    : unknown;
}

/** Receipts name our id, so theirs is not needed. */
const ACCEPTED: Outcome = { kind: "accepted", providerId: null };

/**
 * HMAC-SHA256 of the body with its time behind it, where a key is set. Its age
 * is not looked at: phones set their clocks as they like, and a receipt that
 * is replayed changes nothing.
 */
function isSigned(
  { signingKey }: SmsGateSettings,
  { headers, body }: ReceiptRequest,
): boolean {
  if (signingKey === undefined) return true;
  const expected = createHmac("sha256", signingKey)
    .update(body).update(headers.get("x-timestamp") ?? "").digest();
  const hex = headers.get("x-signature") ?? "";
  if (!/^[0-9a-f]{64}$/i.test(hex)) return false;
  return timingSafeEqual(expected, Uint8Array.fromHex(hex));
}

const EVENTS: Readonly<Record<string, Receipt["status"]>> = {
  "sms:sent": "sent",
  "sms:delivered": "delivered",
  "sms:failed": "failed",
  "sms:cancelled": "failed",
};

/** Events of messages that were not ours are none of our business. */
function receiptOf({ body }: ReceiptRequest): Receipt | null {
  const content = parseJson(body);
  const event = textAt(content, "event");
  const payload = content instanceof Object && "payload" in content
    ? content.payload
    : null;
  const messageId = textAt(payload, "messageId");
  if (!Object.hasOwn(EVENTS, event) || !messageId.startsWith("msg_")) {
    return null;
  }
  const about = { messageId, providerId: null };
  if (event === "sms:cancelled") {
    return { ...about, status: "failed", detail: "cancelled" };
  }
  const reason = textAt(payload, "reason");
  if (event === "sms:failed" && /\bTTL expired/i.test(reason)) {
    return { ...about, status: "expired", detail: "TTL expired" };
  }
  return { ...about, status: EVENTS[event]!, detail: reasonOf(reason) };
}

/** Android's name for what happened; the rest may hold a number. */
function reasonOf(reason: string): string | null {
  return /\b(RESULT_[A-Z_]{2,60}|SEND_SMS|No SIMs found)\b/
    .exec(reason)?.[1] ?? null;
}

function textAt(object: unknown, name: string): string {
  if (!(object instanceof Object) || !Object.hasOwn(object, name)) return "";
  const value = (object as Record<string, unknown>)[name];
  return typeof value === "string" ? value : "";
}
