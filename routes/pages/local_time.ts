/** Date and time as fields of forms write them, in France's time. */
const clock = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Europe/Paris",
  dateStyle: "short",
  timeStyle: "short",
});

/** `2026-12-31T23:59` for an instant. */
export function localTime(at: string | number): string {
  return clock.format(new Date(at)).replace(" ", "T");
}

/** The instant of a local time; null for what is none. */
export function instantOf(local: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(local)) return null;
  const utc = Date.parse(`${local.slice(0, 16)}Z`);
  if (Number.isNaN(utc)) return null;
  // Paris is one or two hours ahead of UTC; the right guess reads the same.
  for (const hours of [2, 1]) {
    const guess = utc - hours * 3_600_000;
    if (localTime(guess) === local.slice(0, 16)) {
      return new Date(guess).toISOString();
    }
  }
  return new Date(utc - 3_600_000).toISOString();
}
