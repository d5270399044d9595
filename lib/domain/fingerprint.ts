import { sha256 } from "../crypto/seal.ts";

/** 96 bits: equal by chance once in far more requests than will ever be. */
const FINGERPRINT_CHARS = 24;

/**
 * Recognises the same request of the same caller: what it asks for (method and
 * path) and its body as it was sent, to the byte.
 */
export function requestFingerprint(
  actorId: string,
  target: string,
  body: string,
): string {
  return sha256(`${actorId}\n${target}\n${body}`).slice(0, FINGERPRINT_CHARS);
}
