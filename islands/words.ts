/**
 * Numbers as people write them, on the server and in the browser.
 *
 * @module
 */
import type { Language } from "./language.ts";

/** Whose habits each language follows. */
export const LOCALES = { fr: "fr-FR", en: "en-GB" } as const;

const WHOLE = {
  fr: new Intl.NumberFormat(LOCALES.fr),
  en: new Intl.NumberFormat(LOCALES.en),
};

/** A whole number, in groups of three digits. */
export function number(value: number, language: Language): string {
  return WHOLE[language].format(value);
}

/** « 1 200 SMS ». */
export function smsCount(value: number, language: Language): string {
  return `${number(value, language)}\u00a0SMS`;
}

/** « 1 personne », « 12 personnes »; in English none is many. */
export function counted(
  value: number,
  language: Language,
  one: string,
  many: string = `${one}s`,
): string {
  const isOne = language === "fr" ? Math.abs(value) < 2 : value === 1;
  return `${number(value, language)}\u00a0${isOne ? one : many}`;
}
