/**
 * Records in the database: read, listed, and written by one transaction at a
 * time. Accounts and shards are kept in memory after a commit; the checks of
 * the next one find out when another instance has changed them.
 *
 * @module
 */
import { Problem } from "../problem.ts";
import type { Key } from "./kind.ts";
import { assertValueSize, type Read, type Tx, type Write } from "./tx.ts";

/** What one commit may hold, whatever the backend. */
export interface Envelope {
  readonly checks: number;
  readonly mutations: number;
  readonly bytes: number;
  readonly keyBytes: number;
}

/** Fits KV Connect (denokv 0.12, Deno Deploy). Source: proto/limits.rs. */
export const PORTABLE_ENVELOPE: Envelope = {
  checks: 10,
  mutations: 900,
  bytes: 700 * 1024,
  keyBytes: 76 * 1024,
};

/** The embedded store takes a hundred checks a commit. */
export const EMBEDDED_ENVELOPE: Envelope = {
  ...PORTABLE_ENVELOPE,
  checks: 100,
};

/** The time the store needs, from the ports. */
export interface StoreOptions {
  envelope: Envelope;
  now(): number;
  newId(prefix: string): string;
  random(): number;
  after(ms: number, run: () => void): () => void;
  /** Whether the database has queues: only the embedded one does. */
  queues?: boolean;
  /** Hears of listeners that throw: the commit is in all the same. */
  report?(error: unknown): void;
}

/** Told what a commit wrote, and the transaction as it was. */
export type CommitListener = (writes: readonly Write[], tx: Tx) => void;

const CACHE_MAX = 4_096;
const GET_MANY_MAX = 10;
/** No call of the store is waited for longer than this. */
const DEADLINE_MS = 10_000;
/** How long an operation record is kept for looking up. */
const OPERATION_MS = 3_600_000;
const NOTHING = new Uint8Array(0);
/** What the database's queue carries: that it is time to look. */
const ALARM = "look";
/** A ring costs the database commits of its own; what is sooner is seen. */
const ALARM_MIN_MS = 2_000;
/** The database takes no longer delay than 30 days. */
const ALARM_MAX_MS = 30 * 86_400_000;

/** The records of one database. */
export class Records {
  readonly kv: Deno.Kv;
  readonly options: StoreOptions;
  readonly #cache = new Map<string, Read>();
  readonly #listeners = new Set<CommitListener>();

  constructor(kv: Deno.Kv, options: StoreOptions) {
    this.kv = kv;
    this.options = options;
  }

  /** The committed record, or null. */
  async get<T>(key: Key<T>): Promise<T | null> {
    const [read] = await this.#fetch([key]);
    return read!.value as T | null;
  }

  /** Several committed records; those of one ten are one snapshot. */
  async getMany<T>(keys: readonly Key<T>[]): Promise<(T | null)[]> {
    const reads = await this.#fetch(keys);
    return reads.map((read) => read.value as T | null);
  }

  /**
   * Records under a prefix, in key order (or against it). Beyond one batch
   * (`batchSize` records, read together) this is not a snapshot.
   */
  async *list<T>(
    kind: Key<T>["kind"],
    selector: { under?: Deno.KvKey; start?: Deno.KvKey; end?: Deno.KvKey },
    options: { limit?: number; reverse?: boolean; batchSize?: number } = {},
  ): AsyncIterable<{ parts: Deno.KvKey; value: T }> {
    const prefix = [kind.name, ...(selector.under ?? [])];
    const range: Deno.KvListSelector = selector.start && selector.end
      ? {
        start: [kind.name, ...selector.start],
        end: [kind.name, ...selector.end],
      }
      : selector.start
      ? { prefix, start: [kind.name, ...selector.start] }
      : selector.end
      ? { prefix, end: [kind.name, ...selector.end] }
      : { prefix };
    const batchSize = Math.min(options.batchSize ?? options.limit ?? 500, 500);
    const entries = this.kv.list<Uint8Array>(range, { ...options, batchSize });
    for (let i = 0;; i++) {
      // The database is asked at the start of each batch, and only then.
      const next = entries.next();
      const { done, value: entry } =
        await (i % batchSize === 0 ? this.deadline(next) : next);
      if (done) return;
      yield { parts: entry.key.slice(1), value: kind.decode(entry.value) };
    }
  }

  /** Calls `listener` after each commit of this process with its writes. */
  onCommit(listener: CommitListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * The commit of `tx`, ready to be sent.
   *
   * @throws {Error} when a record cannot be written as it is
   */
  prepare(tx: Tx, operation: string): Deno.AtomicOperation {
    const atomic = this.kv.atomic();
    for (const { key, versionstamp } of tx.checks()) {
      atomic.check({ key: key.parts, versionstamp });
    }
    for (const { key, value, bytes } of tx.writes.values()) {
      if (value === null) {
        atomic.delete(key.parts);
        continue;
      }
      const encoded = bytes ?? key.kind.encode(value);
      assertValueSize(key, encoded);
      const expiresAtMs = key.kind.expiresAtMs?.(value);
      const lasting = expiresAtMs === undefined
        ? undefined
        : { expireIn: Math.max(1, expiresAtMs - this.options.now()) };
      atomic.set(key.parts, encoded, lasting);
    }
    this.#setAlarm(tx, atomic);
    const lasting = { expireIn: OPERATION_MS };
    return atomic.set(["operation", operation], NOTHING, lasting);
  }

  /**
   * Where the database has queues, has it ring when the earliest of what this
   * commit puts off is due. It rings once for all of them, and nothing is lost
   * if it does not: whoever listens looks by himself as well.
   */
  #setAlarm(tx: Tx, atomic: Deno.AtomicOperation): void {
    if (!this.options.queues) return;
    let atMs = Infinity;
    for (const { key, value } of tx.writes.values()) {
      if (value === null || key.kind.ringsAtMs === undefined) continue;
      atMs = Math.min(atMs, key.kind.ringsAtMs(key.parts));
    }
    const delay = atMs - this.options.now();
    if (delay < ALARM_MIN_MS || delay > ALARM_MAX_MS) return;
    atomic.enqueue(ALARM, { delay });
  }

  /** Calls `ring` whenever an alarm of the database goes off. */
  onAlarm(ring: () => void): void {
    if (!this.options.queues) return;
    this.kv.listenQueue((value) => {
      if (value === ALARM) ring();
    }).catch((error) => this.options.report?.(error));
  }

  /** Commits `tx`; null when it is in, else why that is not known. */
  async commit(tx: Tx, atomic: Deno.AtomicOperation): Promise<unknown> {
    const result = await this.deadline(atomic.commit());
    if (!result.ok) return new Error("a record changed meanwhile");
    tx.versionstamp = result.versionstamp;
    this.#keep(tx, result.versionstamp);
    this.tell(tx);
    return null;
  }

  /** A transaction without writes holds if what memory lent it is current. */
  async confirmReads(tx: Tx): Promise<unknown> {
    const lent = tx.checks().filter(({ key }) => key.kind.cached);
    if (lent.length === 0) return null;
    const fresh = await this.#fetch(lent.map(({ key }) => key));
    const stale = fresh.some(({ versionstamp }, i) =>
      versionstamp !== lent[i]!.versionstamp
    );
    return stale ? new Error("a record changed meanwhile") : null;
  }

  /** Those of these operations whose commits are in. */
  async committed(operations: readonly string[]): Promise<Set<string>> {
    const entries = await this.#getMany(
      operations.map((operation) => ["operation", operation]),
    );
    return new Set(
      operations.filter((_, i) => entries[i]!.versionstamp !== null),
    );
  }

  /** Tells the listeners of a commit that is in. */
  tell(tx: Tx): void {
    const writes = [...tx.writes.values()];
    for (const listener of this.#listeners) {
      try {
        listener(writes, tx);
      } catch (error) {
        this.options.report?.(error);
      }
    }
  }

  /** Reads these from the database the next time. */
  forget(ids: Iterable<string>): void {
    for (const id of ids) this.#cache.delete(id);
  }

  /** The record, where memory has it. */
  atHand(key: Key<unknown>): Read | undefined {
    return this.#cache.get(key.id);
  }

  /** Reads from memory what is cached there, the rest from the store. */
  async recall(keys: readonly Key<unknown>[]): Promise<Read[]> {
    const missing = keys.filter((key) => !this.#cache.has(key.id));
    const fetched = missing.length > 0 ? await this.#fetch(missing) : [];
    if (missing.length === keys.length) return fetched;
    let next = 0;
    return keys.map((key) => this.#cache.get(key.id) ?? fetched[next++]!);
  }

  async #fetch(keys: readonly Key<unknown>[]): Promise<Read[]> {
    const entries = await this.#getMany(keys.map(({ parts }) => parts));
    return entries.map(({ value, versionstamp }, i) => ({
      key: keys[i]!,
      value: value === null ? null : keys[i]!.kind.decode(value),
      versionstamp,
    }));
  }

  async #getMany(
    keys: readonly Deno.KvKey[],
  ): Promise<Deno.KvEntryMaybe<Uint8Array>[]> {
    const slices: Promise<Deno.KvEntryMaybe<Uint8Array>[]>[] = [];
    for (let i = 0; i < keys.length; i += GET_MANY_MAX) {
      const slice = keys.slice(i, i + GET_MANY_MAX);
      slices.push(this.deadline(this.kv.getMany<Uint8Array[]>(slice)));
    }
    return (await Promise.all(slices)).flat();
  }

  #keep(tx: Tx, versionstamp: string): void {
    for (const { key, value } of tx.writes.values()) {
      if (!key.kind.cached) continue;
      this.#cache.delete(key.id);
      if (value !== null) this.#cache.set(key.id, { key, value, versionstamp });
    }
    for (const id of this.#cache.keys()) {
      if (this.#cache.size <= CACHE_MAX) break;
      this.#cache.delete(id);
    }
  }

  /** Waits for the database, but not for ever. */
  async deadline<T>(work: Promise<T>): Promise<T> {
    const { promise, reject } = Promise.withResolvers<never>();
    const cancel = this.options.after(
      DEADLINE_MS,
      () => reject(new Problem("unavailable", { retryAfterSeconds: 2 })),
    );
    try {
      return await Promise.race([work, promise]);
    } finally {
      cancel();
    }
  }
}
