import { timingSafeEqual } from "node:crypto";
import { Buffer } from "node:buffer";
import { sha256 } from "../crypto/seal.ts";

/** Whether two secrets are the same, in a time that tells nothing of either. */
export function sameSecret(a: string, b: string): boolean {
  return sameHash(sha256(a), sha256(b));
}

/** The same for two hashes of one length. */
export function sameHash(a: string, b: string): boolean {
  return a.length === b.length &&
    timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
