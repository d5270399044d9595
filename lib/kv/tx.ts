import { type Key, keyBytes, type Kind } from "./kind.ts";

/** A write of a transaction: a value to set, or null to delete. */
export interface Write {
  readonly key: Key<unknown>;
  readonly value: unknown;
  readonly bytes: Uint8Array<ArrayBuffer> | null;
  readonly weight: number;
}

/** A record as the store had it when it was read. */
export interface Read {
  readonly key: Key<unknown>;
  readonly value: unknown;
  readonly versionstamp: string | null;
  /** Known to be absent without asking: see {@linkcode Tx.presumeNew}. */
  readonly isPresumed?: true;
}

/**
 * Stands for the versionstamp of a commit that is on its way: what was read of
 * it will have this one, if it goes in.
 */
export const PENDING = "pending";

/** How a transaction reads what it has not seen yet. */
export type Reader = (keys: readonly Key<unknown>[]) => Promise<Read[]>;

/** What a transaction reads without waiting. */
export interface AtHand {
  find(key: Key<unknown>): Read | undefined;
  /** Has the record found from then on. */
  fetch(key: Key<unknown>): Promise<void>;
}

const NOTHING_AT_HAND: AtHand = {
  find: () => undefined,
  fetch: () => Promise.resolve(),
};

/** Thrown by a body that lacks something: it runs again once that is ready. */
export class Unready extends Error {
  override readonly name = "Unready";
  readonly prepare: () => Promise<void>;

  constructor(prepare: () => Promise<void>) {
    super("a body must wait for what it lacks, and run again");
    this.prepare = prepare;
  }
}

/** What a commit costs against the store's limits. */
export interface Cost {
  checks: number;
  mutations: number;
  /** Of keys and values. */
  bytes: number;
  /** Of the keys of mutations alone. */
  keyBytes: number;
}

/** What a check, or the operation record, adds to a commit. */
const CHECK_BYTES = 160;

/** The store's own limit of one value. */
export const VALUE_BYTES_MAX = 65_536;

/** @throws {Error} when the store would not take the value */
export function assertValueSize(key: Key<unknown>, value: Uint8Array): void {
  if (value.byteLength > VALUE_BYTES_MAX) {
    throw new Error(`${key.kind.name}: ${value.byteLength} bytes in one value`);
  }
}

/**
 * Reads and writes that commit together. Several bodies share one; each sees
 * what those before it wrote, and a body that throws is undone alone.
 */
export class Tx {
  readonly reads: Map<string, Read> = new Map();
  readonly writes: Map<string, Write> = new Map();
  /** The commit on its way that this one builds on. */
  base: Tx | null;
  /** Set once it is committed. */
  versionstamp: string | null = null;
  readonly #read: Reader;
  readonly #atHand: AtHand;
  #undo: [id: string, before: Write | undefined][] = [];
  #fresh: Read[] = [];
  #guarded = false;
  #owners = new Map<string, Key<unknown>>();
  #checks = 0;
  #weight = 0;
  #keyBytes = 0;

  /** `base` is the commit on its way that this one builds on. */
  constructor(
    read: Reader,
    base: Tx | null = null,
    atHand: AtHand = NOTHING_AT_HAND,
  ) {
    this.#read = read;
    this.#atHand = atHand;
    this.base = base;
  }

  /** The commit this builds on is in: what was read of it has its version. */
  rebase(): void {
    const versionstamp = this.base?.versionstamp ?? null;
    for (const [id, read] of this.reads) {
      if (read.versionstamp === PENDING) {
        this.reads.set(id, { ...read, versionstamp });
      }
    }
    this.base = null;
  }

  /** The record as this transaction sees it, or null. */
  async get<T>(key: Key<T>): Promise<T | null> {
    const known = this.peek(key);
    if (known !== undefined) return known;
    const [read] = await this.#read([key]);
    return this.#remember(read!) as T | null;
  }

  /**
   * The record as this transaction sees it, or null, without waiting: a busy
   * account is in memory, so bodies that only take run one after another.
   *
   * @throws {Unready} which has it read and the body run again
   */
  take<T>(key: Key<T>): T | null {
    const known = this.peek(key);
    if (known !== undefined) return known;
    const read = this.#atHand.find(key);
    if (read === undefined) throw new Unready(() => this.#atHand.fetch(key));
    return this.#remember(read) as T | null;
  }

  /** Several records, read together. */
  async getMany<T>(keys: readonly Key<T>[]): Promise<(T | null)[]> {
    const missing = keys.filter((key) => this.peek(key) === undefined);
    if (missing.length > 0) {
      for (const read of await this.#read(missing)) this.#remember(read);
    }
    return keys.map((key) => this.peek(key) as T | null);
  }

  /** The record if this transaction has it already; undefined if not. */
  peek<T>(key: Key<T>): T | null | undefined {
    const written = this.writes.get(key.id);
    const known = written ?? this.reads.get(key.id);
    if (known === undefined) return undefined;
    this.#guard(key);
    return known.value as T | null;
  }

  /** The record as it was committed when this transaction read it. */
  committed<T>(key: Key<T>): T | null {
    return (this.reads.get(key.id)?.value ?? null) as T | null;
  }

  /** Sets the record. What it replaces must have been read, if guarded. */
  put<T>(key: Key<T>, value: T): void {
    const { kind } = key;
    const bytes = kind.weigh === undefined ? kind.encode(value) : null;
    const weight = bytes?.byteLength ?? kind.weigh!(value);
    this.#write({ key, value, bytes, weight });
  }

  /** Creates a record under a new id: nothing is there yet, so no read. */
  create<T>(key: Key<T>, value: T): void {
    if (!this.reads.has(key.id)) {
      this.#remember({ key, value: null, versionstamp: null });
    }
    this.put(key, value);
  }

  /**
   * Takes it that nothing is there, without a read or a check: the record's id
   * was made for this body, and the body changes another record that is
   * checked, so that it cannot commit twice.
   */
  presumeNew(key: Key<unknown>): void {
    this.#remember({ key, value: null, versionstamp: null, isPresumed: true });
  }

  delete(key: Key<unknown>): void {
    this.#write({ key, value: null, bytes: null, weight: 0 });
  }

  /** Begins a body: what it does from here can be taken back. */
  begin(): void {
    this.#undo = [];
    this.#fresh = [];
    this.#guarded = false;
    this.#owners.clear();
  }

  /**
   * Ends a body. Two writers of what an owner guards exclude each other by
   * the owner's check, so it is written too: if the body only read it, as is.
   */
  end(): void {
    let owned: Kind<unknown> | null = null;
    let exclusive = false;
    for (const [id] of this.#undo) {
      const { kind } = this.writes.get(id)!.key;
      if (kind.cached) return;
      if (kind.guard === "owner") owned = kind;
      else exclusive = true;
    }
    if (owned === null) return;
    for (const owner of this.#owners.values()) {
      const value = this.peek(owner);
      if (value === null) continue;
      this.put(owner, value);
      exclusive = true;
    }
    if (!exclusive) throw new Error(`${owned.name}: written without its owner`);
  }

  /** Takes back what the body wrote since {@linkcode begin}. */
  rollback(): void {
    for (const [id, before] of this.#undo.reverse()) {
      const { key, weight } = this.writes.get(id)!;
      this.#weight += (before?.weight ?? 0) - weight;
      if (before === undefined) {
        this.#keyBytes -= keyBytes(key.parts);
        this.writes.delete(id);
      } else this.writes.set(id, before);
    }
    this.#undo = [];
  }

  /** Takes back the body wholly, its reads too: it runs in a later commit. */
  abandon(): void {
    this.rollback();
    for (const read of this.#fresh) {
      this.reads.delete(read.key.id);
      if (isChecked(read)) this.#checks--;
    }
  }

  /** Reads that the commit must find unchanged. */
  checks(): Read[] {
    return [...this.reads.values()].filter(isChecked);
  }

  /** What committing this would cost now. */
  cost(): Cost {
    const ofKeys = this.#keyBytes + CHECK_BYTES;
    return {
      checks: this.#checks,
      mutations: this.writes.size + 1,
      bytes: this.#weight + ofKeys + CHECK_BYTES * this.#checks,
      keyBytes: ofKeys,
    };
  }

  #write(write: Write): void {
    const { key } = write;
    this.#guard(key);
    if (key.kind.guard === "self" && !this.reads.has(key.id)) {
      throw new Error(`${key.kind.name}: write without a read`);
    }
    if (write.bytes !== null) assertValueSize(key, write.bytes);
    const before = this.writes.get(key.id);
    this.#undo.push([key.id, before]);
    if (before === undefined) this.#keyBytes += keyBytes(key.parts);
    this.#weight += write.weight - (before?.weight ?? 0);
    this.writes.set(key.id, write);
  }

  #remember(read: Read): unknown {
    this.#guard(read.key);
    if (this.reads.has(read.key.id)) return read.value;
    this.reads.set(read.key.id, read);
    this.#fresh.push(read);
    if (isChecked(read)) this.#checks++;
    return read.value;
  }

  #guard(key: Key<unknown>): void {
    if (key.kind.guard === "self") {
      this.#guarded = true;
      if (key.kind.cached) this.#owners.set(key.id, key);
    } else if (!this.#guarded) {
      throw new Error(`${key.kind.name}: touched before its owner was read`);
    }
  }
}

/** Whether a commit must find the record as it was read. */
function isChecked({ key, isPresumed }: Read): boolean {
  return key.kind.guard === "self" && isPresumed === undefined;
}
