/**
 * Everything that comes from outside, in one object: store, time, identity,
 * randomness, network, mail, reports. `main.ts` builds the real one, tests
 * build a world of their own; nothing else reads a clock or a global `fetch`.
 *
 * @module
 */
import type { Vault } from "./crypto/vault.ts";
import type { Unreachable } from "./domain/outbound.ts";
import type { Store } from "./kv/store.ts";

/** A mail to one person, plain text. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** What a server says, as far as it is read here; a `Response` is one. */
export interface Said {
  readonly status: number;
  readonly headers: Headers;
  readonly body: ReadableStream<Uint8Array> | null;
  text(): Promise<string>;
  /** The body, or its first 128 KiB, where it has come already. */
  readonly arrived?: Uint8Array;
}

/**
 * Requests to addresses that tenants name. They reach public addresses alone,
 * and those the operator allows; redirects are given back, not followed.
 */
export interface Outbound {
  /** What can be told of an address without asking for its name. */
  refusal(url: string): Unreachable | null;
  /** @throws {RefusedAddress} */
  fetch(url: string, init: RequestInit): Promise<Response>;
  /**
   * The addresses of a name that may be connected to.
   *
   * @throws {RefusedAddress}
   */
  resolve(hostname: string): Promise<string[]>;
}

/** Single sign-on: the provider, and how it knows us. */
export interface SsoSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What the service may ask of the world. */
export interface Ports {
  readonly store: Store;
  readonly vault: Vault;
  /** Milliseconds since the epoch. */
  now(): number;
  /** A new id, `prefix_…`, sorting after every id this process made before. */
  newId(prefix: string): string;
  randomBytes(length: number): Uint8Array<ArrayBuffer>;
  /** A uniform number in [0, 1). */
  random(): number;
  /** Calls `run` once after `ms`; the function given back cancels it. */
  after(ms: number, run: () => void): () => void;
  fetch(url: string, init: RequestInit): Promise<Said>;
  /** The way out to addresses that tenants name. */
  readonly outbound: Outbound;
  sendMail(mail: Mail): Promise<void>;
  /** Tells the operator of something unexpected; never throws. */
  report(error: unknown, context?: Record<string, unknown>): void;
  /** A structured log line; never with numbers, texts or keys in it. */
  log(
    level: "debug" | "info" | "warn",
    event: string,
    fields?: Record<string, unknown>,
  ): void;
  /** The address people and gateways reach this service at, no final slash. */
  readonly publicUrl: string;
  /** Left out where there is no single sign-on. */
  readonly sso?: SsoSettings;
  /** Days that texts and numbers are kept, unless a structure wants fewer. */
  readonly retentionDays: RetentionDays;
}

/** After how many days what is kept of a message becomes unreadable. */
export interface RetentionDays {
  readonly text: number;
  readonly number: number;
}
