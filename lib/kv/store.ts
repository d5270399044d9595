/**
 * The store: reads, listings, and `transact`, the one way anything is written.
 *
 * One committer a process takes what waits, runs the bodies one after another
 * on a shared transaction, and commits them together, as much as the envelope
 * holds. A body sees what those before it wrote; one that throws is undone
 * alone. Nobody hears of a result before the commit that carries it is in.
 *
 * A commit whose outcome is not known (`ok: false`, an error, no answer in
 * time) is looked up by its operation record before anything of it commits
 * again, and that after the bodies' new reads: if the lost commit arrived
 * before them it is found there, if it arrives later one of the two fails its
 * checks, because each changes a record that both check. So work is never
 * applied twice.
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

/** A commit that a job was part of, and what its body gave there. */
interface Attempt {
  readonly operation: string;
  readonly tx: Tx;
  readonly outcome: Outcome;
}

interface Job {
  readonly lane: string;
  readonly body: Body<unknown>;
  readonly prefetch: readonly Key<unknown>[];
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly attempts: Attempt[];
}

const ATTEMPTS_MAX = 12;
/** After this long, what is in doubt is not tried again. */
const PATIENCE_MS = 20_000;
const BACKOFF_MS = 4;
const BACKOFF_MAX_MS = 500;
const JOBS_MAX = 1_024;

/** A Deno KV database with group commit. */
export class Store extends Records {
  #waiting: Job[] = [];
  #running: Promise<void> | null = null;
  #closed = false;
  #late = false;

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
        const jobs = this.#waiting.splice(0, JOBS_MAX);
        this.#waiting.unshift(...await this.#commitInTime(jobs));
      }
    } finally {
      this.#running = null;
    }
  }

  async #commitInTime(jobs: readonly Job[]): Promise<readonly Job[]> {
    this.#late = false;
    const cancel = this.options.after(PATIENCE_MS, () => {
      this.#late = true;
    });
    try {
      return await this.#commitSome(jobs);
    } finally {
      cancel();
    }
  }

  async #commitAll(jobs: readonly Job[]): Promise<void> {
    for (let rest = jobs; rest.length > 0;) rest = await this.#commitSome(rest);
  }

  /** Commits what fits of `jobs`; gives back the rest. */
  async #commitSome(jobs: readonly Job[]): Promise<readonly Job[]> {
    const tx = new Tx(await this.#reader(jobs));
    const operation = this.options.newId("op");
    const taken: Job[] = [];
    for (const job of jobs) {
      const outcome = await runBody(tx, job.body);
      if (this.#exceeds(tx)) {
        tx.abandon();
        if (taken.length > 0) break;
        job.reject(new Error(`${job.lane}: more than one commit holds`));
        return jobs.slice(1);
      }
      job.attempts.push({ operation, tx, outcome });
      taken.push(job);
    }
    await this.#conclude(taken, tx, operation);
    return jobs.slice(taken.length);
  }

  /** Commits for `jobs`, and answers them. */
  async #conclude(jobs: Job[], tx: Tx, operation: string): Promise<void> {
    let commit: Deno.AtomicOperation | null;
    try {
      commit = tx.writes.size === 0 ? null : this.prepare(tx, operation);
    } catch (error) {
      return await this.#isolate(jobs, error);
    }
    let failure: unknown;
    try {
      failure = await this.#findEarlier(jobs, operation) ??
        await (commit ? this.commit(tx, commit) : this.confirmReads(tx));
    } catch (error) {
      failure = error;
    }
    if (failure === null) return jobs.forEach((job) => answer(job, operation));
    this.forget(tx.reads.keys());
    await this.#recover(jobs, failure);
  }

  /** Something that cannot be written: its body is found and fails alone. */
  async #isolate(jobs: Job[], error: unknown): Promise<void> {
    if (jobs.length === 1) return jobs[0]!.reject(error);
    const lanes = Map.groupBy(jobs, ({ lane }) => lane);
    const groups = lanes.size > 1 ? lanes.values() : jobs.map((job) => [job]);
    for (const group of groups) await this.#commitAll(group);
  }

  /** A reason not to commit, if an earlier attempt of these jobs is in. */
  async #findEarlier(
    jobs: readonly Job[],
    operation: string,
  ): Promise<unknown> {
    const earlier = operationsOf(jobs).filter((one) => one !== operation);
    if (earlier.length === 0) return null;
    const { size } = await this.committed(earlier);
    return size === 0 ? null : new Error("an earlier attempt is in");
  }

  /**
   * After an unknown outcome: what an earlier attempt did commit is settled,
   * the rest runs again, lane by lane, to the end before anything newer.
   */
  async #recover(jobs: readonly Job[], failure: unknown): Promise<void> {
    const lanes = Map.groupBy(await this.#settle(jobs), ({ lane }) => lane);
    for (const group of lanes.values()) {
      const { attempts } = group[0]!;
      if (this.#late || attempts.length >= ATTEMPTS_MAX) {
        const problem = new Problem("unavailable", { retryAfterSeconds: 2 });
        problem.cause = failure;
        for (const job of group) job.reject(problem);
        continue;
      }
      await this.#pause(attempts.length);
      await this.#commitAll(group);
    }
  }

  /** Answers the jobs of which an attempt is in; gives back the others. */
  async #settle(jobs: readonly Job[]): Promise<readonly Job[]> {
    let committed: Set<string>;
    try {
      committed = await this.committed(operationsOf(jobs));
    } catch {
      // Not known yet: the next attempt looks again before it commits.
      return jobs;
    }
    const told = new Set<Tx>();
    return jobs.filter((job) => {
      const attempt = job.attempts.find(({ operation }) =>
        committed.has(operation)
      );
      if (attempt === undefined) return true;
      if (!told.has(attempt.tx)) this.tell(attempt.tx);
      told.add(attempt.tx);
      answer(job, attempt.operation);
      return false;
    });
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
    const { envelope } = this.options;
    const cost = tx.cost();
    return cost.checks > envelope.checks ||
      cost.mutations > envelope.mutations || cost.bytes > envelope.bytes ||
      cost.keyBytes > envelope.keyBytes;
  }

  #pause(attempt: number): Promise<void> {
    const most = Math.min(BACKOFF_MAX_MS, BACKOFF_MS * 2 ** attempt);
    return new Promise((resolve) => {
      this.options.after(this.options.random() * most, resolve);
    });
  }
}

async function runBody(tx: Tx, body: Body<unknown>): Promise<Outcome> {
  tx.begin();
  try {
    const value = await body(tx);
    tx.end();
    return { value };
  } catch (error) {
    tx.rollback();
    return { error };
  }
}

function operationsOf(jobs: readonly Job[]): string[] {
  const attempts = jobs.flatMap((job) => job.attempts);
  return [...new Set(attempts.map(({ operation }) => operation))];
}

/** Gives the job what its body gave in the commit that is in. */
function answer(job: Job, operation: string): void {
  const { outcome } = job.attempts.find((one) => one.operation === operation)!;
  if ("error" in outcome) job.reject(outcome.error);
  else job.resolve(outcome.value);
}
