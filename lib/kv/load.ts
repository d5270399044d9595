/** What one commit took. */
export interface CommitCost {
  /** Bodies that shared it. */
  readonly jobs: number;
  readonly mutations: number;
  readonly bytes: number;
  readonly ms: number;
  /** False where it had to be tried again. */
  readonly first: boolean;
}

/** Upper bounds of the classes that durations are counted in, milliseconds. */
export const MS_BOUNDS = [5, 10, 25, 50, 100, 250, 500, 1_000, 5_000] as const;

/** Durations, counted by class. */
export class Durations {
  readonly counts: number[] = Array(MS_BOUNDS.length + 1).fill(0);
  sumMs = 0;
  count = 0;

  add(ms: number): void {
    let i = 0;
    while (i < MS_BOUNDS.length && ms > MS_BOUNDS[i]!) i++;
    this.counts[i]!++;
    this.sumMs += ms;
    this.count++;
  }
}

/** What the commits of a process took, since it started. */
export class CommitLoad {
  readonly durations = new Durations();
  jobs = 0;
  mutations = 0;
  bytes = 0;
  /** Commits that had to be tried again. */
  again = 0;

  note({ jobs, mutations, bytes, ms, first }: CommitCost): void {
    this.durations.add(ms);
    this.jobs += jobs;
    this.mutations += mutations;
    this.bytes += bytes;
    if (!first) this.again++;
  }
}
