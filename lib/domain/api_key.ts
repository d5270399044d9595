/**
 * What an application's key looks like: `lsm_live_…` or `lsm_test_…`, then 18
 * characters of id, 52 of secret (260 bits) and 7 of checksum, all in
 * Crockford's base 32 in lower case. The checksum is the CRC-32 of all before
 * it, so that a slip of the hand and a made-up key are told without a look at
 * the store.
 *
 * For secret scanners:
 *
 *     \blsm_(?:live|test)_[0-9a-hjkmnp-tv-z]{77}\b
 *
 * @module
 */
import { crc32 } from "node:zlib";
import { base32, ID_LENGTH } from "../kv/ids.ts";
import type { Ports } from "../ports.ts";
import type { Mode } from "../schema/application.ts";

/** The published pattern of a whole key. */
export const API_KEY = /^lsm_(?:live|test)_[0-9a-hjkmnp-tv-z]{77}$/;

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const PREFIX_CHARS = "lsm_live_".length;
const SECRET_CHARS = 52;
const CHECKSUM_CHARS = 7;
const KEY_CHARS = PREFIX_CHARS + ID_LENGTH + SECRET_CHARS + CHECKSUM_CHARS;

/** A new key, and the id it carries. */
export function newApiKey(
  ports: Ports,
  mode: Mode,
): { id: string; token: string } {
  const id = ports.newId("key").slice(-ID_LENGTH);
  let secret = "";
  for (const byte of ports.randomBytes(SECRET_CHARS)) {
    secret += ALPHABET[byte % ALPHABET.length];
  }
  const body = `lsm_${mode}_${id}${secret}`;
  return { id, token: body + checksum(body) };
}

/**
 * The id in what may be a key; null for what cannot be one. Cheap, and no more
 * than a look at the length: {@linkcode isApiKey} tells.
 */
export function apiKeyId(token: string): string | null {
  return token.length === KEY_CHARS && token.startsWith("lsm_")
    ? token.slice(PREFIX_CHARS, PREFIX_CHARS + ID_LENGTH)
    : null;
}

/** Whether a token has the form and the checksum of a key. */
export function isApiKey(token: string): boolean {
  const body = token.slice(0, -CHECKSUM_CHARS);
  return API_KEY.test(token) && token.endsWith(checksum(body));
}

function checksum(body: string): string {
  return base32(crc32(body), CHECKSUM_CHARS);
}
