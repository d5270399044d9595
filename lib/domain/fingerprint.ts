import { createHash } from "node:crypto";
import { sha256 } from "../crypto/seal.ts";
import type { Ports } from "../ports.ts";
import { dataKey, existingKey, sealingPeriod } from "./data_key.ts";

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

/**
 * What a request is recognised by in the store, the newest first: its
 * fingerprint under the day's key, so that nobody can try what it was once
 * that key is destroyed. Around midnight the day before counts as well.
 */
export async function storedMarks(
  ports: Ports,
  structureId: string,
  { fingerprint, nowMs, forMs }: {
    fingerprint: string;
    nowMs: number;
    forMs: number;
  },
): Promise<string[]> {
  const today = sealingPeriod(nowMs);
  const { texts } = await dataKey(ports, structureId, today);
  const marks = [markUnder(texts!, fingerprint)];
  const before = sealingPeriod(nowMs - forMs);
  if (before === today) return marks;
  const old = (await existingKey(ports, structureId, before)).texts;
  return old === null ? marks : [...marks, markUnder(old, fingerprint)];
}

/** Both are of a fixed length; a third of the time that an HMAC takes. */
function markUnder(secret: Uint8Array, fingerprint: string): string {
  return createHash("sha256").update(secret).update(fingerprint).digest("hex")
    .slice(0, FINGERPRINT_CHARS);
}
