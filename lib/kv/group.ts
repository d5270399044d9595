/**
 * A group commit: bodies that run one after another on one transaction, and
 * what is done to answer each of them exactly once.
 *
 * @module
 */
import { Problem } from "../problem.ts";
import { type Body, isOver, type Outcome, type Ran, runBody } from "./body.ts";
import type { Key } from "./kind.ts";
import type { Records } from "./records.ts";
import { PENDING, type Read, type Reader, Tx } from "./tx.ts";

/** A commit that a job was part of, and what its body gave there. */
interface Attempt {
  readonly operation: string;
  readonly tx: Tx;
  readonly outcome: Outcome;
}

/** A body that waits for its commit. */
export interface Job {
  readonly lane: string;
  readonly body: Body<unknown>;
  readonly prefetch: readonly Key<unknown>[];
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly attempts: Attempt[];
}

const ATTEMPTS_MAX = 12;
/** How many times a body runs again for what it lacked, at the most. */
const UNREADY_MAX = 1_000;
/** After this long, what is in doubt is not tried again. */
const PATIENCE_MS = 20_000;
const BACKOFF_MS = 4;
const BACKOFF_MAX_MS = 500;

/** Bodies that will commit together. */
export class Group {
  readonly tx: Tx;
  readonly operation: string;
  readonly jobs: Job[] = [];
  readonly #records: Records;
  readonly #ahead = new Map<string, Read>();

  /** `base` is a commit on its way, on whose writes this group builds. */
  constructor(records: Records, base: Tx | null = null) {
    this.#records = records;
    this.operation = records.options.newId("op");
    this.tx = new Tx(this.#reader(base), base, {
      find: (key) => this.#known(base, key) ?? records.atHand(key),
      fetch: async (key) => {
        const [read] = await records.recall([key]);
        this.#ahead.set(key.id, read!);
      },
    });
  }

  /**
   * Runs bodies until the envelope is full; gives back the jobs it has no
   * room for. A body too large even for a commit of its own is rejected.
   */
  async add(jobs: readonly Job[]): Promise<readonly Job[]> {
    await this.#readAhead(jobs);
    for (let i = 0; i < jobs.length; i++) {
      const job = jobs[i]!;
      const ran = runBody(this.tx, job.body);
      const outcome = isOver(ran) ? ran : await this.#runOn(job, await ran);
      if (this.#isFull()) {
        this.tx.abandon();
        if (this.jobs.length > 0) return jobs.slice(i);
        job.reject(new Error(`${job.lane}: more than one commit holds`));
        continue;
      }
      job.attempts.push({ operation: this.operation, tx: this.tx, outcome });
      this.jobs.push(job);
    }
    return [];
  }

  /** Takes the group apart again; its jobs have not been tried. */
  dissolve(): readonly Job[] {
    for (const job of this.jobs) job.attempts.pop();
    return this.jobs;
  }

  #isFull(): boolean {
    const { envelope } = this.#records.options;
    const cost = this.tx.cost();
    return cost.checks > envelope.checks ||
      cost.mutations > envelope.mutations || cost.bytes > envelope.bytes ||
      cost.keyBytes > envelope.keyBytes;
  }

  /** Waits for a body, and runs it again after each thing it lacked. */
  async #runOn({ body }: Job, first: Ran): Promise<Outcome> {
    let ran = first;
    for (let i = 0; !isOver(ran); i++) {
      try {
        if (i === UNREADY_MAX) throw new Error("a body is never ready");
        await ran.prepare();
      } catch (error) {
        return { error };
      }
      ran = await runBody(this.tx, body);
    }
    return ran;
  }

  /** Reads in one call what these jobs will ask for one by one. */
  async #readAhead(jobs: readonly Job[]): Promise<void> {
    const wanted = new Map<string, Key<unknown>>();
    for (const { prefetch } of jobs) {
      for (const key of prefetch) wanted.set(key.id, key);
    }
    for (const id of this.#ahead.keys()) wanted.delete(id);
    if (wanted.size === 0) return;
    try {
      const reads = await this.#records.recall([...wanted.values()]);
      for (const read of reads) this.#ahead.set(read.key.id, read);
    } catch {
      // The body that needs one reads it itself, and is told.
    }
  }

  #reader(base: Tx | null): Reader {
    return async (keys) => {
      const found = keys.map((key) => this.#known(base, key));
      const missing = keys.filter((_, i) => found[i] === undefined);
      if (missing.length === 0) return found as Read[];
      const read = await this.#records.recall(missing);
      let next = 0;
      return found.map((one) => one ?? read[next++]!);
    };
  }

  #known(base: Tx | null, key: Key<unknown>): Read | undefined {
    return pendingRead(base, key) ?? this.#ahead.get(key.id);
  }
}

/** What the commit on its way will have written, if it is in. */
function pendingRead(
  base: Tx | null,
  key: Key<unknown>,
): Read | undefined {
  const write = base?.writes.get(key.id);
  if (write === undefined) return undefined;
  const versionstamp = write.value === null ? null : PENDING;
  return { key, value: write.value, versionstamp };
}

/**
 * Commits a group and answers its jobs, each once; true if it went in at the
 * first attempt. After an unknown outcome, what an earlier attempt did commit
 * is answered, and the rest runs again, lane by lane, to its end.
 */
export async function commitGroup(
  records: Records,
  group: Group,
): Promise<boolean> {
  const clock = { late: false };
  const cancel = records.options.after(PATIENCE_MS, () => clock.late = true);
  try {
    return await new Concluding(records, clock).conclude(group);
  } finally {
    cancel();
  }
}

class Concluding {
  readonly #records: Records;
  readonly #clock: { readonly late: boolean };

  constructor(records: Records, clock: { readonly late: boolean }) {
    this.#records = records;
    this.#clock = clock;
  }

  async conclude({ jobs, tx, operation }: Group): Promise<boolean> {
    let commit: Deno.AtomicOperation | null;
    try {
      commit = tx.writes.size === 0
        ? null
        : this.#records.prepare(tx, operation);
    } catch (error) {
      await this.#isolate(jobs, error);
      return false;
    }
    const failure = await this.#attempt(jobs, { tx, operation, commit });
    if (failure === null) {
      for (const job of jobs) answer(job, operation);
      return true;
    }
    this.#records.forget(tx.reads.keys());
    await this.#recover(jobs, failure);
    return false;
  }

  /** Tries the commit; null when it is in, else why that is not known. */
  async #attempt(
    jobs: readonly Job[],
    { tx, operation, commit }: {
      tx: Tx;
      operation: string;
      commit: Deno.AtomicOperation | null;
    },
  ): Promise<unknown> {
    try {
      return await this.#findEarlier(jobs, operation) ??
        await (commit
          ? this.#records.commit(tx, commit)
          : this.#records.confirmReads(tx));
    } catch (error) {
      return error;
    }
  }

  async #commitAll(jobs: readonly Job[]): Promise<void> {
    for (let rest = jobs; rest.length > 0;) {
      const group = new Group(this.#records);
      rest = await group.add(rest);
      await this.conclude(group);
    }
  }

  /** Something that cannot be written: its body is found and fails alone. */
  async #isolate(jobs: readonly Job[], error: unknown): Promise<void> {
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
    const { size } = await this.#records.committed(earlier);
    return size === 0 ? null : new Error("an earlier attempt is in");
  }

  async #recover(jobs: readonly Job[], failure: unknown): Promise<void> {
    const lanes = Map.groupBy(await this.#settle(jobs), ({ lane }) => lane);
    for (const group of lanes.values()) {
      const { attempts } = group[0]!;
      if (this.#clock.late || attempts.length >= ATTEMPTS_MAX) {
        const problem = new Problem("unavailable", { retryAfterSeconds: 2 });
        problem.cause = failure;
        for (const job of group) job.reject(problem);
        continue;
      }
      if (attempts.length > 1) await this.#pause(attempts.length);
      await this.#commitAll(group);
    }
  }

  /** Answers the jobs of which an attempt is in; gives back the others. */
  async #settle(jobs: readonly Job[]): Promise<readonly Job[]> {
    let committed: Set<string>;
    try {
      committed = await this.#records.committed(operationsOf(jobs));
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
      if (!told.has(attempt.tx)) this.#records.tell(attempt.tx);
      told.add(attempt.tx);
      answer(job, attempt.operation);
      return false;
    });
  }

  #pause(attempt: number): Promise<void> {
    const { after, random } = this.#records.options;
    const most = Math.min(BACKOFF_MAX_MS, BACKOFF_MS * 2 ** attempt);
    return new Promise((resolve) => after(random() * most, resolve));
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
