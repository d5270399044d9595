/**
 * Kannel's `sendsms` (1.4), spoken to by `text/plain` POST: the text is the
 * body, the rest stands in `X-Kannel-*` headers, so neither password nor text
 * reaches an access log. Verified against Kannel 1.4.5.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { type Answer, ask, headerValue, retryLater } from "./answer.ts";
import type {
  GatewayKind,
  Handover,
  Outcome,
  Receipt,
  ReceiptRequest,
} from "./gateway.ts";
import { smppClass, smppName } from "./smpp_status.ts";
import { repliesBy } from "./reply.ts";

const SENDSMS_PATH = "/cgi-bin/sendsms";
/** Delivered, failed, buffered, SMSC accepted, SMSC rejected. */
const DLR_MASK = "31";

/** Kannel strips blanks around header values, so they would not match. */
const HeaderText = z.string().min(1).max(100).refine(
  (value) => value === value.trim() && headerValue(value) !== null,
  { error: "sans espace au début ni à la fin, ni retour à la ligne" },
);

export const KannelSettings = z.strictObject({
  url: z.string().max(500).refine(isSendsmsUrl, {
    error:
      "une adresse http(s) sans identifiants ni paramètres, par exemple http://kannel:13013/cgi-bin/sendsms",
  }).openapi({
    description: "The sendsms address, or its base without a path.",
    example: "http://kannel:13013",
  }),
  username: HeaderText,
  password: HeaderText,
  smsc: HeaderText.optional().openapi({
    description:
      "The smsc-id to leave by; an unknown one is ignored by Kannel.",
  }),
  dlr: z.boolean().optional().openapi({
    description: "Whether receipts are asked for; true by default.",
  }),
}).openapi("KannelSettings");
export type KannelSettings = z.infer<typeof KannelSettings>;

/** The gateway kind `kannel`. */
export const kannel: GatewayKind<KannelSettings> = {
  kind: "kannel",
  label: { fr: "Kannel", en: "Kannel" },
  settings: KannelSettings,
  secrets: ["password"],

  async submit(ports, settings, sms, signal) {
    const question = {
      url: sendsmsUrl(settings.url),
      method: "POST",
      headers: headersFor(settings, sms),
      body: sms.text,
    } as const;
    const answer = await ask(ports, question, signal);
    return "kind" in answer ? answer : outcomeOf(answer, ports.now());
  },

  parseReceipt(_settings, request) {
    return receiptOf(request);
  },

  /**
   * A `sms-service` of Kannel with `charset = UTF-8` and `get-url` = the
   * callback's address with `?from=%p&id=%I&text=%b`.
   */
  parseReplies: repliesBy({ from: ["from"], text: ["text"], id: ["id"] }),
};

function isSendsmsUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) &&
    url.username === "" && url.password === "" &&
    url.search === "" && url.hash === "";
}

function sendsmsUrl(value: string): string {
  const url = new URL(value);
  if (url.pathname === "/") url.pathname = SENDSMS_PATH;
  return url.href;
}

function headersFor(
  settings: KannelSettings,
  sms: Handover,
): Record<string, string> {
  const fields: Record<string, string> = {
    // With coding 2 the charset would be UTF-16BE, unless named.
    "content-type": "text/plain; charset=UTF-8",
    "x-kannel-username": settings.username,
    "x-kannel-password": settings.password,
    "x-kannel-to": sms.to,
    // Left to itself Kannel turns what GSM-7 lacks into question marks.
    "x-kannel-coding": sms.encoding === "gsm7" ? "0" : "2",
    // Whole minutes; 0 would expire at once.
    "x-kannel-validity": String(Math.ceil(sms.validitySeconds / 60) || 1),
  };
  if (sms.sender !== null) fields["x-kannel-from"] = sms.sender;
  if (settings.smsc !== undefined) fields["x-kannel-smsc"] = settings.smsc;
  if (settings.dlr ?? true) {
    fields["x-kannel-dlr-mask"] = DLR_MASK;
    fields["x-kannel-dlr-url"] = dlrUrl(sms);
  }
  for (const [name, value] of Object.entries(fields)) {
    fields[name] = headerValue(value) ?? "";
  }
  return fields;
}

/** Kannel fills in %d, %A, %F, percent-encoded; %% becomes a percent sign. */
function dlrUrl(sms: Handover): string {
  const callback = sms.callbackUrl.replaceAll("%", "%%");
  const separator = callback.includes("?") ? "&" : "?";
  return `${callback}${separator}m=${sms.messageId}&d=%d&a=%A&f=%F`;
}

type Known = readonly [status: number, start: RegExp, outcome: Outcome];

function rejected(scope: "message" | "gateway", detail: string): Outcome {
  return { kind: "rejected", scope, detail };
}

/** The bodies are text/html by header and one plain line in fact. */
const KNOWN: readonly Known[] = [
  [202, /^(0:|3:|Sent\b)/, { kind: "accepted", providerId: null }],
  [400, /^Number\(s\) has/, rejected("message", "number denied")],
  [400, /^(Missing|Empty) receiver/, rejected("message", "number missing")],
  [400, /^Sender missing/, rejected("gateway", "sender missing")],
  [400, /^Invalid content-type/, rejected("gateway", "POST not understood")],
  [400, /misformed|too long/, rejected("message", "misformed")],
  [403, /^Authorization failed/, rejected("gateway", "authorization failed")],
  [403, /^Not routable/, rejected("gateway", "not routable")],
  [404, /^Unknown request/, rejected("gateway", "not a sendsms address")],
];

function outcomeOf(answer: Answer, nowMs: number): Outcome {
  const { status, text } = answer;
  const known = KNOWN.find(([code, start]) =>
    code === status && start.test(text)
  );
  if (known !== undefined) return known[2];
  if (status === 503 && text.startsWith("Temporal failure")) {
    return retryLater(answer, "temporary failure", nowMs);
  }
  if (status === 429) return retryLater(answer, "HTTP 429", nowMs);
  // Kannel's guide: "4xx: cannot be in any circumstances delivered".
  if (status >= 400 && status < 500 && status !== 408) {
    return rejected("gateway", `HTTP ${status}`);
  }
  return { kind: "unknown", detail: `HTTP ${status}` };
}

function receiptOf({ query }: ReceiptRequest): Receipt | null {
  const reading = readingOf(query.get("d"), query.get("a") ?? "");
  if (reading === null) return null;
  const messageId = query.get("m") || null;
  return { messageId, providerId: query.get("f") || null, ...reading };
}

type Reading = Omit<Receipt, "messageId" | "providerId">;

/** The value of %d says what happened; %A says more. */
function readingOf(mask: string | null, answer: string): Reading | null {
  switch (mask) {
    case "1":
      return { status: "delivered", detail: stateOf(answer).detail };
    case "2":
      return failureOf(answer);
    case "8":
      return { status: "sent", detail: null };
    case "4":
    case "32":
      return { status: "sent", detail: stateOf(answer).detail };
    case "16":
      return refusalOf(answer);
    default:
      return null;
  }
}

/** An SMPP receipt ends with the text, so only its codes are taken. */
function stateOf(answer: string): { state: string; detail: string | null } {
  const beforeText = answer.split(/\btext:/i)[0] ?? "";
  const state = /\bstat:([A-Za-z]{1,10})\b/i.exec(beforeText)?.[1] ?? "";
  const error = /\berr:([0-9A-Za-z]{1,5})\b/i.exec(beforeText)?.[1] ?? "";
  const detail = [state, /^0*$/.test(error) ? "" : `err ${error}`].join(" ");
  return { state: state.toUpperCase(), detail: detail.trim() || null };
}

function failureOf(answer: string): Reading | null {
  const { state, detail } = stateOf(answer);
  // The network does not know: that is not a failure.
  if (state === "UNKNOWN") return null;
  return { status: state === "EXPIRED" ? "expired" : "failed", detail };
}

/**
 * `NACK/0x0000000b/Invalid Destination Address`, `NACK/Retries Exceeded`. An
 * SMS whose validity ended may have been submitted before.
 */
function refusalOf(answer: string): Reading {
  const [, code, words] =
    /^NACK\/(?:0x([0-9a-f]{1,8})\b|(Retries Exceeded|validity expired))?/i
      .exec(answer) ?? [];
  if (code !== undefined) {
    const status = parseInt(code, 16);
    const nature = smppClass(status);
    const detail = `${nature}: ${smppName(status)}`;
    if (nature === "unclear") return { status: "failed", detail };
    return { status: "failed", detail, neverSent: true };
  }
  if (words === "validity expired") return { status: "expired", detail: words };
  const detail = words ?? null;
  return answer.startsWith("NACK/")
    ? { status: "failed", detail, neverSent: true }
    : { status: "failed", detail };
}
