/**
 * The store: reads, listings, and `transact`, the one way anything is written.
 *
 * One committer a process takes what waits, runs the bodies one after another
 * on a shared transaction, and commits them together, as much as the envelope
 * holds. A body sees what those before it wrote; one that throws is undone
 * alone. Nobody hears of a result before the commit that carries it is in.
 *
 * A commit whose outcome is not known (`ok: false`, an error, no answer in
 * time) is looked up by its operation record before anything runs again, so
 * work is never applied twice. This holds because every commit changes a
 * record it checks: a late arrival of the lost commit then fails its check.
 *
 * @module
 */
import { Problem } from "../problem.ts";
import type { Key } from "./kind.ts";
import { Records } from "./records.ts";
import { type Read, type Reader, Tx } from "./tx.ts";

/** Work on one account or shard; see {@linkcode Store.transact}. */
export type Body<T> = (tx: Tx) => Promise<T> | T;

type Outcome = { value: unknown } | { error: unknown };

interface Job {
  readonly lane: string;
  readonly body: Body<unknown>;
  readonly prefetch: readonly Key<unknown>[];
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  attempts: { operation: string; outcome: Outcome }[];
}

const ATTEMPTS_MAX = 12;
const BACKOFF_MS = 4;
const BACKOFF_MAX_MS = 500;
const JOBS_MAX = 1_024;

/** A Deno KV database with group commit. */
export class Store extends Records {
  #waiting: Job[] = [];
  #running: Promise<void> | null = null;
  #closed = false;

  /**
   * Runs `body` until its reads and writes commit together, and gives its
   * result. The body may run several times, so it touches nothing but `tx`.
   *
   * Bodies of one `lane` run in the order they came. `prefetch` names records
   * the body will read, so that many bodies read in one call.
   *
   * @throws {Problem} `unavailable` when the store does not take the commit
   */
  transact<T>(
    lane: string,
    body: Body<T>,
    prefetch: readonly Key<unknown>[] = [],
  ): Promise<T> {
    if (this.#closed) return Promise.reject(new Problem("unavailable"));
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.#waiting.push({
      lane,
      body,
      prefetch,
      resolve: resolve as (value: unknown) => void,
      reject,
      attempts: [],
    });
    this.#running ??= this.#run();
    return promise;
  }

  /** Takes no more work, finishes what waits, closes the database. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
    this.kv.close();
  }

  async #run(): Promise<void> {
    // What is asked in the same turn of the event loop joins this commit.
    await Promise.resolve();
    try {
      while (this.#waiting.length > 0) {
        await this.#commitSome(this.#waiting.splice(0, JOBS_MAX));
      }
    } finally {
      this.#running = null;
    }
  }

  /** Commits what fits of `jobs`; the rest goes back to the queue's head. */
  async #commitSome(jobs: Job[]): Promise<void> {
    const tx = new Tx(await this.#reader(jobs));
    const operation = this.options.newId("op");
    let done = 0;
    for (const job of jobs) {
      tx.begin();
      const outcome = await runBody(tx, job.body);
      if ("error" in outcome) tx.rollback();
      if (this.#exceeds(tx)) {
        tx.abandon();
        if (done > 0) break;
        job.reject(new Error(`${job.lane}: more than one commit holds`));
        this.#waiting.unshift(...jobs.slice(1));
        return;
      }
      job.attempts.push({ operation, outcome });
      done++;
    }
    this.#waiting.unshift(...jobs.splice(done));

    const failure = tx.writes.size === 0
      ? await this.confirmReads(tx)
      : await this.commit(tx, operation);
    if (failure === null) return jobs.forEach(answer);
    this.forget(tx.reads.keys());
    await this.#recover(jobs, failure);
  }

  /**
   * After an unknown outcome: what an earlier attempt did commit is settled,
   * the rest runs again, lane by lane.
   */
  async #recover(jobs: Job[], failure: unknown): Promise<void> {
    const lanes = Map.groupBy(jobs, (job) => job.lane);
    for (const group of lanes.values()) {
      const committed = await this.#findCommitted(group);
      if (committed !== null) {
        for (const job of group) {
          job.attempts = job.attempts.filter(({ operation }) =>
            operation === committed
          );
          answer(job);
        }
      } else if (group[0]!.attempts.length >= ATTEMPTS_MAX) {
        const problem = new Problem("unavailable", { retryAfterSeconds: 2 });
        problem.cause = failure;
        for (const job of group) job.reject(problem);
      } else {
        await this.#pause(group[0]!.attempts.length);
        await this.#again(group);
      }
    }
  }

  /** Runs a lane's jobs to the end before anything newer. */
  async #again(group: Job[]): Promise<void> {
    const newer = this.#waiting;
    this.#waiting = group;
    await this.#commitSome(this.#waiting.splice(0));
    this.#waiting.push(...newer);
  }

  async #findCommitted(group: Job[]): Promise<string | null> {
    const operations = new Set(
      group.flatMap((job) => job.attempts.map(({ operation }) => operation)),
    );
    for (const operation of operations) {
      try {
        if (await this.isCommitted(operation)) return operation;
      } catch {
        // Not known yet: the attempt that follows fails or finds it.
      }
    }
    return null;
  }

  /** How a transaction reads, with what its jobs asked for read ahead. */
  async #reader(jobs: readonly Job[]): Promise<Reader> {
    const ahead = new Map<string, Read>();
    for (const { prefetch } of jobs) {
      for (const key of prefetch) {
        ahead.set(key.id, { key, value: null, versionstamp: null });
      }
    }
    if (ahead.size === 0) return (keys) => this.recall(keys);
    try {
      const keys = [...ahead.values()].map(({ key }) => key);
      for (const read of await this.recall(keys)) ahead.set(read.key.id, read);
    } catch {
      return (keys) => this.recall(keys);
    }
    return (keys) =>
      keys.every((key) => ahead.has(key.id))
        ? Promise.resolve(keys.map((key) => ahead.get(key.id)!))
        : this.recall(keys);
  }

  #exceeds(tx: Tx): boolean {
    const { checks, mutations, bytes } = this.options.envelope;
    const cost = tx.cost();
    return cost.checks > checks || cost.mutations > mutations ||
      cost.bytes > bytes;
  }

  #pause(attempt: number): Promise<void> {
    const most = Math.min(BACKOFF_MAX_MS, BACKOFF_MS * 2 ** attempt);
    return new Promise((resolve) => {
      this.options.after(this.options.random() * most, resolve);
    });
  }
}

async function runBody(tx: Tx, body: Body<unknown>): Promise<Outcome> {
  try {
    return { value: await body(tx) };
  } catch (error) {
    return { error };
  }
}

function answer(job: Job): void {
  const { outcome } = job.attempts.at(-1)!;
  if ("error" in outcome) job.reject(outcome.error);
  else job.resolve(outcome.value);
}
