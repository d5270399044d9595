/**
 * What each kind of alert says: shortly, and in a sentence.
 *
 * @module
 */
import type { AlertKind, StoredAlert } from "../schema/alert.ts";

export type Language = "fr" | "en";

export const LOCALES = { fr: "fr-FR", en: "en-GB" } as const;

const NUMBERS = {
  fr: new Intl.NumberFormat(LOCALES.fr),
  en: new Intl.NumberFormat(LOCALES.en),
};

const DAYS = { fr: days(LOCALES.fr), en: days(LOCALES.en) };

/** What there is to fill in. */
interface Fact {
  /** The threshold, and what was left or reached. */
  readonly of: string;
  readonly is: string;
  /** The name of what it is about. */
  readonly about: string;
  readonly until: string;
}

type Say = Readonly<Record<Language, (fact: Fact) => string>>;

const SHORT: Readonly<Record<AlertKind, Say>> = {
  lowBalance: {
    fr: ({ of, is }) => `plus que ${is} SMS (seuil ${of})`,
    en: ({ of, is }) => `${is} SMS left (threshold ${of})`,
  },
  monthlyVolume: {
    fr: ({ of, is }) => `${is} SMS ce mois-ci (seuil ${of})`,
    en: ({ of, is }) => `${is} SMS this month (threshold ${of})`,
  },
  daysLeft: {
    fr: ({ of, is }) => `des SMS pour ${is} jours (seuil ${of})`,
    en: ({ of, is }) => `SMS for ${is} days (threshold ${of})`,
  },
  failureRate: {
    fr: ({ of, is }) => `${is} % d'échecs aujourd'hui (seuil ${of} %)`,
    en: ({ of, is }) => `${is}% failed today (threshold ${of}%)`,
  },
  gatewayDown: {
    fr: ({ about }) => `la passerelle ${about} ne répond plus`,
    en: ({ about }) => `the gateway ${about} is down`,
  },
  allowanceSkipped: {
    fr: ({ of, about }) => `dotation de ${about} non versée (${of} SMS)`,
    en: ({ of, about }) => `allowance of ${about} not given (${of} SMS)`,
  },
  expiring: {
    fr: ({ is, until }) => `${is} SMS expirent le ${until}`,
    en: ({ is, until }) => `${is} SMS expire on ${until}`,
  },
};

const SENTENCE: Readonly<Record<AlertKind, Say>> = {
  lowBalance: {
    fr: ({ of, is }) =>
      `le solde est passé sous le seuil de ${of} SMS, il en restait ${is}.`,
    en: ({ of, is }) => `the balance fell below ${of} SMS, ${is} were left.`,
  },
  monthlyVolume: {
    fr: ({ of, is }) =>
      `le mois a dépassé le seuil de ${of} SMS, il en comptait ${is}.`,
    en: ({ of, is }) => `the month rose above ${of} SMS, it had ${is}.`,
  },
  daysLeft: {
    fr: ({ of, is }) =>
      `au rythme actuel il reste des SMS pour ${is} jours, moins que les ${of} souhaités.`,
    en: ({ of, is }) =>
      `at the present pace there are SMS for ${is} days, fewer than ${of}.`,
  },
  failureRate: {
    fr: ({ of, is }) =>
      `${is} % des messages du jour ont échoué, plus que le seuil de ${of} %.`,
    en: ({ of, is }) =>
      `${is}% of the day's messages failed, more than the threshold of ${of}%.`,
  },
  gatewayDown: {
    fr: ({ about }) =>
      `la passerelle « ${about} » ne répond plus ; les messages attendent ou passent par une autre.`,
    en: ({ about }) =>
      `the gateway "${about}" does not answer; messages wait or take another.`,
  },
  allowanceSkipped: {
    fr: ({ of, is, about }) =>
      `la dotation du mois pour « ${about} » (${of} SMS) n'a pas été versée : il en restait ${is}.`,
    en: ({ of, is, about }) =>
      `the month's allowance for "${about}" (${of} SMS) was not given: ${is} were left.`,
  },
  expiring: {
    fr: ({ is, until, about }) =>
      `${is} SMS expirent le ${until}${about && ` (${about})`}.`,
    en: ({ is, until, about }) =>
      `${is} SMS expire on ${until}${about && ` (${about})`}.`,
  },
};

/** « plus que 99 SMS (seuil 100) ». */
export function shortly(
  alert: StoredAlert,
  { language, names, plain = false }: {
    language: Language;
    /** Of what alerts are about, by id. */
    names: ReadonlyMap<string, string>;
    /** Numbers without separators, for an SMS. */
    plain?: boolean;
  },
): string {
  return SHORT[alert.kind][language](factOf(alert, language, names, plain));
}

/** The same in a sentence. */
export function sentenceOf(
  alert: StoredAlert,
  { language, names }: {
    language: Language;
    names: ReadonlyMap<string, string>;
  },
): string {
  return SENTENCE[alert.kind][language](factOf(alert, language, names, false));
}

function factOf(
  { threshold, value, about = "", untilMs }: StoredAlert,
  language: Language,
  names: ReadonlyMap<string, string>,
  plain: boolean,
): Fact {
  const count = plain
    ? String
    : (value: number) => NUMBERS[language].format(value);
  return {
    of: count(threshold),
    is: count(value),
    about: names.get(about) ?? "",
    until: untilMs === undefined ? "" : DAYS[language].format(untilMs),
  };
}

function days(locale: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, {
    timeZone: "Europe/Paris",
    dateStyle: "long",
  });
}
