/**
 * A world for a test: a real store, its own clock, identities, randomness,
 * timers, network and mail. Nothing of the service is replaced.
 *
 * @module
 */
import { Vault } from "../lib/crypto/vault.ts";
import type { Actor } from "../lib/domain/actor.ts";
import type { Call } from "../lib/domain/call.ts";
import { readAccount } from "../lib/domain/credit.ts";
import { timeOrderedIds } from "../lib/kv/ids.ts";
import { EMBEDDED_ENVELOPE, type Envelope } from "../lib/kv/records.ts";
import { Store } from "../lib/kv/store.ts";
import type { Mail, Ports } from "../lib/ports.ts";
import type { Account } from "../lib/schema/credit.ts";
import { intercept } from "./kv/intercept.ts";

/** A Tuesday morning in winter. */
export const EPOCH = Date.parse("2026-12-01T08:00:00Z");

export const MASTER = { id: "test", bytes: new Uint8Array(32).fill(7) };

/** Who runs the installation. */
export const OPERATOR: Actor = { kind: "operator", id: "operator" };

interface Timer {
  readonly atMs: number;
  readonly run: () => void;
}

/** What a world may begin with. */
export interface WorldOptions {
  /** An open database to share; the world closes it only if it opened it. */
  kv?: Deno.Kv;
  envelope?: Envelope;
  /** Worlds that share a database need different ones: ids come of it. */
  seed?: number;
  /** How many times shorter the store's deadlines and pauses are. */
  hurry?: number;
}

/** One instance of the service, without its HTTP server. */
export class TestWorld implements AsyncDisposable {
  readonly ports: Ports;
  readonly store: Store;
  readonly mails: Mail[] = [];
  readonly reports: unknown[] = [];
  readonly requests: { url: string; init: RequestInit }[] = [];
  /** How the outside world answers; replace it to make things fail. */
  reply: (url: string, init: RequestInit) => Response | Promise<Response> =
    () => new Response(null, { status: 202 });
  #nowMs = EPOCH;
  #timers = new Set<Timer>();
  #calls = 0;

  private constructor(kv: Deno.Kv, options: WorldOptions) {
    const random = seeded(options.seed ?? 1);
    const randomBytes = (length: number) =>
      Uint8Array.from({ length }, () => Math.floor(random() * 256));
    // Every reading is a later instant, so code that reads twice is caught.
    const now = () => this.#nowMs++;
    const nextId = timeOrderedIds(now, randomBytes);
    const newId = (prefix: string) => `${prefix}_${nextId()}`;
    this.store = new Store(kv, {
      envelope: options.envelope ?? EMBEDDED_ENVELOPE,
      now,
      newId,
      random,
      after: (ms, run) => realTimer(ms / (options.hurry ?? 1), run),
      report: (error) => void this.reports.push(error),
    });
    this.ports = {
      store: this.store,
      vault: new Vault([MASTER]),
      now,
      newId,
      randomBytes,
      random,
      after: (ms, run) => this.#after(ms, run),
      fetch: (url, init) => this.ports.outbound.fetch(url, init),
      outbound: {
        refusal: (url) => url.startsWith("https://") ? null : "not_https",
        fetch: async (url, init) => {
          this.requests.push({ url, init });
          return await this.reply(url, init);
        },
        resolve: (hostname) => Promise.resolve([hostname]),
      },
      sendMail: (mail) => {
        this.mails.push(mail);
        return Promise.resolve();
      },
      report: (error) => void this.reports.push(error),
      log: () => {},
      publicUrl: "http://localhost:8000",
      retentionDays: { text: 30, number: 90 },
    };
  }

  static async open(options: WorldOptions = {}): Promise<TestWorld> {
    const kv = options.kv === undefined
      ? await Deno.openKv(":memory:")
      : intercept(options.kv, { close() {} });
    return new TestWorld(kv, options);
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Lets time pass, running the timers that fall due, in their order. */
  advance(ms: number): void {
    const end = this.#nowMs + ms;
    for (let i = 0; i < 100_000; i++) {
      const due = [...this.#timers].filter(({ atMs }) => atMs <= end)
        .sort((a, b) => a.atMs - b.atMs)[0];
      if (due === undefined) break;
      this.#nowMs = Math.max(this.#nowMs, due.atMs);
      this.#timers.delete(due);
      due.run();
    }
    this.#nowMs = Math.max(this.#nowMs, end);
  }

  /** A call by `actor`, each with a body of its own unless told otherwise. */
  call(actor: Actor = OPERATOR, options: Partial<Call> = {}): Call {
    return {
      actor,
      route: "POST /test",
      key: null,
      fingerprint: `call ${++this.#calls}`,
      replayed: false,
      ...options,
    };
  }

  /** The account of a structure. */
  async account(structureId: string): Promise<Account> {
    return await this.store.transact(
      structureId,
      (tx) => readAccount(tx, structureId),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.store.close();
  }

  #after(ms: number, run: () => void): () => void {
    const timer = { atMs: this.#nowMs + ms, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }
}

/** Mulberry32: the same numbers in each run. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The store waits for a real database, so its timers are real. */
function realTimer(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
