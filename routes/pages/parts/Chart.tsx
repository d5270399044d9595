import type { ComponentChildren } from "preact";
import { dictionary, type Language } from "../../../islands/language.ts";

/** What is drawn: one value for each label. */
export interface Series {
  readonly name: string;
  readonly tone: "main" | "good" | "wait" | "bad" | "plain";
  /** Null where there is none, as beyond the end of a line. */
  readonly values: readonly (number | null)[];
}

/** A picture of numbers, with the numbers themselves behind it. */
export interface ChartProps {
  readonly title: string;
  readonly language: Language;
  /** What the labels are, e.g. « Jour ». */
  readonly axis: string;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  /** What is left at each label, so that no sum of it means anything. */
  readonly isStock?: boolean;
}

const WIDTH = 1_000;
const HEIGHT = 200;
const LABELS_MAX = 5;
const STEPS = [1, 2, 4, 6, 8, 10];

const WORDS = dictionary({
  fr: {
    table: "Voir les chiffres",
    sum: "au total",
    most: "au plus",
    course: (first: string, last: string) => `de ${first} à ${last}`,
  },
  en: {
    table: "Show the figures",
    sum: "in all",
    most: "at most",
    course: (first: string, last: string) => `from ${first} to ${last}`,
  },
});

/** Values on top of one another, a bar for each label. */
export function BarChart(props: ChartProps) {
  const { labels, series, language } = props;
  const sums = labels.map((_, i) => sumAt(series, i));
  const top = niceTop(Math.max(0, ...sums));
  const step = WIDTH / Math.max(1, labels.length);
  const gap = Math.min(12, step * 0.25);
  return (
    <Frame {...props} top={top}>
      {labels.map((label, i) => {
        let base = HEIGHT;
        return (
          <g key={label}>
            <title>{spoken(label, series, i, language)}</title>
            <rect
              class="chart-hit"
              x={i * step}
              y={0}
              width={step}
              height={HEIGHT}
            />
            {series.map(({ name, tone, values }) => {
              const height = (values[i] ?? 0) / top * HEIGHT;
              base -= height;
              return height > 0 && (
                <rect
                  key={name}
                  class={`chart-bar ${tone}`}
                  x={round(i * step + gap / 2)}
                  y={round(base)}
                  width={round(step - gap)}
                  height={round(height)}
                />
              );
            })}
          </g>
        );
      })}
    </Frame>
  );
}

/** A line for each series, over labels in their order. */
export function LineChart(props: ChartProps) {
  const { labels, series, language } = props;
  const top = niceTop(
    Math.max(0, ...series.flatMap(({ values }) => values.map((v) => v ?? 0))),
  );
  const step = WIDTH / Math.max(1, labels.length);
  const x = (i: number) => round((i + 0.5) * step);
  const y = (value: number) => round(HEIGHT - value / top * HEIGHT);
  return (
    <Frame {...props} top={top}>
      {series.map(({ name, tone, values }) => (
        <polyline
          key={name}
          class={`chart-line ${tone}`}
          points={values.map((value, i) =>
            value === null ? "" : `${x(i)},${y(value)}`
          ).filter(Boolean).join(" ")}
        />
      ))}
      {labels.map((label, i) => (
        <g key={label}>
          <title>{spoken(label, series, i, language)}</title>
          <rect
            class="chart-hit"
            x={i * step}
            y={0}
            width={step}
            height={HEIGHT}
          />
        </g>
      ))}
    </Frame>
  );
}

function Frame(
  { top, children, ...props }: ChartProps & {
    top: number;
    children: ComponentChildren;
  },
) {
  const { title, language, labels, series, axis } = props;
  const marks = [top, top / 2, 0];
  return (
    <figure class="chart">
      <figcaption>
        <span class="strong">{title}</span>
        {series.length > 1 && (
          <span class="chart-legend">
            {series.map(({ name, tone }) => (
              <span key={name} class={tone}>{name}</span>
            ))}
          </span>
        )}
      </figcaption>
      <div class="chart-plot">
        <div class="chart-scale" aria-hidden="true">
          {marks.map((mark) => <span key={mark}>{figure(mark, language)}
          </span>)}
        </div>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={summary(props)}
        >
          {[0, HEIGHT / 2, HEIGHT].map((at) => (
            <line
              key={at}
              class="chart-grid"
              x1={0}
              x2={WIDTH}
              y1={at}
              y2={at}
            />
          ))}
          {children}
        </svg>
        <div class="chart-labels" aria-hidden="true">
          {someOf(labels).map((label) => <span key={label}>{label}</span>)}
        </div>
      </div>
      <details>
        <summary>{WORDS[language].table}</summary>
        <ChartTable {...{ title, language, labels, series, axis }} />
      </details>
    </figure>
  );
}

function ChartTable({ title, language, labels, series, axis }: ChartProps) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={title}>
      <table class="sums">
        <thead>
          <tr>
            <th scope="col">{axis}</th>
            {series.map(({ name }) => (
              <th key={name} scope="col" class="count">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((label, i) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {series.map(({ name, values }) => (
                <td key={name} class="count">
                  {values[i] === null ? "—" : figure(values[i] ?? 0, language)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The next even number that reads well, with zeros; at least 2. */
export function niceTop(value: number): number {
  if (value <= 2) return 2;
  const ten = 10 ** Math.floor(Math.log10(value));
  return STEPS.map((one) => one * ten).find((one) => one >= value)!;
}

/** The first label, the last, and a few between, evenly. */
function someOf(labels: readonly string[]): string[] {
  if (labels.length <= LABELS_MAX) return [...labels];
  const last = labels.length - 1;
  return [0, 0.5, 1].map((part) => labels[Math.round(part * last)]!);
}

function sumAt(series: readonly Series[], i: number): number {
  return series.reduce((sum, { values }) => sum + (values[i] ?? 0), 0);
}

function spoken(
  label: string,
  series: readonly Series[],
  i: number,
  language: Language,
): string {
  const parts = series.filter(({ values }) => values[i] !== null).map((
    { name, values },
  ) => `${name}\u00a0${figure(values[i] ?? 0, language)}`);
  return `${label} — ${parts.join(", ")}`;
}

function summary({ title, series, language, isStock }: ChartProps): string {
  const { sum, most, course } = WORDS[language];
  const parts = series.map(({ name, values: given }) => {
    const values = given.filter((value) => value !== null);
    if (isStock) {
      const [first, last] = [values[0] ?? 0, values.at(-1) ?? 0];
      return `${name}, ${
        course(figure(first, language), figure(last, language))
      }`;
    }
    const total = values.reduce((all, value) => all + value, 0);
    const top = Math.max(0, ...values);
    return `${name}, ${figure(total, language)} ${sum}, ${
      figure(top, language)
    } ${most}`;
  });
  return `${title} — ${parts.join(" ; ")}`;
}

function figure(value: number, language: Language): string {
  return new Intl.NumberFormat(language === "fr" ? "fr-FR" : "en-GB")
    .format(value);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
