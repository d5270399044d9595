/**
 * The store: reads, listings, and `transact`, the one way anything is written.
 *
 * One committer a process takes what waits, runs the bodies one after another
 * on a shared transaction, and commits them together, as much as the envelope
 * holds. A body sees what those before it wrote; one that throws is undone
 * alone. Nobody hears of a result before the commit that carries it is in.
 *
 * While a commit is on its way, the next group is already being built on what
 * that commit will have written; it is sent once the first is in, and taken
 * apart if the first is not.
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
import type { Body } from "./body.ts";
import { commitGroup, Group, type Job } from "./group.ts";
import type { Key } from "./kind.ts";
import { CommitLoad } from "./load.ts";
import { Records } from "./records.ts";

export type { Body } from "./body.ts";

/** Bodies run before the committer looks at anything else. */
const JOBS_MAX = 1_024;

/** Fewer jobs than twice this many are not worth two commits. */
const HALVED_MIN = 16;

/** A commit on its way; `done` tells if it went in at the first attempt. */
interface Sent {
  readonly group: Group;
  readonly done: Promise<boolean>;
  isDone: boolean;
}

/** A Deno KV database with group commit. */
export class Store extends Records {
  /** What its commits took so far. */
  readonly load = new CommitLoad();
  #waiting: Job[] = [];
  #running: Promise<void> | null = null;
  #closed = false;
  /** Called when work comes while the committer waits for a commit. */
  #wake: () => void = () => {};

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
    this.#wake();
    this.#running ??= this.#run();
    return promise;
  }

  /** Bodies that wait for a commit. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Whether something is being committed, or waits for it. */
  get isCommitting(): boolean {
    return this.#running !== null;
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
    let sent: Sent | null = null;
    while (this.#waiting.length > 0 || sent !== null) {
      const group: Group = new Group(this, sent?.group.tx ?? null);
      await this.#fill(group, sent);
      if (sent !== null && !await sent.done) {
        this.#waiting.unshift(...group.dissolve());
        sent = null;
        continue;
      }
      if (sent !== null) group.tx.rebase();
      sent = group.jobs.length > 0 ? this.#send(group) : null;
    }
    this.#running = null;
  }

  /** Runs what waits, and what comes while `before` is on its way. */
  async #fill(group: Group, before: Sent | null): Promise<void> {
    while (true) {
      const most = this.#mostOf(group, before);
      const jobs = this.#waiting.splice(0, most - group.jobs.length);
      const rest = await group.add(jobs);
      this.#waiting.unshift(...rest);
      if (rest.length > 0 || before === null || before.isDone) return;
      if (group.jobs.length >= most) return;
      if (this.#waiting.length > 0) continue;
      const work = new Promise<void>((resolve) => this.#wake = resolve);
      await Promise.race([work, before.done]);
      this.#wake = () => {};
    }
  }

  /**
   * How many jobs a group takes. Callers that wait for an answer ask again
   * after it, so groups of half of what is asked keep both sides at work: one
   * is being built while the other commits.
   */
  #mostOf(group: Group, before: Sent | null): number {
    if (before === null) return JOBS_MAX;
    const asked = this.#waiting.length + group.jobs.length +
      before.group.jobs.length;
    return Math.min(JOBS_MAX, Math.max(HALVED_MIN, Math.ceil(asked / 2)));
  }

  #send(group: Group): Sent {
    const startMs = this.options.now();
    const done = commitGroup(this, group).catch((error) => {
      // A bug: its callers are told, and the committer goes on.
      for (const { reject } of group.jobs) reject(error);
      return false;
    });
    const sent: Sent = {
      group,
      done: done.then((first) => {
        this.#note(group, this.options.now() - startMs, first);
        sent.isDone = true;
        return first;
      }),
      isDone: false,
    };
    return sent;
  }

  #note({ jobs, tx }: Group, ms: number, first: boolean): void {
    const { mutations, bytes } = tx.cost();
    this.load.note({ jobs: jobs.length, mutations, bytes, ms, first });
  }
}
