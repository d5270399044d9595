/**
 * allmysms' REST interface. Success and refusal both come as 201: only an
 * `smsId` is proof, the rest is told by `code`.
 *
 * Receipts name its id; their address is set once, in the customer area.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { retryLater } from "./answer.ts";
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
  basic,
  byStatus,
  codeOf,
  contentOf,
  detailOf,
  digitsOf,
  endpointSetting,
  idOf,
  type JsonAnswer,
  Key,
  ourId,
  rejected,
  unknown,
} from "./rest.ts";
import { repliesBy } from "./reply.ts";

const ENDPOINT = "https://api.allmysms.com";
/** To be verified live: that this marks a service message (no STOP clause). */
const SERVICE_MESSAGE = { alerting: 1 };
/**
 * To be verified live: status 1 is "issued" in the one client that names it,
 * which may mean handed to the operator or to the phone.
 */
const ISSUED: Receipt["status"] = "sent";

const OF_MESSAGE = [110, 111, 113, 114, 117];
/** Credentials and credit, then requests that are not understood. */
const OF_ACCOUNT = [102, 103, 104, 118, 105, 106, 107, 108, 109, 112, 115];

export const AllmysmsSettings = z.strictObject({
  login: z.string().regex(/^[\x21-\x39\x3b-\x7e]{1,100}$/, {
    error: "à remplir, sans espace, accent ni deux-points",
  }),
  apiKey: Key,
  endpoint: endpointSetting(ENDPOINT),
}).openapi("AllmysmsSettings");
export type AllmysmsSettings = z.infer<typeof AllmysmsSettings>;

/** The gateway kind `allmysms`. */
export const allmysms: GatewayKind<AllmysmsSettings> = {
  kind: "allmysms",
  label: { fr: "allmysms", en: "allmysms" },
  settings: AllmysmsSettings,
  secrets: ["apiKey"],
  receiptsByProviderId: () => true,

  async submit(ports, settings, sms, signal) {
    const answer = await askJson(ports, {
      url: `${baseOf(settings, ENDPOINT)}/sms/send/`,
      method: "POST",
      headers: {
        authorization: basic(settings.login, settings.apiKey),
        "content-type": "application/json",
        accept: "application/json",
      },
      body: JSON.stringify(messageOf(sms)),
    }, signal);
    return "kind" in answer ? answer : outcomeOf(answer, ports.now());
  },

  parseReceipt(_settings, request) {
    return receiptOf(request);
  },

  /** To be verified live: the names, known from no document. */
  parseReplies: repliesBy({
    from: ["phoneNumber", "mobilePhone", "from"],
    text: ["message", "text", "content"],
    id: ["moId", "id"],
    answers: ["cliMsgId", "smsId"],
    is: ({ status }) => status === undefined,
  }),
};

function messageOf(sms: Handover): object {
  return {
    ...sms.sender === null ? {} : { from: sms.sender },
    to: digitsOf(sms.to),
    text: sms.text,
    ...SERVICE_MESSAGE,
    ...identifiers(sms),
  };
}

/**
 * To be verified live: whether `uniqueIdentifier` makes it refuse a second
 * hand-over. Until then it is not sent, and nothing is handed over twice.
 */
function identifiers({ messageId }: Handover): object {
  return { cliMsgId: messageId };
}

function outcomeOf(answer: JsonAnswer, nowMs: number): Outcome {
  const { status, json } = answer;
  const isTaken = status >= 200 && status < 300;
  const isRefused = status >= 400 && status < 500;
  if (!isTaken && !isRefused) return byStatus(answer, nowMs);

  const providerId = idOf(json?.smsId);
  if (isTaken && providerId !== null) return { kind: "accepted", providerId };
  const number = Number(json?.code ?? NaN);
  const code = codeOf(json?.code);
  const detail = detailOf(answer, code);
  if (status === 429) return retryLater(answer, detail, nowMs);
  if (OF_MESSAGE.includes(number)) return rejected("message", detail);
  if (OF_ACCOUNT.includes(number)) return rejected("gateway", detail);
  return isTaken
    ? unknown(`${detail} without an id`)
    : byStatus(answer, nowMs, { code });
}

const STATUSES: Readonly<Record<string, Receipt["status"]>> = {
  1: ISSUED,
  2: "failed",
  3: "sent",
  4: "failed",
  5: "failed",
};

function receiptOf(request: ReceiptRequest): Receipt | null {
  const { smsId, cliMsgId, status: theirs } = contentOf(request);
  const value = String(theirs);
  const status = Object.hasOwn(STATUSES, value) ? STATUSES[value] : undefined;
  const providerId = idOf(smsId);
  if (status === undefined || providerId === null) return null;
  const detail = `status ${value}`;
  return { messageId: ourId(cliMsgId), providerId, status, detail };
}
