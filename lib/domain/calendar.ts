/**
 * Months and days as people in France count them. An SMS sent at 00:30 on the
 * first belongs to the new month, though UTC is still in the old one.
 *
 * @module
 */
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

const clock = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Europe/Paris",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});

let hour = NaN;
let date = "";

/** The civil date in France, `2026-11-22`. */
export function civilDate(ms: number): string {
  // Formatting is slow and its answer changes on the hour at the earliest.
  const current = Math.floor(ms / HOUR_MS);
  if (current !== hour) {
    hour = current;
    date = clock.format(ms);
  }
  return date;
}

/** The civil month in France, `2026-11`. */
export function civilMonth(ms: number): string {
  return civilDate(ms).slice(0, 7);
}

/** The month after a civil month. */
export function monthAfter(month: string): string {
  return monthBy(month, 1);
}

/** The month before a civil month. */
export function monthBefore(month: string): string {
  return monthBy(month, -1);
}

/** The first instant of a civil month in France. */
export function startOfMonth(month: string): number {
  // Paris is one or two hours ahead of UTC.
  const utc = Date.parse(`${month}-01T00:00:00Z`);
  const early = utc - 2 * HOUR_MS;
  return civilMonth(early) === month ? early : utc - HOUR_MS;
}

function monthBy(month: string, by: number): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
}

/** The civil day in France as a number, one more each day. */
export function civilDay(ms: number): number {
  return Date.parse(`${civilDate(ms)}T00:00:00Z`) / DAY_MS;
}
