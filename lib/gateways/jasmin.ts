/**
 * Jasmin's HTTP API (0.9 to 0.11): `/send` hands over, receipts are posted to
 * us and must be answered `ACK/Jasmin`. Source: jookies/jasmin,
 * jasmin/protocols/http/endpoints/send.py and its documentation.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { encodeGsm7 } from "../schema/segment.ts";
import { type Answer, ask, type Question } from "./answer.ts";
import type {
  GatewayKind,
  Handover,
  Outcome,
  Receipt,
  ReceiptRequest,
} from "./gateway.ts";
import { statusOf } from "./smpp/receipt.ts";
import { smppClass, smppName, smppStatus } from "./smpp_status.ts";
import { repliesBy } from "./reply.ts";

const SEND_PATH = "/send";

const Credential = z.string().min(1, { error: "à remplir" })
  .max(30, { error: "au plus 30 caractères" });

export const JasminSettings = z.strictObject({
  url: z.string().max(500).refine(isSendUrl, {
    error:
      "une adresse http(s) sans identifiants ni paramètres, par exemple http://jasmin:1401/send",
  }).openapi({
    description: "The send address, or its base without a path.",
    example: "http://jasmin:1401",
  }),
  username: Credential,
  password: Credential,
  method: z.enum(["POST", "GET"], { error: "POST ou GET" }).optional().openapi({
    description:
      "POST by default: with GET, password and text stand in access logs.",
  }),
  dlr: z.boolean().optional().openapi({
    description: "Whether receipts are asked for; true by default.",
  }),
}).openapi("JasminSettings");
export type JasminSettings = z.infer<typeof JasminSettings>;

/** The gateway kind `jasmin`. */
export const jasmin: GatewayKind<JasminSettings> = {
  kind: "jasmin",
  label: { fr: "Jasmin", en: "Jasmin" },
  settings: JasminSettings,
  secrets: ["password"],
  receiptAnswer: "ACK/Jasmin",

  async submit(ports, settings, sms, signal) {
    const answer = await ask(ports, questionFor(settings, sms), signal);
    return "kind" in answer ? answer : outcomeOf(answer);
  },

  parseReceipt(_settings, request) {
    return receiptOf(request);
  },

  /** Jasmin's own names, in the form its router posts. */
  parseReplies: repliesBy({ from: ["from"], text: ["content"], id: ["id"] }),
};

function isSendUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) &&
    url.username === "" && url.password === "" &&
    url.search === "" && url.hash === "" && !/[?#]/.test(value);
}

function questionFor(settings: JasminSettings, sms: Handover): Question {
  const url = new URL(settings.url);
  if (url.pathname === "/") url.pathname = SEND_PATH;
  const form = new URLSearchParams(fieldsFor(settings, sms));
  if (settings.method === "GET") {
    url.search = String(form);
    return { url: url.href, method: "GET", headers: {} };
  }
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return { url: url.href, method: "POST", headers, body: String(form) };
}

function fieldsFor(
  { username, password, dlr = true }: JasminSettings,
  sms: Handover,
): Record<string, string> {
  const receipts: Record<string, string> = dlr
    ? {
      "dlr": "yes",
      "dlr-url": sms.callbackUrl,
      // 3: the centre's answer, and what the phone says.
      "dlr-level": "3",
      "dlr-method": "POST",
    }
    : { "dlr": "no" };
  return {
    username,
    password,
    // It goes into the PDU as it stands, where no plus belongs.
    to: sms.to.replace(/^\+/, ""),
    ...sms.sender === null ? {} : { from: sms.sender },
    coding: sms.encoding === "gsm7" ? "0" : "8",
    "hex-content": contentOf(sms).toHex(),
    // Whole minutes.
    "validity-period": String(Math.ceil(sms.validitySeconds / 60) || 1),
    ...receipts,
  };
}

/**
 * The octets of the SMS, for GSM-7 as well: what Jasmin makes of `content`
 * differs between its versions.
 */
function contentOf({ text, encoding }: Handover): Uint8Array {
  if (encoding === "gsm7") return encodeGsm7(text);
  const octets = new Uint8Array(text.length * 2);
  const view = new DataView(octets.buffer);
  for (let i = 0; i < text.length; i++) {
    view.setUint16(i * 2, text.charCodeAt(i));
  }
  return octets;
}

type Known = readonly [status: number, start: RegExp, outcome: Outcome];

function rejected(scope: "message" | "gateway", detail: string): Outcome {
  return { kind: "rejected", scope, detail };
}

function retry(detail: string): Outcome {
  return { kind: "retry", detail };
}

/** Errors may repeat the number or the user: only their kind is passed on. */
const KNOWN: readonly Known[] = [
  [400, /^Argument \[?b?'?to\b/, rejected("message", "number refused")],
  [400, /\(destination_address/, rejected("message", "number not allowed")],
  [400, /\(source_address/, rejected("message", "sender not allowed")],
  [400, /\(content filter/, rejected("message", "content not allowed")],
  [400, /^Authorization failed/, rejected("gateway", "not authorised")],
  [400, /^Value filter failed/, rejected("gateway", "filtered")],
  [403, /^Authentication/, rejected("gateway", "authentication failed")],
  [403, /^Authorization/, rejected("gateway", "not authorised")],
  [403, /^Cannot charge/, rejected("gateway", "cannot be charged")],
  [403, /throughput/i, retry("throughput exceeded")],
  [412, /no bound connectors/, retry("no bound connector")],
  [412, /^No route/, rejected("gateway", "no route")],
  [503, /^Interceptor/, retry("interceptor out of reach")],
  // Said only before anything is put into its queue.
  [500, /^Cannot send submit_sm/, retry("cannot queue")],
];

function outcomeOf({ status, text }: Answer): Outcome {
  const detail = `HTTP ${status}`;
  const [, word, said = ""] = /^(Success|Error) "([\s\S]*)"\s*$/.exec(text) ??
    [];
  if (status === 200 && word === "Success" && said !== "") {
    return { kind: "accepted", providerId: said.slice(0, 80) };
  }
  // Whatever answers else is not Jasmin, and knows nothing of the SMS.
  if (word !== "Error") return otherOutcome(status, detail);
  const known = KNOWN.find(([code, start]) =>
    code === status && start.test(said)
  );
  return known?.[2] ?? otherOutcome(status, detail);
}

function otherOutcome(status: number, detail: string): Outcome {
  if (status === 429) return retry(detail);
  return status >= 400 && status < 500 && status !== 408
    ? rejected("gateway", detail)
    : { kind: "unknown", detail };
}

function receiptOf(
  { method, query, headers, body }: ReceiptRequest,
): Receipt | null {
  const type = headers.get("content-type") ?? "";
  const isForm = method === "POST" &&
    type.startsWith("application/x-www-form-urlencoded");
  if (!isForm) return null;
  const form = new URLSearchParams(body);
  const reading = readingOf(
    form.get("message_status") ?? "",
    form.get("err") ?? "",
  );
  if (reading === null) return null;
  const providerId = form.get("id") || null;
  return { messageId: query.get("id"), providerId, ...reading };
}

type Reading = Pick<Receipt, "status" | "detail" | "neverSent">;

/** `ESME_…` is the centre's answer, anything else what came of the SMS. */
function readingOf(state: string, error: string): Reading | null {
  if (/^ESME_[A-Z_]{2,40}$/.test(state)) return answerOf(state);
  const status = statusOf(state);
  if (status === null) return null;
  const isError = /^(?!0*$)[0-9A-Za-z]{1,8}$/.test(error);
  return { status, detail: isError ? `${state} err ${error}` : state };
}

function answerOf(name: string): Reading | null {
  if (name === "ESME_ROK") return { status: "sent", detail: null };
  const status = smppStatus(name);
  const nature = status === null ? "message" : smppClass(status);
  // Jasmin tries again by itself.
  if (nature === "temporary") return null;
  const detail = `${nature}: ${status === null ? name : smppName(status)}`;
  return nature === "unclear"
    ? { status: "failed", detail }
    : { status: "failed", detail, neverSent: true };
}
