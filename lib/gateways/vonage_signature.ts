/**
 * The `sig` parameter of Vonage's callbacks.
 *
 * @module
 */
import { createHash, createHmac } from "node:crypto";
import type { ReceiptRequest } from "./gateway.ts";
import { contentOf, sameText } from "./rest.ts";

/** A plain MD5 with the secret at its end, or an HMAC. */
export const SIGNATURE_METHODS = [
  "md5hash",
  "md5",
  "sha1",
  "sha256",
  "sha512",
] as const;

/** How an account signs. */
export interface Signing {
  readonly secret: string;
  readonly method: typeof SIGNATURE_METHODS[number];
}

type Parameters = Readonly<Record<string, string>>;

/** A receipt may be posted again for a day. */
const AGE_MAX_MS = 86_400_000;
/** Clocks differ. */
const AHEAD_MAX_MS = 300_000;

/**
 * To be verified live with a signed callback: the strings that may be signed.
 * The guide replaces `&` and `=` in each value; `@vonage/auth` 1.15 does so in
 * the whole string.
 */
export const SIGNED_STRINGS: readonly ((parameters: Parameters) => string)[] = [
  (parameters) => joined(parameters, (value) => value.replace(/[&=]/g, "_")),
  (parameters) => joined(parameters, (value) => value).replace(/[&=]/g, "_"),
];

function joined(
  parameters: Parameters,
  write: (value: string) => string,
): string {
  return Object.keys(parameters).sort()
    .map((name) => `&${name}=${write(parameters[name]!)}`)
    .join("");
}

/** The digest of a signed string, in lower-case hex. */
export function digest({ secret, method }: Signing, signed: string): string {
  return method === "md5hash"
    ? createHash("md5").update(signed + secret).digest("hex")
    : createHmac(method, secret).update(signed).digest("hex");
}

/** Whether a callback bears the signature, and is recent where that is known. */
export function isSigned(signing: Signing, request: ReceiptRequest): boolean {
  const { sig, ...parameters } = textsOf(request);
  if (sig === undefined || !isRecent(parameters.timestamp, request)) {
    return false;
  }
  return parameterSets(parameters, request).some((set) =>
    SIGNED_STRINGS.some((write) =>
      sameText(digest(signing, write(set)), sig.toLowerCase())
    )
  );
}

/** Our own parameter may or may not be among the signed ones of a GET. */
function parameterSets(
  parameters: Parameters,
  request: ReceiptRequest,
): Parameters[] {
  if (!request.query.has("id")) return [parameters];
  const { id: _ours, ...theirs } = parameters;
  return [parameters, theirs];
}

function textsOf(request: ReceiptRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(contentOf(request)).map(([name, value]) => [
      name,
      String(value),
    ]),
  );
}

function isRecent(
  timestamp: string | undefined,
  { receivedMs }: ReceiptRequest,
): boolean {
  if (receivedMs === undefined) return true;
  if (timestamp === undefined || !/^\d{9,11}$/.test(timestamp)) return false;
  const ageMs = receivedMs - Number(timestamp) * 1_000;
  return ageMs <= AGE_MAX_MS && ageMs >= -AHEAD_MAX_MS;
}
