/**
 * How the pages say numbers, instants and states.
 *
 * @module
 */
import { dictionary, type Language } from "../../islands/language.ts";
import { LOCALES } from "../../islands/words.ts";
import type { EntryKind } from "../../lib/schema/credit.ts";
import type { Status } from "../../lib/schema/message.ts";
import { REASONS } from "../../lib/schema/reason.ts";

const ZONE = "Europe/Paris";
const DAY_MS = 86_400_000;

const FORMATS = { fr: formats(LOCALES.fr), en: formats(LOCALES.en) };
const isoDay = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE });

const isoTime = new Intl.DateTimeFormat("sv-SE", {
  timeZone: ZONE,
  dateStyle: "short",
  timeStyle: "short",
});

function formats(locale: string) {
  const instants = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options });
  const day = { day: "numeric", month: "short" } as const;
  const time = { hour: "2-digit", minute: "2-digit" } as const;
  return {
    signed: new Intl.NumberFormat(locale, { signDisplay: "exceptZero" }),
    day: instants(day),
    dayAndYear: instants({ ...day, year: "numeric" }),
    longDay: instants({ day: "numeric", month: "long", year: "numeric" }),
    time: instants(time),
    second: instants({ ...time, second: "2-digit" }),
  };
}

/** A number with its sign. */
export function signedNumber(value: number, language: Language): string {
  return FORMATS[language].signed.format(value).replace("-", "\u2212");
}

/** The civil day of an instant, `2026-12-01`, as date fields write it. */
export function civilDate(at: string | number): string {
  return isoDay.format(new Date(at));
}

/** The first instant of a civil day in France; null for what is no day. */
export function startOfDay(date: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
  const utc = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(utc)) return null;
  // Paris is one or two hours ahead of UTC; the right guess says the same day.
  for (const hours of [2, 1]) {
    const guess = utc - hours * 3_600_000;
    if (FORMATS.fr.time.format(guess) === "00:00") return guess;
  }
  return utc;
}

/** The instant of a civil time in France, `2026-12-01T09:30`, or null. */
export function instantIn(civil: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(civil)) return null;
  const utc = Date.parse(`${civil}:00Z`);
  for (const hours of [2, 1]) {
    const guess = utc - hours * 3_600_000;
    if (civilTime(guess) === civil) return guess;
  }
  return Number.isNaN(utc) ? null : utc - 3_600_000;
}

/** The civil time of an instant in France, as fields write it. */
export function civilTime(atMs: number): string {
  return isoTime.format(atMs).replace(" ", "T");
}

/** « aujourd'hui, 09:00 », « hier, 17:45 », « 3 nov., 08:10 ». */
export function when(
  at: string | number,
  nowMs: number,
  language: Language,
): string {
  const date = new Date(at);
  const time = FORMATS[language].time.format(date);
  return `${dayName(date, nowMs, language)}, ${time}`;
}

/** « 09:00 » today, « 3 nov. » before. */
export function briefly(
  at: string | number,
  nowMs: number,
  language: Language,
): string {
  const { time, day } = FORMATS[language];
  const date = new Date(at);
  const isToday = isoDay.format(date) === isoDay.format(nowMs);
  return (isToday ? time : day).format(date);
}

/** The same to the second, for timelines. */
export function exactly(at: string | number, language: Language): string {
  const { dayAndYear, second } = FORMATS[language];
  const date = new Date(at);
  return `${dayAndYear.format(date)}, ${second.format(date)}`;
}

/** « 09:00 », in France. */
export function clock(at: number, language: Language): string {
  return FORMATS[language].time.format(at);
}

/** « 14 mars 2027 ». */
export function longDate(at: number, language: Language): string {
  const day = FORMATS[language].longDay.format(at);
  return language === "fr" ? day.replace(/^1 /, "1er ") : day;
}

const DAYS = dictionary({
  fr: { today: "aujourd’hui", yesterday: "hier" },
  en: { today: "today", yesterday: "yesterday" },
});

function dayName(date: Date, nowMs: number, language: Language): string {
  const day = isoDay.format(date);
  if (day === isoDay.format(nowMs)) return DAYS[language].today;
  if (day === isoDay.format(nowMs - DAY_MS)) return DAYS[language].yesterday;
  const sameYear = day.slice(0, 4) === isoDay.format(nowMs).slice(0, 4);
  const formats = FORMATS[language];
  return (sameYear ? formats.day : formats.dayAndYear).format(date);
}

/** A number as people write it: `06 12 34 56 78`. */
export function phoneNumber(to: string): string {
  const french = /^\+33(\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(to);
  return french === null ? to : `0${french.slice(1).join("\u00a0")}`;
}

/** How good or bad something is. */
export type Tone = "plain" | "good" | "bad" | "wait";

/** How good or bad each state of a message is. */
export const TONES: Readonly<Record<Status, Tone>> = {
  scheduled: "wait",
  queued: "wait",
  sending: "wait",
  sent: "good",
  delivered: "good",
  failed: "bad",
  expired: "bad",
  cancelled: "plain",
  refused: "bad",
  uncertain: "wait",
};

/** What each state of a message is called. */
export const STATUSES = dictionary<Readonly<Record<Status, string>>>({
  fr: {
    scheduled: "Programmé",
    queued: "En attente",
    sending: "En cours d’envoi",
    sent: "Envoyé",
    delivered: "Reçu",
    failed: "Échec",
    expired: "Expiré",
    cancelled: "Annulé",
    refused: "Refusé",
    uncertain: "Incertain",
  },
  en: {
    scheduled: "Scheduled",
    queued: "Waiting",
    sending: "Being sent",
    sent: "Sent",
    delivered: "Received",
    failed: "Failed",
    expired: "Expired",
    cancelled: "Cancelled",
    refused: "Refused",
    uncertain: "Uncertain",
  },
});

const ENGLISH_REASONS = new Map(
  Object.values(REASONS).map(({ fr, en }) => [fr, en]),
);

/** The history's reason, which the domain says in French. */
export function reasonIn(reason: string, language: Language): string {
  return language === "en" ? ENGLISH_REASONS.get(reason) ?? reason : reason;
}

const ENTRIES = dictionary({
  fr: {
    grant: "Nouveaux SMS",
    given: "Donné",
    received: "Reçu",
    returned: "Rendu",
    taken: "Repris",
    reserve: "Réservé pour un envoi",
    settle: "Envoyé",
    release: "Non envoyé, recrédité",
    adjust: "Correction",
  },
  en: {
    grant: "New SMS",
    given: "Given",
    received: "Received",
    returned: "Given back",
    taken: "Taken back",
    reserve: "Reserved for a send",
    settle: "Sent",
    release: "Not sent, credited back",
    adjust: "Correction",
  },
});

/** What each movement of an account is called. */
export function entryName(
  kind: EntryKind,
  amount: number,
  language: Language,
): string {
  const names = ENTRIES[language];
  if (kind === "allocate") return amount < 0 ? names.given : names.received;
  if (kind === "reclaim") return amount < 0 ? names.returned : names.taken;
  return names[kind];
}

/** By how much an entry moved what is available. */
export function availableChange(kind: EntryKind, amount: number): number {
  if (kind === "reserve") return -amount;
  return kind === "settle" ? 0 : amount;
}
