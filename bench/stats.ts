/** Several measurements of one thing: the middle one, and how far they lie. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** The middle of the values, and their ends. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    median: percentile(sorted, 50),
    min: sorted.at(0) ?? NaN,
    max: sorted.at(-1) ?? NaN,
  };
}

/**
 * The value that `percent` of the sorted values do not exceed; between two
 * values, in proportion.
 */
export function percentile(
  sorted: ArrayLike<number>,
  percent: number,
): number {
  if (sorted.length === 0) return NaN;
  const place = (sorted.length - 1) * percent / 100;
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (place - below);
}
