import { Buffer } from "node:buffer";
import { hkdfSync } from "node:crypto";
import { seal, unseal } from "./seal.ts";

/** A master key: its id, and 32 bytes. */
export interface MasterKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** Thrown at start when a stored value needs a master key that is not here. */
export class MissingMasterKey extends Error {
  override readonly name = "MissingMasterKey";
}

/**
 * Holds the master keys. What is sealed names the key it needs, so that a new
 * first key takes over while older ones still open what they sealed.
 */
export class Vault {
  readonly #keys: Map<string, Uint8Array>;
  readonly #active: string;

  constructor(masters: readonly [MasterKey, ...MasterKey[]]) {
    this.#keys = new Map(masters.map(({ id, bytes }) => [id, bytes]));
    this.#active = masters[0].id;
  }

  /** The id of the master key that seals now. */
  get activeId(): string {
    return this.#active;
  }

  /** The ids of the others, which only open. */
  get otherIds(): string[] {
    return [...this.#keys.keys()].filter((id) => id !== this.#active);
  }

  /** The older master key a sealed value needs; null for what needs none. */
  olderKeyOf(text: string): string | null {
    const match = /^([\w.-]{1,64}):[A-Za-z0-9+/]{38,}={0,2}$/.exec(text);
    const id = match?.[1] ?? this.#active;
    return id !== this.#active && this.#keys.has(id) ? id : null;
  }

  /** A sealed value under the active key; null if none of `bounds` opens it. */
  rewrap(sealed: string, bounds: readonly string[]): string | null {
    for (const bound of bounds) {
      try {
        return this.seal(this.unseal(sealed, bound), bound);
      } catch {
        // It is bound to something else.
      }
    }
    return null;
  }

  /** Seals a text for the record named by `bound`: `masterId:base64`. */
  seal(plain: string, bound: string): string {
    const key = this.#keys.get(this.#active)!;
    return `${this.#active}:${seal(key, plain, bound)}`;
  }

  /**
   * Opens what {@linkcode seal} made.
   *
   * @throws {MissingMasterKey} when LSMESSAGE_KEYS lacks the key it names
   */
  unseal(sealed: string, bound: string): string {
    const colon = sealed.indexOf(":");
    const id = sealed.slice(0, colon);
    const key = this.#keys.get(id);
    if (key === undefined) {
      throw new MissingMasterKey(
        `the store was written with master key "${id}", which LSMESSAGE_KEYS does not hold`,
      );
    }
    return unseal(key, sealed.slice(colon + 1), bound);
  }

  /** A secret derived from the active master key, for one purpose. */
  derive(purpose: string): Uint8Array {
    const key = this.#keys.get(this.#active)!;
    return new Uint8Array(hkdfSync("sha256", key, "lsmessage", purpose, 32));
  }
}

/**
 * Reads `id:base64,id:base64`; the first key is the active one.
 *
 * @throws {Error} with a sentence that says which entry is wrong, and never
 *   the entry's secret
 */
export function parseMasterKeys(text: string): [MasterKey, ...MasterKey[]] {
  const keys = text.split(",").map((entry, i): MasterKey => {
    const [id = "", encoded, ...rest] = entry.trim().split(":");
    // Without a colon the entry may be a bare secret: it is not repeated.
    if (
      !/^[A-Za-z0-9_-]{1,20}$/.test(id) || encoded === undefined ||
      rest.length > 0
    ) {
      throw new Error(`key ${i + 1} is not "id:base64"`);
    }
    if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(encoded)) {
      throw new Error(`key ${i + 1} ("${id}") is not 32 bytes of base64`);
    }
    return { id, bytes: Buffer.from(encoded, "base64") };
  });
  if (new Set(keys.map(({ id }) => id)).size !== keys.length) {
    throw new Error("two keys have the same id");
  }
  return keys as [MasterKey, ...MasterKey[]];
}
