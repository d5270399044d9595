/**
 * What a line of the journal tells besides who and when, in words.
 *
 * @module
 */
import type { Language } from "../../../islands/language.ts";
import { number } from "../../../islands/words.ts";
import type { Text } from "../../../lib/problem.ts";

/** How a fact is called; one that is not here is not for reading. */
const FACTS: Readonly<Record<string, Text>> = {
  name: { fr: "nom", en: "name" },
  kind: { fr: "sorte", en: "kind" },
  credits: { fr: "SMS", en: "SMS" },
  granted: { fr: "SMS accordés", en: "SMS granted" },
  structureId: { fr: "structure", en: "structure" },
  parentId: { fr: "sous", en: "below" },
  fromId: { fr: "de", en: "from" },
  toId: { fr: "à", en: "to" },
  role: { fr: "rôle", en: "role" },
  from: { fr: "avant", en: "before" },
  to: { fr: "après", en: "after" },
  mode: { fr: "mode", en: "mode" },
  scopes: { fr: "droits", en: "scopes" },
  fields: { fr: "modifié", en: "changed" },
  dailyCap: { fr: "plafond par jour", en: "cap a day" },
  monthlyCap: { fr: "plafond par mois", en: "cap a month" },
  graceHours: { fr: "heures de recouvrement", en: "hours of overlap" },
  lowBalance: { fr: "solde bas", en: "low balance" },
  monthlyVolume: { fr: "volume du mois", en: "month’s volume" },
  emails: { fr: "adresses prévenues", en: "addresses told" },
  sms: { fr: "mobiles prévenus", en: "mobiles told" },
  webhook: { fr: "par webhook", en: "by webhook" },
  push: { fr: "par notification", en: "by notification" },
  what: { fr: "détruit", en: "destroyed" },
  how: { fr: "comment", en: "how" },
  count: { fr: "personnes", en: "people" },
  added: { fr: "numéros ajoutés", en: "numbers added" },
  structures: { fr: "structures", en: "structures" },
  members: { fr: "membres", en: "members" },
  carryOver: { fr: "report", en: "carried over" },
  host: { fr: "vers", en: "to" },
  sender: { fr: "expéditeur", en: "sender" },
  reason: { fr: "motif", en: "reason" },
  route: { fr: "appel", en: "call" },
  perMinute: { fr: "par minute", en: "a minute" },
  perDay: { fr: "par jour", en: "a day" },
  foreignPrefixes: { fr: "indicatifs ouverts", en: "prefixes opened" },
};

/** Values that are codes. */
const VALUES: Readonly<Record<string, Text>> = {
  manager: { fr: "gestionnaire", en: "manager" },
  sender: { fr: "expéditeur", en: "sender" },
  viewer: { fr: "lecteur", en: "viewer" },
  operator: { fr: "exploitant", en: "operator" },
  live: { fr: "réelle", en: "live" },
  test: { fr: "de test", en: "test" },
  texts: { fr: "les textes d’une journée", en: "the texts of a day" },
  numbers: { fr: "les numéros d’une journée", en: "the numbers of a day" },
  true: { fr: "oui", en: "yes" },
  false: { fr: "non", en: "no" },
};

const ID = /^str_[0-9a-z]+$/;

/** Facts of a line as sentences; `names` tells what structures are called. */
export function detailWords(
  detail: Readonly<Record<string, unknown>>,
  names: ReadonlyMap<string, string>,
  language: Language,
): string[] {
  const colon = language === "fr" ? "\u00a0: " : ": ";
  return Object.entries(detail).flatMap(([name, value]) => {
    const called = FACTS[name];
    const isEmpty = value === null || value === undefined || value === "";
    if (called === undefined || isEmpty) return [];
    const said = valueWords(value, names, language);
    return said === null ? [] : [called[language] + colon + said];
  });
}

/** Ids of structures among the facts. */
export function structuresIn(
  detail: Readonly<Record<string, unknown>>,
): string[] {
  return Object.values(detail).filter((value) =>
    typeof value === "string" && ID.test(value)
  ) as string[];
}

/** Null for an id that nothing is called by. */
function valueWords(
  value: unknown,
  names: ReadonlyMap<string, string>,
  language: Language,
): string | null {
  if (typeof value === "number") return number(value, language);
  const text = String(value);
  if (ID.test(text)) return names.get(text) ?? null;
  return VALUES[text]?.[language] ?? text;
}
