/**
 * The environment, read once at start. A wrong or unknown value stops the
 * start with one line that names it and says what to write instead.
 *
 * @module
 */
import { type MasterKey, parseMasterKeys } from "../crypto/vault.ts";
import type { Legal } from "../schema/legal.ts";
import { LEGAL_NAMES, readLegal } from "./legal.ts";

/** Single sign-on. */
export interface Oidc {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = typeof LOG_LEVELS[number];

/** How this instance is to run. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly kv: string | null;
  readonly publicUrl: string;
  readonly operatorToken: string | null;
  readonly keys: readonly [MasterKey, ...MasterKey[]] | null;
  readonly smtp: string | null;
  readonly mailFrom: string;
  readonly oidc: Oidc | null;
  readonly retentionDays: { readonly text: number; readonly number: number };
  readonly outboundAllow: readonly string[];
  readonly log: LogLevel;
  /** Whether browsers get a service worker; off takes it from those that had it. */
  readonly worker: boolean;
  /** Who runs it, as the law wants it named; null where nobody said. */
  readonly legal: Legal | null;
  /** Whether this runs on Deno Deploy. */
  readonly onDeploy: boolean;
}

/** Everything wrong with the environment, a line each. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join("\n"));
    this.lines = lines;
  }
}

type Env = Readonly<Record<string, string>>;

const DEFAULT_KV = "./data/lsmessage.sqlite3";
const PREFIX = "LSMESSAGE_";
const TOKEN_MIN = 32;

const KNOWN = new Set([
  "LSMESSAGE_KV",
  "LSMESSAGE_PUBLIC_URL",
  "LSMESSAGE_OPERATOR_TOKEN",
  "LSMESSAGE_KEYS",
  "LSMESSAGE_SMTP",
  "LSMESSAGE_MAIL_FROM",
  "LSMESSAGE_OIDC",
  "LSMESSAGE_RETENTION_DAYS",
  "LSMESSAGE_OUTBOUND_ALLOW",
  "LSMESSAGE_LOG",
  "LSMESSAGE_WORKER",
  ...LEGAL_NAMES,
]);

/**
 * Reads the environment.
 *
 * @throws {ConfigError} with every wrong value, not only the first
 */
export function readConfig(env: Env): Config {
  const wrong: string[] = [];
  for (const name of Object.keys(env)) {
    if (name.startsWith(PREFIX) && !KNOWN.has(name)) {
      wrong.push(`${name}: unknown; the names are in README, Configuration`);
    }
  }
  const read = <T>(
    name: string,
    fallback: T,
    parse: (text: string) => T,
  ): T => {
    const text = env[name];
    if (text === undefined || text === "") return fallback;
    try {
      return parse(text);
    } catch (error) {
      wrong.push(`${name}: ${(error as Error).message}`);
      return fallback;
    }
  };
  const traced = /^(true|1)$/i.test(env["OTEL_DENO"] ?? "");
  if (traced && env["OTEL_TRACES_SAMPLER"] !== "always_off") {
    wrong.push(
      "OTEL_DENO: traces would carry whole addresses, and with them numbers and secrets (receipts, gateways asked by GET); set OTEL_TRACES_SAMPLER=always_off, metrics and logs are exported all the same",
    );
  }
  const onDeploy = env["DENO_DEPLOYMENT_ID"] !== undefined;
  const host = read("HOST", onDeploy ? "0.0.0.0" : "127.0.0.1", parseHost);
  const port = read("PORT", 8000, parsePort);
  const shownHost = host === "127.0.0.1" || host === "0.0.0.0"
    ? "localhost"
    : host;
  const named = readLegal(env);
  wrong.push(...named.wrong);
  const config: Config = {
    host,
    port,
    kv: read("LSMESSAGE_KV", onDeploy ? null : DEFAULT_KV, parseKv),
    publicUrl: read(
      "LSMESSAGE_PUBLIC_URL",
      `http://${shownHost}:${port}`,
      parsePublicUrl,
    ),
    operatorToken: read("LSMESSAGE_OPERATOR_TOKEN", null, parseToken),
    keys: read("LSMESSAGE_KEYS", null, parseKeys),
    smtp: read("LSMESSAGE_SMTP", null, parseSmtp),
    mailFrom: read("LSMESSAGE_MAIL_FROM", "lsmessage@localhost", parseMailFrom),
    oidc: read("LSMESSAGE_OIDC", null, parseOidc),
    retentionDays: read(
      "LSMESSAGE_RETENTION_DAYS",
      { text: 30, number: 90 },
      parseRetention,
    ),
    outboundAllow: read("LSMESSAGE_OUTBOUND_ALLOW", [], parseAllow),
    log: read("LSMESSAGE_LOG", "info", parseLevel),
    worker: read("LSMESSAGE_WORKER", true, parseSwitch),
    legal: named.legal,
    onDeploy,
  };
  const embedded = config.kv !== null && !isRemote(config.kv);
  const keysAreWrong = wrong.some((line) => line.startsWith("LSMESSAGE_KEYS:"));
  if (config.keys === null && !embedded && !keysAreWrong) {
    wrong.push(
      "LSMESSAGE_KEYS: required with a shared store; make one with `openssl rand -base64 32` and write `k1:<that>`",
    );
  }
  if (wrong.length > 0) throw new ConfigError(wrong);
  return config;
}

/** Whether the store is reached over the network. */
export function isRemote(kv: string): boolean {
  return /^https?:\/\//.test(kv);
}

function parseHost(text: string): string {
  if (/^[A-Za-z0-9.:_-]{1,253}$/.test(text)) return text;
  throw new Error(`"${text}" is not an address; write 127.0.0.1 or 0.0.0.0`);
}

function parseSwitch(text: string): boolean {
  if (text === "on" || text === "off") return text === "on";
  throw new Error(`"${text}" is neither; write on or off`);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Error(`"${text}" is not a port; write a number from 0 to 65535`);
}

function parseKv(text: string): string {
  if (!text.includes("://")) return text;
  if (isRemote(text) && URL.canParse(text)) return text;
  throw new Error("write a path, :memory:, or http(s)://host of a denokv");
}

function parsePublicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const web = url?.protocol === "http:" || url?.protocol === "https:";
  if (url === null || !web || url.search || url.hash) {
    throw new Error(
      "write the address people use, e.g. https://sms.example.fr",
    );
  }
  return url.href.replace(/\/+$/, "");
}

function parseToken(text: string): string {
  if (/^[\x21-\x7e]+$/.test(text) && text.length >= TOKEN_MIN) return text;
  throw new Error(
    `at least ${TOKEN_MIN} visible characters; make one with \`openssl rand -hex 32\``,
  );
}

function parseKeys(text: string): [MasterKey, ...MasterKey[]] {
  try {
    return parseMasterKeys(text);
  } catch (error) {
    throw new Error(
      `${
        (error as Error).message
      }; write id:base64 of 32 bytes, separated by commas`,
    );
  }
}

function parseSmtp(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^smtps?:$/.test(url.protocol) && url.hostname) return text;
  throw new Error("write smtp(s)://user:password@host:port");
}

function parseMailFrom(text: string): string {
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return text;
  throw new Error(`"${text}" is not an address; write sms@example.fr`);
}

function parseOidc(text: string): Oidc {
  const [issuer = "", clientId = "", clientSecret = "", ...rest] = text.split(
    "|",
  );
  if (URL.canParse(issuer) && clientId && clientSecret && !rest.length) {
    return { issuer, clientId, clientSecret };
  }
  throw new Error("write issuer|clientId|clientSecret");
}

function parseRetention(text: string): { text: number; number: number } {
  const match = /^(\d{1,4}),(\d{1,4})$/.exec(text);
  const days = { text: Number(match?.[1]), number: Number(match?.[2]) };
  if (match && days.text >= 1 && days.number >= days.text) return days;
  throw new Error(
    `"${text}" is not two numbers of days, text then number; write 30,90`,
  );
}

function parseAllow(text: string): string[] {
  const entries = text.split(",").map((entry) => entry.trim());
  for (const entry of entries) {
    if (!/^[A-Za-z0-9.:_-]+(\/\d{1,3})?$/.test(entry)) {
      throw new Error(`"${entry}" is neither a host nor a CIDR`);
    }
  }
  return entries;
}

function parseLevel(text: string): LogLevel {
  const level = LOG_LEVELS.find((known) => known === text);
  if (level !== undefined) return level;
  throw new Error(`"${text}" is none of ${LOG_LEVELS.join(", ")}`);
}
