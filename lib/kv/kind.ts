import type { z } from "@hono/zod-openapi";

/**
 * What one family of records is: its value's shape, and what keeps two writers
 * of it apart.
 *
 * `guard: "self"`: a transaction that read it commits only if it is unchanged.
 * `guard: "owner"`: it is only ever written together with a record that is
 * guarded by itself (an account, a shard), so it needs no check of its own;
 * a transaction that touches it before reading such a record is a bug.
 */
export interface Kind<T> {
  readonly name: string;
  readonly schema: z.ZodType<T>;
  readonly guard: "self" | "owner";
  /**
   * For records that guard others, accounts and shards: kept in memory after a
   * commit; the next check finds out when that is stale.
   */
  readonly cached: boolean;
  encode(value: T): Uint8Array<ArrayBuffer>;
  decode(bytes: Uint8Array): T;
  /**
   * An upper bound of the encoded size in bytes, for records that many bodies
   * of one commit write and that are encoded once, at its end.
   */
  weigh?(value: T): number;
  /** When somebody must look at the record: the store rings then. */
  ringsAtMs?(parts: Deno.KvKey): number;
  /** When the store may forget the record. Readers compare for themselves. */
  expiresAtMs?(value: T): number;
}

/** The address of one record, with its kind. */
export interface Key<T> {
  readonly kind: Kind<T>;
  readonly parts: Deno.KvKey;
  /** The parts as one string, for maps. */
  readonly id: string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Describes a kind; JSON unless told otherwise. */
export function kind<T>(
  name: string,
  schema: z.ZodType<T>,
  options: Partial<Omit<Kind<T>, "name" | "schema">> = {},
): Kind<T> {
  return {
    name,
    schema,
    guard: "self",
    cached: false,
    encode: encodeJson,
    decode: (bytes) => decodeJson<T>(bytes),
    ...options,
  };
}

/** The key of a record: its kind's name, then `rest`. */
export function keyOf<T>(kind: Kind<T>, ...rest: Deno.KvKeyPart[]): Key<T> {
  return {
    kind,
    parts: [kind.name, ...rest],
    id: `${kind.name}\0${rest.join("\0")}`,
  };
}

/** Bytes a key takes in the store, and a little more. */
export function keyBytes(parts: Deno.KvKey): number {
  let bytes = 0;
  for (const part of parts) {
    if (typeof part === "string") bytes += 2 + utf8Bytes(part);
    else if (part instanceof Uint8Array) bytes += 2 + 2 * part.byteLength;
    else bytes += 12;
  }
  return bytes;
}

/** Bytes of a text in UTF-8; a surrogate pair is counted as six. */
function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) bytes += code > 0x7ff ? 2 : 1;
  }
  return bytes;
}

/** The value as JSON bytes. */
export function encodeJson(value: unknown): Uint8Array<ArrayBuffer> {
  return encoder.encode(JSON.stringify(value)) as Uint8Array<ArrayBuffer>;
}

/** What {@linkcode encodeJson} wrote. */
export function decodeJson<T>(bytes: Uint8Array): T {
  return JSON.parse(decoder.decode(bytes)) as T;
}
