/**
 * X-Twilio-Signature: HMAC-SHA1 of the callback's address and its parameters.
 *
 * @module
 */
import { createHash, createHmac } from "node:crypto";
import { parse, stringify } from "node:querystring";
import type { ReceiptRequest } from "./gateway.ts";
import { sameText } from "./rest.ts";

/** What Twilio signs a form posted to `url` with, in base64. */
export function twilioSignature(
  authToken: string,
  url: string,
  form: URLSearchParams = new URLSearchParams(),
): string {
  let signed = url;
  for (const name of [...new Set(form.keys())].sort()) {
    const values = [...new Set(form.getAll(name))].sort();
    for (const value of values) signed += name + value;
  }
  return createHmac("sha1", authToken).update(signed).digest("base64");
}

/** Whether a request bears Twilio's signature. */
export function isSigned(authToken: string, request: ReceiptRequest): boolean {
  const given = request.headers.get("x-twilio-signature");
  if (given === null || request.url === undefined) return false;

  const bodyHash = request.query.get("bodySHA256");
  if (bodyHash !== null && bodyHash !== sha256(request.body)) return false;
  const form = bodyHash === null
    ? new URLSearchParams(request.body)
    : new URLSearchParams();
  return variantsOf(request.url).some((url) =>
    sameText(twilioSignature(authToken, url, form), given)
  );
}

/**
 * Twilio is not consistent: the port is there or not, and the query as it was
 * given or encoded anew.
 */
export function variantsOf(url: string): string[] {
  const [address = "", query] = url.split(/\?(.*)/s);
  const queries = query === undefined
    ? [""]
    : [`?${query}`, `?${stringify(parse(query))}`];
  const addresses = [withoutPort(address), withPort(address)];
  return addresses.flatMap((at) => queries.map((asked) => at + asked));
}

const AUTHORITY = /^(https?):\/\/(\[[^\]]*\]|[^/:]+)(:\d+)?/;

function withoutPort(address: string): string {
  return address.replace(AUTHORITY, "$1://$2");
}

function withPort(address: string): string {
  return address.replace(
    AUTHORITY,
    (_all, scheme: string, host: string, port?: string) =>
      `${scheme}://${host}${port ?? (scheme === "https" ? ":443" : ":80")}`,
  );
}

function sha256(body: string): string {
  return createHash("sha256").update(body).digest("hex");
}
