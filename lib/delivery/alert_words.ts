/**
 * What alerts say, by mail and by SMS. A mail says it in French, then in
 * English; an SMS in French, without a character that would make it longer.
 *
 * @module
 */
import type { Mail } from "../ports.ts";
import type { StoredAlert } from "../schema/alert.ts";
import { measureText, proposeSpelling } from "../schema/segment.ts";

/** What there is to say. */
export interface Told {
  readonly structureId: string;
  readonly name: string;
  /** The oldest first; one at least. */
  readonly alerts: readonly StoredAlert[];
  /** What is available now. */
  readonly available: number;
  readonly publicUrl: string;
}

/** Alerts a mail lists one by one. */
const LISTED_MAX = 20;
/** Characters of a name in an SMS. */
const NAME_MAX = 40;

type Language = "fr" | "en";

const LOCALES = { fr: "fr-FR", en: "en-GB" } as const;

const NUMBERS = {
  fr: new Intl.NumberFormat(LOCALES.fr),
  en: new Intl.NumberFormat(LOCALES.en),
};

const INSTANTS = {
  fr: instants(LOCALES.fr),
  en: instants(LOCALES.en),
};

/** The mail, but for whom it goes to. */
export function alertMail(told: Told): Omit<Mail, "to"> {
  const { name, alerts } = told;
  const [only, ...others] = alerts;
  const subject = others.length === 0
    ? `${name} : ${shortly(only!, (value) => NUMBERS.fr.format(value))}`
    : `${name} : ${alerts.length} seuils franchis`;
  return {
    subject: `Alerte SMS · ${subject}`,
    text: [...french(told), "— English —", ...english(told)].join("\n\n"),
  };
}

/** The SMS: the lowest balance and the highest volume, in one if it can be. */
export function alertSms({ name, alerts }: Told): string {
  const worst = [
    alerts.filter(({ kind }) => kind === "lowBalance")
      .toSorted((a, b) => a.threshold - b.threshold)[0],
    alerts.filter(({ kind }) => kind === "monthlyVolume")
      .toSorted((a, b) => b.threshold - a.threshold)[0],
  ].filter((alert) => alert !== undefined);
  const facts = worst.map((alert) => shortly(alert, String)).join(" ; ");
  const text = `Alerte ${name.slice(0, NAME_MAX)} : ${facts}.`;
  const { encoding } = measureText(text);
  return encoding === "gsm7" ? text : proposeSpelling(text)?.text ?? text;
}

/** « plus que 99 SMS (seuil 100) ». */
function shortly(
  { kind, threshold, value }: StoredAlert,
  count: (value: number) => string,
): string {
  return kind === "lowBalance"
    ? `plus que ${count(value)} SMS (seuil ${count(threshold)})`
    : `${count(value)} SMS ce mois-ci (seuil ${count(threshold)})`;
}

function french({ structureId, name, available, ...told }: Told): string[] {
  const page = `${told.publicUrl}/s/${structureId}`;
  const left = NUMBERS.fr.format(available);
  return [
    "Bonjour,",
    `Pour « ${name} » :`,
    listed(told.alerts, "fr"),
    `Il reste maintenant ${left} SMS disponibles.`,
    `Voir les crédits :\n${page}/credits`,
    `Changer ces alertes :\n${page}/alertes`,
  ];
}

function english({ structureId, name, available, ...told }: Told): string[] {
  const page = `${told.publicUrl}/s/${structureId}`;
  const left = NUMBERS.en.format(available);
  return [
    "Hello,",
    `About "${name}":`,
    listed(told.alerts, "en"),
    `${left} SMS are available now.`,
    `See the credits:\n${page}/credits`,
    `Change these alerts:\n${page}/alertes`,
  ];
}

function listed(alerts: readonly StoredAlert[], language: Language): string {
  const lines = alerts.slice(0, LISTED_MAX).map((alert) =>
    `- ${sentence(alert, language)}`
  );
  const more = alerts.length - lines.length;
  if (more > 0) {
    lines.push(
      language === "fr" ? `- et ${more} autres` : `- and ${more} more`,
    );
  }
  return lines.join("\n");
}

function sentence(
  { kind, atMs, ...alert }: StoredAlert,
  language: Language,
): string {
  const at = INSTANTS[language].format(atMs);
  const value = NUMBERS[language].format(alert.value);
  const threshold = NUMBERS[language].format(alert.threshold);
  if (kind === "lowBalance") {
    return language === "fr"
      ? `${at} : le solde est passé sous le seuil de ${threshold} SMS, il en restait ${value}.`
      : `${at}: the balance fell below ${threshold} SMS, ${value} were left.`;
  }
  return language === "fr"
    ? `${at} : le mois a dépassé le seuil de ${threshold} SMS, il en comptait ${value}.`
    : `${at}: the month rose above ${threshold} SMS, it had ${value}.`;
}

function instants(locale: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, {
    timeZone: "Europe/Paris",
    dateStyle: "long",
    timeStyle: "short",
  });
}
