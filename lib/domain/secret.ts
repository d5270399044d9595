import { sha256 } from "../crypto/seal.ts";

/** Whether two secrets are the same, in a time that tells nothing of either. */
export function sameSecret(a: string, b: string): boolean {
  return sameHash(sha256(a), sha256(b));
}

/**
 * The same for two hashes of one length. Written out, because it runs for each
 * request and `timingSafeEqual` costs as much as the hash itself.
 */
export function sameHash(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) {
    difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  }
  return difference === 0;
}
