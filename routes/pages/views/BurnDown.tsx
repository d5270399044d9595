import { useLanguage } from "../../../islands/language.ts";
import { LOCALES } from "../../../islands/words.ts";
import type { BurnDown as Read } from "../../../lib/domain/burn_down.ts";
import type { Balance } from "../../../lib/schema/credit.ts";
import { LineChart, type Series } from "../parts/Chart.tsx";
import type { Visit } from "../visit.ts";
import { longDate } from "../words.ts";
import { DASHBOARD } from "../words/dashboard.ts";

const DAY_MS = 86_400_000;
/** A forecast that reaches further says little. */
const DAYS_MAX = 730;
/** Days ahead that are drawn. */
const AHEAD_MAX = 90;
const POINTS_MAX = 40;

/** What was left day by day, and what will be at the present pace. */
export function BurnDown({ read, isGroup }: { read: Read; isGroup: boolean }) {
  const language = useLanguage();
  const words = DASHBOARD[language];
  const points = burnDown(read);
  if (points.length === 0) return null;
  const format = new Intl.DateTimeFormat(LOCALES[language], {
    day: "numeric",
    month: "short",
    timeZone: "Europe/Paris",
  });
  const series: Series[] = [
    {
      name: words.available,
      tone: "main",
      values: points.map(({ was }) => was),
    },
    {
      name: words.atThisPace,
      tone: "plain",
      values: points.map(({ willBe }) => willBe),
    },
  ];
  return (
    <section aria-labelledby="prevision">
      <h2 id="prevision">{words.course}</h2>
      <LineChart
        title={isGroup ? words.leftInGroup : words.leftByDay}
        language={language}
        axis={words.day}
        labels={points.map(({ atMs }) => format.format(atMs))}
        series={series.filter(({ values }) =>
          values.some((value) => value !== null)
        )}
        isStock
      />
    </section>
  );
}

/** What was and will be left, at even steps; nothing where nothing ever was. */
export function burnDown(
  { past, perDay }: Read,
): { atMs: number; was: number | null; willBe: number | null }[] {
  const now = past.at(-1);
  if (now === undefined || past.every(({ available }) => available === 0)) {
    return [];
  }
  const ahead = perDay === null || now.available === 0
    ? 0
    : Math.min(AHEAD_MAX, Math.ceil(now.available / perDay));
  const step = Math.ceil((past.length + ahead) / POINTS_MAX);
  const before = past.filter((_, i) => (past.length - 1 - i) % step === 0)
    .map(({ atMs, available }) => ({
      atMs,
      was: available,
      willBe: atMs === now.atMs && ahead > 0 ? available : null,
    }));
  const after = Array.from({ length: Math.ceil(ahead / step) }, (_, i) => {
    const days = (i + 1) * step;
    return {
      atMs: now.atMs + days * DAY_MS,
      was: null,
      willBe: Math.max(0, Math.round(now.available - days * perDay!)),
    };
  });
  return [...before, ...after];
}

/** When nothing will be left, at the pace of the last thirty days. */
export function forecast(balance: Balance, { nowMs, language }: Visit): string {
  const words = DASHBOARD[language];
  const { available, forecastDays, granted } = balance;
  if (granted === 0) return words.noSms;
  if (available === 0) return words.nothingCanLeave;
  if (forecastDays === null) return words.notEnough;
  if (forecastDays > DAYS_MAX) return words.twoYears;
  return words.until(longDate(nowMs + forecastDays * DAY_MS, language));
}
