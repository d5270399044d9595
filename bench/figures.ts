/**
 * Figures: what is measured of several contenders in turns, and how one
 * stands beside another of the same turn.
 *
 * @module
 */
import type { Suite } from "./options.ts";
import { type Spread, spreadOf } from "./stats.ts";

/** What can be measured, as a column of the table shows it. */
export const METRICS = {
  requestsPerSecond: { label: "req/s", unit: "count" },
  messagesPerSecond: { label: "msg/s", unit: "count" },
  p50Ms: { label: "p50 ms", unit: "ms" },
  p95Ms: { label: "p95 ms", unit: "ms" },
  p99Ms: { label: "p99 ms", unit: "ms" },
  earlyMs: { label: "early ms", unit: "ms" },
  rateShare: { label: "of the rate", unit: "share" },
  refusedShare: { label: "refused", unit: "share" },
  handedOverShare: { label: "handed over", unit: "share" },
  generatorShare: { label: "generator", unit: "share" },
  idleMb: { label: "idle MB", unit: "count" },
  halfMb: { label: "MB after half", unit: "count" },
  capacityPerSecond: { label: "capacity/s", unit: "count" },
  offeredPerSecond: { label: "offered/s", unit: "count" },
  shedShare: { label: "shed", unit: "share" },
  shedP99Ms: { label: "shed p99 ms", unit: "ms" },
  recoverySeconds: { label: "recovery s", unit: "count" },
  lost: { label: "lost", unit: "count" },
  allMb: { label: "MB after all", unit: "count" },
} as const satisfies Record<string, { label: string; unit: Unit }>;
export type Metric = keyof typeof METRICS;
export type Unit = "count" | "ms" | "share";

/** One measurement. */
export type Sample = Readonly<Partial<Record<Metric, number>>>;

/** A figure as such, or its ratio to another's, and what is wanted of it. */
export interface Comparison {
  readonly by: Metric;
  /** The other's name; absent for the figure as such. */
  readonly to?: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** The bound of the finished product, where it is stricter. */
  readonly final?: number;
}

/** Something that can be measured. */
export interface Contender {
  readonly name: string;
  /** Null where it cannot be measured here; `note` says why. */
  readonly measure: (() => Promise<Sample>) | null;
  readonly note?: string;
  readonly comparisons?: readonly Comparison[];
}

/** Contenders that do the same work. */
export interface Case {
  readonly suite: Suite;
  readonly name: string;
  readonly contenders: readonly Contender[];
}

/** A comparison with what came out. */
export interface Compared extends Comparison {
  readonly value: Spread;
}

/** What came out for one contender. */
export interface Row {
  readonly suite: Suite;
  readonly case: string;
  readonly name: string;
  readonly metrics: Partial<Record<Metric, Spread>>;
  readonly compared: readonly Compared[];
  readonly note?: string;
}

/**
 * Measures the contenders of a case in turns (A B C, A B C, …), so that what
 * disturbs the machine disturbs them alike.
 */
export async function measureCase(
  { suite, name, contenders }: Case,
  rounds: number,
  tell: (what: string) => void,
): Promise<Row[]> {
  const samples = new Map<string, Sample[]>();
  for (let round = 1; round <= rounds; round++) {
    for (const contender of contenders) {
      if (contender.measure === null) continue;
      tell(`${suite} · ${name} · ${round}/${rounds} · ${contender.name}`);
      const sample = await contender.measure();
      samples.set(contender.name, [
        ...samples.get(contender.name) ?? [],
        sample,
      ]);
    }
  }
  return contenders.map(({ name: own, note, comparisons = [] }) => ({
    suite,
    case: name,
    name: own,
    metrics: metricsOf(samples.get(own) ?? []),
    compared: comparisons.flatMap((one) => compare(samples, own, one)),
    ...(note === undefined ? {} : { note }),
  }));
}

/** Whether a bound is kept, by the middle of the measurements. */
export function isWithin(
  { atLeast, atMost, value }: Compared,
  bound: number,
): boolean | null {
  if (atLeast !== undefined) return value.median >= bound;
  if (atMost !== undefined) return value.median <= bound;
  return null;
}

function metricsOf(
  samples: readonly Sample[],
): Partial<Record<Metric, Spread>> {
  const metrics: Partial<Record<Metric, Spread>> = {};
  for (const metric of Object.keys(METRICS) as Metric[]) {
    const values = samples.map((sample) => sample[metric])
      .filter((value) => value !== undefined);
    if (values.length > 0) metrics[metric] = spreadOf(values);
  }
  return metrics;
}

/** Round by round: the same disturbance is in both sides of a ratio. */
function compare(
  samples: ReadonlyMap<string, readonly Sample[]>,
  own: string,
  comparison: Comparison,
): Compared[] {
  const { by, to } = comparison;
  const others = to === undefined ? null : samples.get(to) ?? [];
  const values = (samples.get(own) ?? []).flatMap((sample, round) => {
    const value = sample[by];
    const other = others === null ? 1 : others[round]?.[by];
    return value === undefined || other === undefined ? [] : [value / other];
  });
  return values.length === 0
    ? []
    : [{ ...comparison, value: spreadOf(values) }];
}
