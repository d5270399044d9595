/**
 * What alerts say, by mail and by SMS. A mail says it in French, then in
 * English; an SMS in French, without a character that would make it longer.
 *
 * @module
 */
import type { Mail } from "../ports.ts";
import type { AlertKind, StoredAlert } from "../schema/alert.ts";
import { measureText, proposeSpelling } from "../schema/segment.ts";
import { type Language, LOCALES, sentenceOf, shortly } from "./alert_facts.ts";

/** What there is to say. */
export interface Told {
  readonly structureId: string;
  readonly name: string;
  /** The oldest first; one at least. */
  readonly alerts: readonly StoredAlert[];
  /** What is available now. */
  readonly available: number;
  readonly publicUrl: string;
  /** Of what alerts are about, by id. */
  readonly names: ReadonlyMap<string, string>;
}

/** Alerts a mail lists one by one. */
const LISTED_MAX = 20;
/** Alerts an SMS tells of. */
const FACTS_MAX = 2;
/** Kinds of which the newest alone is told by SMS. */
const KINDS_ALONE: readonly AlertKind[] = [
  "daysLeft",
  "gatewayDown",
  "failureRate",
  "allowanceSkipped",
  "expiring",
];
/** Characters of a name in an SMS. */
const NAME_MAX = 40;

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
  return {
    subject: `Alerte SMS · ${told.name} : ${summary(told, "fr")}`,
    text: [...french(told), "— English —", ...english(told)].join("\n\n"),
  };
}

/** In a few words: the one alert, or how many there are. */
export function summary(
  { alerts, names }: Pick<Told, "alerts" | "names">,
  language: Language,
): string {
  const [only, ...others] = alerts;
  if (others.length === 0) return shortly(only!, { language, names });
  const isCrossed = alerts.every(({ kind }) => CROSSED.has(kind));
  if (language === "en") return `${alerts.length} alerts`;
  return `${alerts.length} ${isCrossed ? "seuils franchis" : "alertes"}`;
}

const CROSSED: ReadonlySet<AlertKind> = new Set([
  "lowBalance",
  "monthlyVolume",
  "daysLeft",
  "failureRate",
]);

/** The SMS: the lowest balance and the highest volume, in one if it can be. */
export function alertSms({ name, alerts, names }: Told): string {
  const worst = [
    alerts.filter(({ kind }) => kind === "lowBalance")
      .toSorted((a, b) => a.threshold - b.threshold)[0],
    alerts.filter(({ kind }) => kind === "monthlyVolume")
      .toSorted((a, b) => b.threshold - a.threshold)[0],
    ...KINDS_ALONE.map((kind) => alerts.findLast((one) => one.kind === kind)),
  ].filter((alert) => alert !== undefined);
  const facts = worst.slice(0, FACTS_MAX)
    .map((alert) => shortly(alert, { language: "fr", names, plain: true }))
    .join(" ; ");
  const text = `Alerte ${name.slice(0, NAME_MAX)} : ${facts}.`;
  const { encoding } = measureText(text);
  return encoding === "gsm7" ? text : proposeSpelling(text)?.text ?? text;
}

function french({ structureId, name, available, ...told }: Told): string[] {
  const page = `${told.publicUrl}/s/${structureId}`;
  const left = NUMBERS.fr.format(available);
  return [
    "Bonjour,",
    `Pour « ${name} » :`,
    listed(told, "fr"),
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
    listed(told, "en"),
    `${left} SMS are available now.`,
    `See the credits:\n${page}/credits`,
    `Change these alerts:\n${page}/alertes`,
  ];
}

function listed(
  { alerts, names }: Pick<Told, "alerts" | "names">,
  language: Language,
): string {
  const lines = alerts.slice(0, LISTED_MAX).map((alert) => {
    const at = INSTANTS[language].format(alert.atMs);
    const colon = language === "fr" ? " :" : ":";
    return `- ${at}${colon} ${sentenceOf(alert, { language, names })}`;
  });
  const more = alerts.length - lines.length;
  if (more > 0) {
    lines.push(
      language === "fr" ? `- et ${more} autres` : `- and ${more} more`,
    );
  }
  return lines.join("\n");
}

function instants(locale: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, {
    timeZone: "Europe/Paris",
    dateStyle: "long",
    timeStyle: "short",
  });
}
