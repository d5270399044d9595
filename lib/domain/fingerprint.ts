import { fingerprint } from "../crypto/seal.ts";

/**
 * Recognises the same request of the same caller: what it asks for (method and
 * path) and its body as it was sent, to the byte.
 */
export function requestFingerprint(
  actorId: string,
  target: string,
  body: string,
): string {
  return fingerprint(`${actorId}\n${target}\n${body}`);
}
