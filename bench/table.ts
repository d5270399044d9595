/**
 * The results as text: for people, and as JSON lines for programs.
 *
 * @module
 */
import {
  type Compared,
  isWithin,
  type Metric,
  METRICS,
  type Row,
  type Unit,
} from "./figures.ts";
import type { Spread } from "./stats.ts";

/** The share of a core above which the load generator is in doubt. */
const GENERATOR_MAX = 0.9;

/** One case: a line a contender, and below each how it compares. */
export function tableOf(rows: readonly Row[]): string {
  const [first] = rows;
  if (first === undefined) return "";
  const [head, ...body] = linesOf(rows);
  return [
    `${first.suite} · ${first.case}`,
    `  ${head}`,
    ...body.flatMap((line, index) => [
      `  ${line}`,
      ...remarksOf(rows[index]!).map((remark) => `      ${remark}`),
    ]),
  ].join("\n");
}

/** One line a row, in the same order. */
export function jsonLinesOf(rows: readonly Row[]): string {
  return rows.map((row) =>
    JSON.stringify({
      ...row,
      compared: row.compared.map((one) => ({ ...one, ...verdictsOf(one) })),
    }) + "\n"
  ).join("");
}

/** The head of the table and its rows, in columns. */
function linesOf(rows: readonly Row[]): string[] {
  const metrics = (Object.keys(METRICS) as Metric[]).filter((metric) =>
    rows.some((row) => row.metrics[metric] !== undefined)
  );
  const cells = [
    ["", ...metrics.map((metric) => METRICS[metric].label)],
    ...rows.map((row) => [
      row.name,
      ...metrics.map((metric) => cellOf(metric, row.metrics[metric])),
    ]),
  ];
  const widths = cells[0]!.map((_, column) =>
    Math.max(...cells.map((row) => row[column]!.length))
  );
  return cells.map(([name, ...figures]) =>
    [
      name!.padEnd(widths[0]!),
      ...figures.map((cell, index) => cell.padStart(widths[index + 1]!)),
    ].join("  ").trimEnd()
  );
}

function cellOf(metric: Metric, spread: Spread | undefined): string {
  if (spread === undefined) return "–";
  const { unit } = METRICS[metric];
  const { median, min, max } = spread;
  const middle = shown(median, unit);
  const ends = [shown(min, unit), shown(max, unit)];
  return ends.every((end) => end === middle)
    ? middle
    : `${middle} (${ends.join("–")})`;
}

function remarksOf({ compared, metrics, note }: Row): string[] {
  return [
    ...compared.map((one) => `${valueOf(one)}${wantedOf(one)}`),
    ...doubtsOf(metrics),
    ...(note === undefined ? [] : [note]),
  ];
}

/** Why a figure may not be what it seems. */
function doubtsOf({ refusedShare, generatorShare }: Row["metrics"]): string[] {
  return [
    ...(refusedShare !== undefined && refusedShare.max > 0
      ? ["CALLS WERE REFUSED: this is no measure of accepted work"]
      : []),
    ...(generatorShare !== undefined && generatorShare.max > GENERATOR_MAX
      ? ["The load generator was busy itself: this may be its own limit"]
      : []),
  ];
}

function valueOf({ by, to, atLeast, atMost, value }: Compared): string {
  const { label, unit } = METRICS[by];
  if (to === undefined) return `${label} ${shown(value.median, unit)}`;
  // What should be small, or is many times as much, reads better as "2.1 ×".
  const isTimes = atMost !== undefined || (atLeast ?? value.median) >= 2;
  const { median, min, max } = value;
  const [middle, low, high] = [median, min, max].map((ratio) =>
    isTimes ? ratio.toFixed(2) : (ratio * 100).toFixed(0)
  );
  return `${middle} ${isTimes ? "×" : "%"} (${low}–${high}) of ${to}, ${label}`;
}

function wantedOf(one: Compared): string {
  const bound = one.atLeast ?? one.atMost;
  if (bound === undefined) return "";
  const wanted = [`wanted ${boundOf(one, bound)}`];
  const { met, metFinal } = verdictsOf(one);
  wanted.push(met ? "met" : "NOT MET");
  if (one.final !== undefined) {
    wanted.push(
      `finally ${boundOf(one, one.final)}`,
      metFinal ? "met" : "not yet",
    );
  }
  return `; ${wanted.join(": ").replace(": finally", "; finally")}`;
}

function boundOf({ by, to, atLeast }: Compared, bound: number): string {
  const sign = atLeast === undefined ? "≤" : "≥";
  if (to === undefined) return `${sign} ${shown(bound, METRICS[by].unit)}`;
  const isTimes = atLeast === undefined || bound >= 2;
  return `${sign} ${isTimes ? `${bound} ×` : `${Math.round(bound * 100)} %`}`;
}

function verdictsOf(
  one: Compared,
): { met?: boolean; metFinal?: boolean } {
  const bound = one.atLeast ?? one.atMost;
  if (bound === undefined) return {};
  const metFinal = one.final === undefined ? null : isWithin(one, one.final);
  return {
    met: isWithin(one, bound) === true,
    ...(metFinal === null ? {} : { metFinal }),
  };
}

function shown(value: number, unit: Unit): string {
  if (unit === "share") {
    return `${(value * 100).toFixed(value < 0.1 ? 1 : 0)} %`;
  }
  if (unit === "ms") return value.toFixed(value < 10 ? 2 : 1);
  return Math.round(value).toLocaleString("en");
}
