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

/** The civil day in France as a number, one more each day. */
export function civilDay(ms: number): number {
  return Date.parse(`${civilDate(ms)}T00:00:00Z`) / DAY_MS;
}
