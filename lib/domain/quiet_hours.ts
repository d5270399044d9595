import type { StoredSendingRules } from "../schema/sending_rules.ts";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

const clocks = new Map<string, Intl.DateTimeFormat>();

/**
 * When the quiet hours end that hold at `nowMs`, in milliseconds; null outside
 * of them. They may span midnight, and end by the clock on the wall also in
 * the nights that are an hour longer or shorter.
 */
export function quietUntil(
  { quietHours, timeZone }: StoredSendingRules,
  nowMs: number,
): number | null {
  if (quietHours === null) return null;
  const from = minutesOf(quietHours.from);
  const to = minutesOf(quietHours.to);
  const now = localMinutes(timeZone, nowMs);
  const isQuiet = from < to ? now >= from && now < to : now >= from || now < to;
  if (!isQuiet) return null;
  const left = (to - now + DAY_MINUTES) % DAY_MINUTES;
  const startMs = nowMs - nowMs % MINUTE_MS;
  const endMs = startMs + left * MINUTE_MS;
  return endMs + shift(to - localMinutes(timeZone, endMs)) * MINUTE_MS;
}

/** The shorter way round the clock. */
function shift(minutes: number): number {
  const half = DAY_MINUTES / 2;
  return minutes > half
    ? minutes - DAY_MINUTES
    : minutes < -half
    ? minutes + DAY_MINUTES
    : minutes;
}

function minutesOf(clock: string): number {
  const [hours, minutes] = clock.split(":").map(Number);
  return hours! * 60 + minutes!;
}

/** Minutes since midnight where the structure is. */
function localMinutes(timeZone: string, ms: number): number {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat("en-GB", {
      timeZone,
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    clocks.set(timeZone, clock);
  }
  return minutesOf(clock.format(ms));
}
