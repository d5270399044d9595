/**
 * Vonage's SMS API (formerly Nexmo). It answers 200 whatever happens, with one
 * status for each part of the SMS; receipts come for each part, and carry our
 * id as `client-ref`.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { retryLater } from "./answer.ts";
import type {
  GatewayKind,
  Handover,
  Lost,
  Outcome,
  Receipt,
  ReceiptRequest,
  Reconciled,
} from "./gateway.ts";
import { ForgedReceipt } from "./gateway.ts";
import {
  askJson,
  baseOf,
  basic,
  byStatus,
  callbackWithId,
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
import { isSigned, SIGNATURE_METHODS } from "./vonage_signature.ts";
import { partOf, repliesBy } from "./reply.ts";

const ENDPOINT = "https://rest.nexmo.com";
/**
 * To be verified live: the Reports API, which is paid for apart. It lists by
 * time; whether it heeds `client_ref` is seen below.
 */
const REPORTS_ENDPOINT = "https://api.nexmo.com";
const REPORTS_PATH = "/v2/reports/records";
/** A message may wait for its turn, and an answer for its time-out. */
const REPORTED_MS = { before: 10 * 60_000, after: 60_000 };
const TTL_MS = { min: 20_000, max: 604_800_000 };

export const VonageSettings = z.strictObject({
  apiKey: Key,
  apiSecret: Key,
  sender: Sender.optional().openapi({
    description: "For messages without one, which Vonage does not take.",
  }),
  signatureSecret: Key.optional().openapi({
    description:
      "Receipts are then only believed with a signature, which Vonage switches on at request.",
  }),
  signatureMethod: z.enum(SIGNATURE_METHODS, {
    error: "une des méthodes proposées",
  }).optional().openapi({ description: "As on Vonage's page; md5hash there." }),
  endpoint: endpointSetting(ENDPOINT),
}).openapi("VonageSettings");
export type VonageSettings = z.infer<typeof VonageSettings>;

/** The gateway kind `vonage`. */
export const vonage: GatewayKind<VonageSettings> = {
  kind: "vonage",
  label: { fr: "Vonage", en: "Vonage" },
  settings: VonageSettings,
  secrets: ["apiSecret", "signatureSecret"],

  async submit(ports, settings, sms, signal) {
    const from = sms.sender ?? settings.sender;
    if (from === undefined) return rejected("gateway", "no sender");
    const answer = await askJson(ports, {
      url: `${baseOf(settings, ENDPOINT)}/sms/json`,
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: formOf(settings, sms, from).toString(),
    }, signal);
    return "kind" in answer ? answer : outcomeOf(answer, ports.now());
  },

  async reconcile(ports, settings, lost, signal) {
    const base = baseOf(settings, REPORTS_ENDPOINT);
    const url = `${base}${REPORTS_PATH}?${reportQuery(settings, lost)}`;
    const { apiKey, apiSecret } = settings;
    const headers = { authorization: basic(apiKey, apiSecret) };
    return found(await readJson(ports, { url, headers }, signal), lost);
  },

  /** To be verified live: that it takes Basic authentication, as said. */
  async balance(ports, settings, signal) {
    const url = `${baseOf(settings, ENDPOINT)}/account/get-balance`;
    const { apiKey, apiSecret } = settings;
    const headers = { authorization: basic(apiKey, apiSecret) };
    const json = objectOf(await readJson(ports, { url, headers }, signal));
    const value = json?.value;
    return typeof value === "number" ? { amount: value, unit: "eur" } : null;
  },

  parseReceipt(settings, request) {
    const { signatureSecret: secret, signatureMethod = "md5hash" } = settings;
    const isBelieved = secret === undefined ||
      isSigned({ secret, method: signatureMethod }, request);
    if (!isBelieved) throw new ForgedReceipt("sig does not match, or is old");
    return receiptOf(request);
  },

  parseReplies: repliesBy({
    from: ["msisdn"],
    text: ["text"],
    id: ["messageId"],
    part: (said) =>
      String(said.concat) === "true"
        ? partOf(said["concat-ref"], said["concat-part"], said["concat-total"])
        : undefined,
    is: ({ status }) => status === undefined,
  }),
};

function formOf(
  { apiKey, apiSecret }: VonageSettings,
  sms: Handover,
  from: string,
): URLSearchParams {
  const ttlMs = sms.validitySeconds * 1_000;
  return new URLSearchParams({
    api_key: apiKey,
    api_secret: apiSecret,
    from,
    to: digitsOf(sms.to),
    text: sms.text,
    // The wrong type garbles the text.
    type: sms.encoding === "gsm7" ? "text" : "unicode",
    "client-ref": sms.messageId,
    ttl: String(Math.min(Math.max(ttlMs, TTL_MS.min), TTL_MS.max)),
    "status-report-req": "1",
    callback: callbackWithId(sms),
  });
}

/** Of a part that was not taken. */
type PartClass = "retry" | "message" | "gateway" | "unknown";

const CLASSES: Readonly<Record<PartClass, readonly string[]>> = {
  retry: ["1", "10"],
  message: ["2", "3", "6", "7", "12", "15", "22", "23", "33"],
  gateway: ["4", "8", "9", "11", "14", "29", "32"],
  unknown: ["5"],
};

function classOf(status: string): PartClass {
  const names = Object.keys(CLASSES) as PartClass[];
  return names.find((name) => CLASSES[name].includes(status)) ?? "unknown";
}

function outcomeOf(answer: JsonAnswer, nowMs: number): Outcome {
  const parts = objectsOf(answer.json?.messages);
  if (answer.status !== 200) return byStatus(answer, nowMs);
  if (parts.length === 0) return unknown("HTTP 200 without a message");

  const statuses = parts.map(({ status }) => String(status));
  const refused = statuses.filter((status) => status !== "0");
  if (refused.length === 0) return acceptance(parts);
  const detail = `status ${short(refused[0]!)}`;
  if (refused.length < parts.length) return unknown(`${detail}, partly taken`);
  const classes = [...new Set(refused.map(classOf))];
  const [one = "unknown"] = classes.length === 1 ? classes : [];
  if (one === "retry") return retryLater(answer, detail, nowMs);
  return one === "unknown" ? unknown(detail) : rejected(one, detail);
}

function acceptance(parts: readonly Json[]): Outcome {
  const ids = parts.map((part) => idOf(part["message-id"]));
  const known = ids.filter((id) => id !== null);
  if (known.length < ids.length) return unknown("HTTP 200 without an id");
  const providerId = known[0]!;
  return known.length === 1
    ? { kind: "accepted", providerId }
    : { kind: "accepted", providerId, partIds: known };
}

function reportQuery(
  { apiKey }: VonageSettings,
  { messageId, handedMs }: Lost,
): URLSearchParams {
  const at = (ms: number) => new Date(handedMs + ms).toISOString();
  return new URLSearchParams({
    account_id: apiKey,
    product: "SMS",
    direction: "outbound",
    date_start: at(-REPORTED_MS.before),
    date_end: at(REPORTED_MS.after),
    client_ref: messageId,
  });
}

/** Others' records are no harm, as long as the list is whole. */
function found(answer: unknown, { messageId }: Lost): Reconciled {
  const json = objectOf(answer);
  if (!Array.isArray(json?.records)) return { kind: "unknown" };
  const ours = objectsOf(json.records)
    .find((record) => record.client_ref === messageId);
  const providerId = idOf(ours?.message_id);
  if (providerId !== null) return { kind: "accepted", providerId };
  const isWhole = objectOf(json._links)?.next === undefined;
  return { kind: ours === undefined && isWhole ? "absent" : "unknown" };
}

const STATUSES: Readonly<Record<string, Receipt["status"]>> = {
  delivered: "delivered",
  expired: "expired",
  failed: "failed",
  rejected: "failed",
  accepted: "sent",
  buffered: "sent",
};

function receiptOf(request: ReceiptRequest): Receipt | null {
  const said = contentOf(request);
  const word = String(said.status);
  const status = Object.hasOwn(STATUSES, word) ? STATUSES[word] : undefined;
  const providerId = idOf(said.messageId);
  if (status === undefined || providerId === null) return null;
  const error = short(String(said["err-code"] ?? "0"));
  return {
    messageId: ourId(said["client-ref"]) ?? ourId(request.query.get("id")),
    providerId,
    status,
    detail: errorName(error),
  };
}

/** To be verified live: err-codes beyond 0, known from no document. */
function errorName(code: string): string | null {
  if (code === "" || code === "0") return null;
  const isTemporary = ["2", "7", "8", "12"].includes(code);
  return `err ${code}${isTemporary ? " temporary" : ""}`;
}

function short(code: string): string {
  return /^\d{1,3}$/.test(code) ? code : "";
}
