import type { Balance } from "../../../lib/schema/credit.ts";
import { LineChart } from "../parts/Chart.tsx";
import type { Visit } from "../visit.ts";
import { longDate } from "../words.ts";
import { DASHBOARD } from "../words/dashboard.ts";

const DAY_MS = 86_400_000;
/** A forecast that reaches further says little. */
const DAYS_MAX = 730;
const STEPS_MAX = 12;

/** What is left as the days go by, at the pace of the last thirty. */
export function BurnDown(
  { visit, balance }: { visit: Visit; balance: Balance },
) {
  const { nowMs, language } = visit;
  const words = DASHBOARD[language];
  const points = burnDown(balance);
  if (points.length === 0) return null;
  const format = new Intl.DateTimeFormat(
    language === "fr" ? "fr-FR" : "en-GB",
    {
      day: "numeric",
      month: "short",
      year: "2-digit",
      timeZone: "Europe/Paris",
    },
  );
  return (
    <section aria-labelledby="prevision">
      <h2 id="prevision">{words.forecast}</h2>
      <LineChart
        title={words.leftByDay}
        language={language}
        axis={words.day}
        labels={points.map(({ days }) => format.format(nowMs + days * DAY_MS))}
        series={[{
          name: words.available,
          tone: "main",
          values: points.map(({ left }) => left),
        }]}
        isStock
      />
    </section>
  );
}

/** What is left after so many days, from now until nothing is. */
export function burnDown(
  { available, forecastDays }: Pick<Balance, "available" | "forecastDays">,
): { days: number; left: number }[] {
  const isTold = forecastDays !== null && forecastDays > 0 &&
    forecastDays <= DAYS_MAX;
  if (!isTold) return [];
  const steps = Math.min(STEPS_MAX, forecastDays);
  return Array.from({ length: steps + 1 }, (_, step) => {
    const days = Math.round(forecastDays * step / steps);
    return { days, left: Math.round(available * (1 - days / forecastDays)) };
  });
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
