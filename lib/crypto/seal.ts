/**
 * Field encryption: AES-256-GCM, a fresh 96-bit nonce each time, the record's
 * id as associated data so that a sealed value cannot be moved to another
 * record. A sealed value is base64 of nonce ‖ ciphertext ‖ tag.
 *
 * node:crypto rather than WebCrypto: it is synchronous, so that sealing can
 * happen at the very end of a commit, once for all that it carries.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
} from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The keys of one structure and month; null where destroyed. */
export interface DataKey {
  readonly id: string;
  readonly numbers: Uint8Array | null;
  readonly texts: Uint8Array | null;
}

/** Encrypts text for the record named by `bound`. */
export function seal(key: Uint8Array, plain: string, bound: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(bound));
  const sealed = cipher.update(plain, "utf8");
  cipher.final();
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString("base64");
}

/**
 * Decrypts what {@linkcode seal} made for the same record.
 *
 * @throws {Error} when the key is another one or the value was changed
 */
export function unseal(key: Uint8Array, sealed: string, bound: string): string {
  const bytes = Buffer.from(sealed, "base64");
  if (bytes.length < NONCE_BYTES + TAG_BYTES) {
    throw new Error("sealed value cut short");
  }
  const cipher = createDecipheriv(
    "aes-256-gcm",
    key,
    bytes.subarray(0, NONCE_BYTES),
  );
  cipher.setAAD(Buffer.from(bound));
  cipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  const plain = cipher.update(
    bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES),
  );
  cipher.final();
  return plain.toString("utf8");
}

/** The same for bytes, as bytes. */
export function sealBytes(
  key: Uint8Array,
  plain: Uint8Array,
  bound: string,
): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(bound));
  const sealed = cipher.update(plain);
  cipher.final();
  return new Uint8Array(Buffer.concat([nonce, sealed, cipher.getAuthTag()]));
}

/**
 * Decrypts what {@linkcode sealBytes} made for the same record.
 *
 * @throws {Error} when the key is another one or the value was changed
 */
export function unsealBytes(
  key: Uint8Array,
  bytes: Uint8Array,
  bound: string,
): Uint8Array {
  const tagAt = bytes.length - TAG_BYTES;
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const cipher = createDecipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(bound));
  cipher.setAuthTag(bytes.subarray(tagAt));
  const plain = cipher.update(bytes.subarray(NONCE_BYTES, tagAt));
  cipher.final();
  return plain;
}

/** A keyed hash to find a number by, 128 bits, hexadecimal. */
export function keyedHash(key: Uint8Array, value: string): string {
  return createHmac("sha256", key).update(value).digest("hex").slice(0, 32);
}

/** SHA-256 in hexadecimal. */
export function sha256(value: string): string {
  return createHash("sha256").update(value).digest("hex");
}
