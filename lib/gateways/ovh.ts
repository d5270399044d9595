/**
 * OVHcloud SMS over its REST interface: signed requests, jobs at account or
 * at API-user level, receipts by the user's callback. The wire as in OVH's
 * guides and api.ovh.com/1.0/sms.json.
 *
 * The callback is set once, at the API user, and names only OVH's id.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { z } from "@hono/zod-openapi";
import type { Question } from "./answer.ts";
import type {
  Balance,
  GatewayKind,
  GatewayPorts,
  Handover,
  Outcome,
  Reconciled,
} from "./gateway.ts";
import { parseJson } from "./json_pointer.ts";
import { clockDelta, forgetClock } from "./ovh_clock.ts";
import { receiptOf } from "./ovh_receipt.ts";
import {
  askJson,
  baseOf,
  byStatus,
  codeOf,
  detailOf,
  endpointSetting,
  idOf,
  type JsonAnswer,
  Key,
  rejected,
  unknown,
} from "./rest.ts";
import { repliesBy } from "./reply.ts";

const ENDPOINT = "https://eu.api.ovh.com/1.0";
const TAG_MAX = 20;
/** In minutes; OVH's own default is two days. */
const VALIDITY_MAX = 2_880;

export const OvhSettings = z.strictObject({
  applicationKey: Key,
  applicationSecret: Key,
  consumerKey: Key,
  serviceName: z.string().regex(/^sms-[0-9A-Za-z-]{1,60}$/, {
    error: "le nom du compte SMS, par exemple sms-ab12345-1",
  }).openapi({ example: "sms-ab12345-1" }),
  user: z.string().regex(/^[0-9A-Za-z_.-]{1,60}$/, {
    error: "l'identifiant d'un utilisateur API du compte",
  }).optional().openapi({
    description:
      "The API user to send as, with a quota and a receipt callback of its own. Without one no receipts are known to come.",
  }),
  senderForResponse: z.boolean().optional().openapi({
    description:
      "Whether messages without a sender leave by a short number that takes replies; OVH then blocks addresses (URLs) in texts.",
  }),
  endpoint: endpointSetting(ENDPOINT),
}).openapi("OvhSettings");
export type OvhSettings = z.infer<typeof OvhSettings>;

/** The gateway kind `ovh`. */
export const ovh: GatewayKind<OvhSettings> = {
  kind: "ovh",
  label: { fr: "OVHcloud", en: "OVHcloud" },
  settings: OvhSettings,
  secrets: ["applicationSecret", "consumerKey"],
  receiptsByProviderId: () => true,

  async submit(ports, settings, sms, signal) {
    const path = `${jobsLevel(settings)}/jobs`;
    const body = JSON.stringify(jobOf(settings, sms));
    const send = () => askSigned(ports, settings, { path, body }, signal);
    let { answer, isFresh } = await send();
    if (!("kind" in answer) && isBadSignature(answer)) {
      forgetClock(baseOf(settings, ENDPOINT));
      // Its clock or ours has moved since; nothing was taken.
      if (!isFresh) ({ answer } = await send());
    }
    return "kind" in answer ? answer : outcomeOf(answer, ports.now());
  },

  reconcile: (ports, settings, sms, signal) =>
    findByTag(ports, settings, shortReference(sms.messageId), signal),

  async balance(ports, settings, signal): Promise<Balance | null> {
    const path = `/sms/${settings.serviceName}`;
    const { answer } = await askSigned(ports, settings, { path }, signal);
    if ("kind" in answer || answer.status !== 200) return null;
    const left = answer.json?.creditsLeft;
    return typeof left === "number" ? { amount: left, unit: "sms" } : null;
  },

  parseReceipt(_settings, request) {
    return receiptOf(request.query);
  },

  /** To be verified live: the names, known from no document. */
  parseReplies: repliesBy({
    from: ["senderid", "sender", "from", "originator"],
    text: ["message", "text"],
    id: ["id", "moid"],
  }),
};

/** The signature of a request; `body` is empty with GET. */
export function signature(
  { applicationSecret, consumerKey }: Pick<
    OvhSettings,
    "applicationSecret" | "consumerKey"
  >,
  { method, url, body = "" }: Pick<Question, "method" | "url" | "body">,
  timestamp: number,
): string {
  const signed = [
    ...[applicationSecret, consumerKey, method, url, body, timestamp],
  ].join("+");
  return `$1$${createHash("sha1").update(signed).digest("hex")}`;
}

function jobsLevel({ serviceName, user }: OvhSettings): string {
  return user === undefined
    ? `/sms/${serviceName}`
    : `/sms/${serviceName}/users/${user}`;
}

function jobOf(settings: OvhSettings, sms: Handover): object {
  return {
    message: sms.text,
    receivers: [sms.to],
    ...sms.sender !== null
      ? { sender: sms.sender }
      : settings.senderForResponse === true
      ? { senderForResponse: true }
      : {},
    noStopClause: true,
    class: "phoneDisplay",
    coding: codingOf(sms),
    charset: "UTF-8",
    validityPeriod: Math.min(
      Math.max(Math.ceil(sms.validitySeconds / 60), 1),
      VALIDITY_MAX,
    ),
    tag: shortReference(sms.messageId),
  };
}

/** To be verified live: that `8bit` is what OVH calls UCS-2. */
function codingOf({ encoding }: Handover): "7bit" | "8bit" {
  return encoding === "gsm7" ? "7bit" : "8bit";
}

/** Our id without its prefix, which is all that fits a tag. */
function shortReference(messageId: string): string {
  return messageId.replace(/^msg_/, "").slice(0, TAG_MAX);
}

interface Signed {
  readonly answer: JsonAnswer | Outcome;
  /** Whether the clock was read just now. */
  readonly isFresh: boolean;
}

async function askSigned(
  ports: GatewayPorts,
  settings: OvhSettings,
  { path, body }: { path: string; body?: string },
  signal: AbortSignal,
): Promise<Signed> {
  const base = baseOf(settings, ENDPOINT);
  const { deltaMs, isFresh } = await clockDelta(ports, base, signal);
  const timestamp = Math.floor((ports.now() + deltaMs) / 1_000);
  const asked = {
    url: base + path,
    method: body === undefined ? "GET" : "POST",
    ...body === undefined ? {} : { body },
  } as const;
  const headers = {
    ...body === undefined ? {} : { "content-type": "application/json" },
    "x-ovh-application": settings.applicationKey,
    "x-ovh-consumer": settings.consumerKey,
    "x-ovh-timestamp": String(timestamp),
    "x-ovh-signature": signature(settings, asked, timestamp),
  };
  return {
    answer: await askJson(ports, { ...asked, headers }, signal),
    isFresh,
  };
}

function isBadSignature({ status, json }: JsonAnswer): boolean {
  return (status === 400 || status === 403) &&
      /INVALID_SIGNATURE/.test(`${json?.errorCode} ${json?.class}`) ||
    status === 400 && /invalid signature/i.test(String(json?.message));
}

function outcomeOf(answer: JsonAnswer, nowMs: number): Outcome {
  const { status, json } = answer;
  if (status === 200) return reportOf(answer);
  const code = codeOf(json?.errorCode) ?? codeOf(json?.class);
  if (status !== 400) return byStatus(answer, nowMs, { code });
  const ofAccount = isBadSignature(answer) ||
    isAboutAccount(String(json?.message));
  return rejected(ofAccount ? "gateway" : "message", detailOf(answer, code));
}

/**
 * To be verified live: OVH documents no code for a lack of credit, nor for a
 * sender it has not validated, so its sentence is all there is to go by.
 */
function isAboutAccount(sentence: string): boolean {
  return /credit|quota|not enough/i.test(sentence) ||
    /sender/i.test(sentence) && /waiting|refused|validat/i.test(sentence);
}

/** 200 also tells of numbers it refuses. */
function reportOf({ json }: JsonAnswer): Outcome {
  const ids = Array.isArray(json?.ids) ? json.ids : [];
  const refused = json?.invalidReceivers;
  const id = idOf(ids[0]);
  if (id !== null) return { kind: "accepted", providerId: id };
  return Array.isArray(refused) && refused.length > 0
    ? rejected("message", "invalid receiver")
    : unknown("HTTP 200 without an id");
}

/** Looks among what was sent; what waits may be ours, so it proves nothing. */
async function findByTag(
  ports: GatewayPorts,
  settings: OvhSettings,
  tag: string,
  signal: AbortSignal,
): Promise<Reconciled> {
  const list = async (path: string) => {
    const { answer } = await askSigned(ports, settings, { path }, signal);
    return "kind" in answer || answer.status !== 200
      ? null
      : idsOf(answer.text);
  };
  for (const level of listLevels(settings)) {
    const sent = await list(`${level}/outgoing?tag=${tag}`);
    if (sent === null) return { kind: "unknown" };
    if (sent[0] !== undefined) return { kind: "accepted", providerId: sent[0] };
  }
  for (const level of listLevels(settings)) {
    const waiting = await list(`${level}/jobs`);
    if (waiting?.length !== 0) return { kind: "unknown" };
  }
  return { kind: "absent" };
}

/**
 * To be verified live: whether the account lists what its API users send, and
 * that a user has lists of the same form. Both are asked, so the worst is
 * never to know.
 */
function listLevels({ serviceName, user }: OvhSettings): string[] {
  const account = `/sms/${serviceName}`;
  return user === undefined ? [account] : [account, `${account}/users/${user}`];
}

function idsOf(text: string): string[] | null {
  const ids = parseJson(text);
  if (!Array.isArray(ids)) return null;
  return ids.map(idOf).filter((id) => id !== null);
}
