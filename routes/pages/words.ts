/**
 * How the pages say numbers, instants and states, in French.
 *
 * @module
 */
import type { EntryKind } from "../../lib/schema/credit.ts";
import type { Status } from "../../lib/schema/message.ts";

const ZONE = "Europe/Paris";
const DAY_MS = 86_400_000;

const signed = new Intl.NumberFormat("fr-FR", { signDisplay: "exceptZero" });
const dayFormat = formatter({ day: "numeric", month: "short" });
const dayAndYear = formatter({
  day: "numeric",
  month: "short",
  year: "numeric",
});
const longDay = formatter({ day: "numeric", month: "long", year: "numeric" });
const timeFormat = formatter({ hour: "2-digit", minute: "2-digit" });
const secondFormat = formatter({
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const isoDay = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE });

function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat("fr-FR", { timeZone: ZONE, ...options });
}

/** A number with its sign. */
export function signedNumber(value: number): string {
  return signed.format(value).replace("-", "\u2212");
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
    if (timeFormat.format(guess) === "00:00") return guess;
  }
  return utc;
}

/** « aujourd'hui, 09:00 », « hier, 17:45 », « 3 nov., 08:10 ». */
export function when(at: string | number, nowMs: number): string {
  const date = new Date(at);
  const time = timeFormat.format(date);
  return `${dayName(date, nowMs)}, ${time}`;
}

/** « 09:00 » today, « 3 nov. » before. */
export function briefly(at: string | number, nowMs: number): string {
  const date = new Date(at);
  const isToday = isoDay.format(date) === isoDay.format(nowMs);
  return (isToday ? timeFormat : dayFormat).format(date);
}

/** The same to the second, for timelines. */
export function exactly(at: string | number): string {
  const date = new Date(at);
  return `${dayAndYear.format(date)}, ${secondFormat.format(date)}`;
}

/** « 14 mars 2027 ». */
export function longDate(at: number): string {
  return longDay.format(at).replace(/^1 /, "1er ");
}

function dayName(date: Date, nowMs: number): string {
  const day = isoDay.format(date);
  if (day === isoDay.format(nowMs)) return "aujourd’hui";
  if (day === isoDay.format(nowMs - DAY_MS)) return "hier";
  const sameYear = day.slice(0, 4) === isoDay.format(nowMs).slice(0, 4);
  return (sameYear ? dayFormat : dayAndYear).format(date);
}

/** A number as people write it: `06 12 34 56 78`. */
export function phoneNumber(to: string): string {
  const french = /^\+33(\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(to);
  return french === null ? to : `0${french.slice(1).join("\u00a0")}`;
}

/** How good or bad something is. */
export type Tone = "plain" | "good" | "bad" | "wait";

/** What each state of a message is called. */
export const STATUSES: Readonly<Record<Status, { name: string; tone: Tone }>> =
  {
    scheduled: { name: "Programmé", tone: "wait" },
    queued: { name: "En attente", tone: "wait" },
    sending: { name: "En cours d’envoi", tone: "wait" },
    sent: { name: "Envoyé", tone: "good" },
    delivered: { name: "Reçu", tone: "good" },
    failed: { name: "Échec", tone: "bad" },
    expired: { name: "Expiré", tone: "bad" },
    cancelled: { name: "Annulé", tone: "plain" },
    refused: { name: "Refusé", tone: "bad" },
    uncertain: { name: "Incertain", tone: "wait" },
  };

/** What each movement of an account is called. */
export function entryName(kind: EntryKind, amount: number): string {
  switch (kind) {
    case "grant":
      return "Nouveaux SMS";
    case "allocate":
      return amount < 0 ? "Donné" : "Reçu";
    case "reclaim":
      return amount < 0 ? "Rendu" : "Repris";
    case "reserve":
      return "Réservé pour un envoi";
    case "settle":
      return "Envoyé";
    case "release":
      return "Non envoyé, recrédité";
    case "adjust":
      return "Correction";
  }
}

/** By how much an entry moved what is available. */
export function availableChange(kind: EntryKind, amount: number): number {
  if (kind === "reserve") return -amount;
  return kind === "settle" ? 0 : amount;
}
