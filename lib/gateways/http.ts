/**
 * Any gateway that takes an SMS as one HTTP request, described by templates.
 *
 * @module
 */
import {
  type Answer,
  ask,
  headerValue,
  type Question,
  retryLater,
} from "./answer.ts";
import type {
  GatewayKind,
  Handover,
  Outcome,
  Receipt,
  ReceiptRequest,
} from "./gateway.ts";
import { bodyEscape, contentType, HttpSettings } from "./http_settings.ts";
import { parseJson, pointerParts, valueAt } from "./json_pointer.ts";
import { compile, type Filled } from "./template.ts";
import { replyOf } from "./reply.ts";

const ID_MAX = 200;
/** Refusals of the account rather than of the SMS. */
const GATEWAY_STATUSES = [401, 402, 403, 404, 405, 407, 415];
const UNKNOWN_CALLER = [401, 407];

/** The gateway kind `http`. */
export const http: GatewayKind<HttpSettings> = {
  kind: "http",
  label: { fr: "HTTP générique", en: "Generic HTTP" },
  settings: HttpSettings,
  secrets: ["headers"],
  receiptsByProviderId: ({ success, receipt }) =>
    receipt !== undefined && success.idPointer !== undefined,

  async submit(ports, settings, sms, signal) {
    const compiled = compiledOf(settings);
    const question = compiled.write(sms);
    if ("kind" in question) return question;
    const answer = await ask(ports, question, signal);
    return "kind" in answer ? answer : outcomeOf(compiled, answer, ports.now());
  },

  parseReceipt(settings, request) {
    const { receipt } = compiledOf(settings);
    return receipt === null ? null : receiptOf(receipt, request);
  },

  parseReplies({ reply }, request) {
    const content = reply === undefined ? null : contentOf(request);
    if (reply === undefined || content === null) return [];
    const word = (pointer = "") =>
      pointer === "" ? null : valueAt(content, pointerParts(pointer));
    const said = {
      from: word(reply.fromPointer),
      text: word(reply.textPointer),
    };
    const found = replyOf({ ...said, id: word(reply.idPointer) }, REPLY_FIELDS);
    return found === null ? [] : [found];
  },
};

const REPLY_FIELDS = { from: ["from"], text: ["text"], id: ["id"] };

interface Compiled {
  /** The request for one SMS, or why none can be written. */
  readonly write: (sms: Handover) => Question | Outcome;
  readonly success: ReadonlySet<number>;
  readonly rejected: ReadonlySet<number>;
  readonly retry: ReadonlySet<number>;
  readonly id: readonly string[] | null;
  readonly receipt: CompiledReceipt | null;
}

interface CompiledReceipt {
  readonly id: readonly string[];
  readonly status: readonly string[];
  readonly map: ReadonlyMap<string, Receipt["status"]>;
}

const compiledBySettings = new WeakMap<HttpSettings, Compiled>();

function compiledOf(settings: HttpSettings): Compiled {
  let compiled = compiledBySettings.get(settings);
  if (compiled === undefined) {
    compiled = compileSettings(settings);
    compiledBySettings.set(settings, compiled);
  }
  return compiled;
}

function compileSettings(settings: HttpSettings): Compiled {
  const { success, rejected, retry, receipt } = settings;
  return {
    write: questionWriter(settings),
    success: new Set(success.status),
    rejected: new Set(rejected?.status),
    retry: new Set(retry?.status),
    id: success.idPointer === undefined
      ? null
      : pointerParts(success.idPointer),
    receipt: receipt === undefined ? null : {
      id: pointerParts(receipt.idPointer),
      status: pointerParts(receipt.statusPointer),
      map: new Map(Object.entries(receipt.map)),
    },
  };
}

function questionWriter(settings: HttpSettings): Compiled["write"] {
  const { method } = settings;
  const url = compile(settings.url, "url");
  const body = compile(settings.body ?? "", bodyEscape(settings) ?? "raw");
  const headers: [string, Filled][] = Object.entries(settings.headers ?? {})
    .map(([name, value]) => [name.toLowerCase(), compile(value, "raw")]);
  if (method !== "GET" && contentType(settings) === undefined) {
    headers.push(["content-type", () => "application/json"]);
  }

  return (sms) => {
    const filled: Record<string, string> = {};
    for (const [name, fill] of headers) {
      const value = headerValue(fill(sms));
      if (value === null) return unwritable(name);
      filled[name] = value;
    }
    const question = { url: url(sms), method, headers: filled };
    return method === "GET" ? question : { ...question, body: body(sms) };
  };
}

function unwritable(name: string): Outcome {
  const detail = `a line break cannot stand in the header ${name}`;
  return { kind: "rejected", scope: "message", detail };
}

function outcomeOf(
  compiled: Compiled,
  answer: Answer,
  nowMs: number,
): Outcome {
  const { status } = answer;
  const detail = `HTTP ${status}`;
  if (compiled.success.has(status)) return acceptance(compiled.id, answer);
  if (compiled.rejected.has(status)) {
    const scope = GATEWAY_STATUSES.includes(status) ? "gateway" : "message";
    return { kind: "rejected", scope, detail };
  }
  // Whoever does not know us has taken nothing, described or not.
  if (UNKNOWN_CALLER.includes(status)) {
    return { kind: "rejected", scope: "gateway", detail };
  }
  const isLater = compiled.retry.has(status) || status === 429 ||
    status === 503;
  if (isLater) return retryLater(answer, detail, nowMs);
  return { kind: "unknown", detail };
}

/** A success that lacks the promised id is not the answer that was described. */
function acceptance(id: readonly string[] | null, answer: Answer): Outcome {
  if (id === null) return { kind: "accepted", providerId: null };
  const providerId = idOf(valueAt(parseJson(answer.text), id));
  return providerId === null
    ? { kind: "unknown", detail: `HTTP ${answer.status} without an id` }
    : { kind: "accepted", providerId };
}

function idOf(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  const isId = typeof value === "string" && value !== "" &&
    value.length <= ID_MAX;
  return isId ? value : null;
}

/** The id is ours where the gateway gives our `{{messageId}}` back. */
function receiptOf(
  compiled: CompiledReceipt,
  request: ReceiptRequest,
): Receipt | null {
  const content = contentOf(request);
  const theirs = valueAt(content, compiled.status);
  const isWord = ["string", "number", "boolean"].includes(typeof theirs);
  const status = isWord ? compiled.map.get(String(theirs)) : undefined;
  const id = idOf(valueAt(content, compiled.id));
  const isOurs = id !== null && id.startsWith("msg_");
  const messageId = isOurs ? id : idOf(request.query.get("m"));
  if (status === undefined || (id ?? messageId) === null) return null;
  return {
    messageId,
    providerId: isOurs ? null : id,
    status,
    detail: String(theirs),
  };
}

/** JSON as it is; a form or a query as an object, the body before the query. */
function contentOf(request: ReceiptRequest): unknown {
  const json = parseJson(request.body);
  if (Array.isArray(json)) return json;
  const type = request.headers.get("content-type") ?? "";
  const isForm = type.startsWith("application/x-www-form-urlencoded");
  return {
    ...fields(request.query),
    ...isForm ? fields(new URLSearchParams(request.body)) : json as object,
  };
}

/** The first value of each name. */
function fields(parameters: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...parameters].toReversed());
}
