/**
 * Challenges and tickets: short-lived values that say what they are for, which
 * we recognise as ours without having stored them, and which are used once.
 *
 * A page that anybody may open makes one each time, so it costs no record;
 * only one that was used is remembered, until its time is over.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { keyedHash, sha256 } from "../crypto/seal.ts";
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { sameHash } from "./secret.ts";

/** The time to find a telephone, on a page that stayed open. */
export const CHALLENGE_MS = 30 * 60_000;
const NONCE_BYTES = 16;
const TIME_BYTES = 6;
const MAC_BYTES = 16;
const BYTES = NONCE_BYTES + TIME_BYTES + MAC_BYTES;

/** A new challenge for one purpose. */
export function newChallenge(
  ports: Ports,
  purpose: string,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(BYTES);
  bytes.set(ports.randomBytes(NONCE_BYTES));
  const expiresAtMs = ports.now() + CHALLENGE_MS;
  Buffer.from(bytes.buffer).writeUIntBE(expiresAtMs, NONCE_BYTES, TIME_BYTES);
  const body = bytes.subarray(0, NONCE_BYTES + TIME_BYTES);
  bytes.set(
    Buffer.from(macOf(ports, purpose, body), "hex"),
    NONCE_BYTES + TIME_BYTES,
  );
  return bytes;
}

/** Whether `challenge` (base64url) is ours, for this purpose, and in time. */
export function isOurs(
  ports: Ports,
  purpose: string,
  challenge: string,
): boolean {
  const bytes = Buffer.from(challenge, "base64url");
  if (bytes.length !== BYTES) return false;
  const body = bytes.subarray(0, NONCE_BYTES + TIME_BYTES);
  const mac = bytes.subarray(NONCE_BYTES + TIME_BYTES).toString("hex");
  if (!sameHash(mac, macOf(ports, purpose, body))) return false;
  return bytes.readUIntBE(NONCE_BYTES, TIME_BYTES) > ports.now();
}

/**
 * Uses a challenge up inside `tx`.
 *
 * @throws {Problem} `unauthenticated` when it was used before
 */
export async function spend(
  tx: Tx,
  { challenge, nowMs }: { challenge: string; nowMs: number },
): Promise<void> {
  const key = keys.spent(sha256(challenge));
  if (await tx.get(key) !== null) {
    throw new Problem("unauthenticated", {
      detail: {
        fr: "Cette demande a déjà servi. Rechargez la page puis recommencez.",
        en: "This request was used already. Reload the page and start again.",
      },
    });
  }
  tx.put(key, { expiresAtMs: nowMs + CHALLENGE_MS });
}

function macOf(ports: Ports, purpose: string, body: Uint8Array): string {
  const nonce = Buffer.from(body).toString("hex");
  return keyedHash(ports.vault.derive("challenge"), `${purpose}\0${nonce}`);
}
