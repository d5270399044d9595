/**
 * Tokens of SMS Gateway for Android: asked for with name and password, kept
 * until shortly before they end.
 *
 * @module
 */
import { type Answer, ask } from "./answer.ts";
import type { GatewayPorts, Outcome } from "./gateway.ts";
import { parseJson, valueAt } from "./json_pointer.ts";
import type { SmsGateSettings } from "./smsgate.ts";

const TTL_SECONDS = 3_600;
const MARGIN_MS = 60_000;
const ACCOUNTS_MAX = 1_000;

interface Token {
  readonly value: string;
  readonly untilMs: number;
}

type Refusal = Exclude<Outcome, { kind: "accepted" | "unknown" }>;
type Account = Pick<SmsGateSettings, "url" | "username" | "password">;

const tokens = new Map<string, Token>();
/** One question for all who need a token at the same time. */
const asking = new Map<string, Promise<Token | Refusal>>();

/** A token that may send, or why there is none. */
export async function bearerToken(
  ports: GatewayPorts,
  account: Account,
  { authorization, signal }: { authorization: string; signal: AbortSignal },
): Promise<string | Refusal> {
  const key = keyOf(account);
  const known = tokens.get(key);
  if (known !== undefined && ports.now() < known.untilMs) return known.value;
  let asked = asking.get(key);
  if (asked === undefined) {
    asked = askForToken(ports, account, { authorization, signal })
      .finally(() => asking.delete(key));
    asking.set(key, asked);
  }
  const token = await asked;
  if ("kind" in token) return token;
  if (tokens.size >= ACCOUNTS_MAX) tokens.clear();
  tokens.set(key, token);
  return token.value;
}

/** Forgets a token that is no longer taken. */
export function forgetToken(account: Account, token: string): void {
  const key = keyOf(account);
  if (tokens.get(key)?.value === token) tokens.delete(key);
}

async function askForToken(
  ports: GatewayPorts,
  { url }: Account,
  { authorization, signal }: { authorization: string; signal: AbortSignal },
): Promise<Token | Refusal> {
  const answer = await ask(ports, {
    url: `${url.replace(/\/+$/, "")}/auth/token`,
    method: "POST",
    headers: { "content-type": "application/json", authorization },
    body: JSON.stringify({ ttl: TTL_SECONDS, scopes: ["messages:send"] }),
  }, signal);
  if ("kind" in answer) return unsent(answer);
  return tokenOf(answer, ports.now()) ?? refusalOf(answer);
}

/** Whatever went wrong here, no SMS has been submitted. */
function unsent(outcome: Outcome): Refusal {
  return outcome.kind === "accepted" || outcome.kind === "unknown"
    ? { kind: "retry", detail: "no token" }
    : outcome;
}

function tokenOf(answer: Answer, nowMs: number): Token | null {
  if (answer.status !== 200 && answer.status !== 201) return null;
  const content = parseJson(answer.text);
  const value = valueAt(content, ["access_token"]);
  if (typeof value !== "string" || !/^[\x21-\x7e]+$/.test(value)) return null;
  const endsMs = Date.parse(String(valueAt(content, ["expires_at"])));
  const untilMs = Number.isNaN(endsMs) ? nowMs + TTL_SECONDS * 1_000 : endsMs;
  return { value, untilMs: untilMs - MARGIN_MS };
}

function refusalOf({ status }: Answer): Refusal {
  const detail = `token: HTTP ${status}`;
  // 501: the server was set up without tokens.
  const isFinal = status >= 400 && status < 500 && status !== 408 &&
      status !== 429 || status === 501;
  return isFinal
    ? { kind: "rejected", scope: "gateway", detail }
    : { kind: "retry", detail };
}

function keyOf({ url, username, password }: Account): string {
  return JSON.stringify([url, username, password]);
}
