/**
 * Recipients: from what people and applications write to E.164, or the reason
 * why not.
 *
 * French numbers, overseas included, must be mobiles; foreign ones need only be
 * possible, since the metadata of other plans ages. Only E.164 is kept: several
 * territories share a country code. Source: the plans of libphonenumber.
 *
 * @module
 */
import parsePhoneNumber, {
  type CountryCode,
  isSupportedCountry,
  parseDigits,
  type PhoneNumber,
  validatePhoneNumberLength,
} from "libphonenumber-js/mobile";
import type { Text } from "../problem.ts";

/** Why a number cannot receive an SMS. */
export type InvalidNumber =
  | "empty"
  | "not_a_number"
  | "too_short"
  | "too_long"
  | "not_mobile"
  | "extension"
  | "not_possible";

/** What is wrong with a number and what to do about it. */
export const INVALID_NUMBERS: Readonly<Record<InvalidNumber, Text>> = {
  empty: {
    fr: "Le numéro est vide : saisissez un mobile, par exemple 06 12 34 56 78.",
    en: "The number is empty: enter a mobile, for example 06 12 34 56 78.",
  },
  not_a_number: {
    fr:
      "Ce n'est pas un numéro de téléphone : saisissez un seul numéro, en chiffres, par exemple 06 12 34 56 78.",
    en:
      "This is not a phone number: enter a single number, in digits, for example 06 12 34 56 78.",
  },
  too_short: {
    fr:
      "Le numéro est trop court : ajoutez les chiffres qui manquent (10 en France : 06 12 34 56 78) ou l'indicatif du pays (+32 …).",
    en:
      "The number is too short: add the missing digits (10 in France: 06 12 34 56 78) or the country code (+32 …).",
  },
  too_long: {
    fr:
      "Le numéro est trop long : retirez les chiffres en trop et ne laissez qu'un numéro par destinataire.",
    en:
      "The number is too long: remove the extra digits and leave one number for each recipient.",
  },
  not_mobile: {
    fr:
      "Ce numéro n'est pas celui d'un mobile : saisissez un 06 ou un 07, ou le numéro avec l'indicatif de son territoire (+590 …, +262 …, +687 …).",
    en:
      "This is not a mobile number: enter one in 06 or 07, or the number with the code of its territory (+590 …, +262 …, +687 …).",
  },
  extension: {
    fr:
      "Un SMS n'arrive pas sur un poste interne : retirez le poste et saisissez un numéro de mobile.",
    en:
      "An SMS cannot reach an extension: remove it and enter a mobile number.",
  },
  not_possible: {
    fr:
      "Aucun pays n'a de tel numéro : vérifiez l'indicatif (+33 pour la France) et le nombre de chiffres.",
    en:
      "No country has such a number: check the country code (+33 for France) and the number of digits.",
  },
};

/** A usable number in E.164, or why there is none. */
export type Recipient =
  | { readonly to: string }
  | { readonly code: InvalidNumber };

/** The codes whose numbers must be mobiles: France and its territories. */
const FRENCH_CODES: ReadonlySet<string> = new Set(
  ["33", "590", "594", "596", "262", "508", "687", "689", "681"],
);

/** Those of them where numbers are dialled with a leading 0. */
const TRUNK_CODES: ReadonlySet<string> = new Set(
  ["33", "590", "594", "596", "262", "508"],
);

/** Overseas mobiles as they are dialled from anywhere in the French plan. */
const OVERSEAS: readonly (readonly [start: RegExp, country: CountryCode])[] = [
  [/^0(?:69[01]|7090)/, "GP"],
  [/^0(?:694|7093[0-3])/, "GF"],
  [/^0(?:69[67]|7091)/, "MQ"],
  [/^0(?:69[23]|7092)/, "RE"],
  [/^0(?:639|7093[5-7])/, "YT"],
  [/^0708[45]/, "PM"],
];

/**
 * Reads a recipient's number as it is written in `defaultCountry` (ISO code).
 *
 * @throws {RangeError} if the country is unknown
 */
export function parseRecipient(
  input: string,
  defaultCountry = "FR",
): Recipient {
  const mainland = defaultCountry === "FR" ? mainlandMobile(input) : null;
  if (mainland !== null) return { to: mainland };
  if (!isSupportedCountry(defaultCountry)) {
    throw new RangeError(`Unknown country: ${defaultCountry}`);
  }
  const spelling = tidy(input);
  if (spelling === "") return { code: "empty" };

  const phone = read(spelling, defaultCountry);
  if (phone?.ext !== undefined) return { code: afterNumber(phone.ext) };
  const to = (phone && reachable(phone)) ?? elsewhereInFrance(spelling, phone);
  return to === null
    ? { code: reasonAgainst(spelling, defaultCountry, phone) }
    : { to };
}

/** A longer spelling than this is not one of the usual ones. */
const USUAL_LENGTH_MAX = 32;

/** The French country code in front of nine digits. */
const FRENCH_CODE = 33_000_000_000;

/**
 * The usual spellings of mainland mobiles, without the library: with 0, +33,
 * 0033, 33, or a 0 lost in a spreadsheet. Null means "ask the library".
 */
function mainlandMobile(input: string): string | null {
  if (input.length > USUAL_LENGTH_MAX) return null;
  const hasPlus = input.charCodeAt(0) === 0x2b;
  let digits = 0;
  let value = 0;
  for (let i = hasPlus ? 1 : 0; i < input.length; i++) {
    const code = input.charCodeAt(i);
    if (code >= 0x30 && code <= 0x39) {
      value = value * 10 + code - 0x30;
      digits++;
    } else if (!isSeparator(code)) return null;
  }
  const national = nationalNumber(digits, value, hasPlus);
  return isMainlandMobile(national) ? `+33${national}` : null;
}

/** Space, no-break space, dot or dash. */
function isSeparator(code: number): boolean {
  return code === 0x20 || code === 0x2e || code === 0x2d || code === 0xa0;
}

function nationalNumber(
  digits: number,
  value: number,
  hasPlus: boolean,
): number {
  if (digits === 11) return value - FRENCH_CODE;
  if (hasPlus) return 0;
  if (digits === 13) return value - FRENCH_CODE;
  return digits === 9 || digits === 10 ? value : 0;
}

/** Whether nine digits are in the mobile ranges of +33 (tested against the library). */
function isMainlandMobile(national: number): boolean {
  const range = Math.floor(national / 1_000_000);
  return range >= 600 && range <= 689 && range !== 639 ||
    range >= 730 && range <= 799 ||
    range === 695 || range === 698 || range === 699;
}

/** Drops the invisible marks that are copied along, and unusual spaces. */
function tidy(input: string): string {
  return input
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, "")
    .replace(/[\t\u2000-\u200a\u202f\u205f]/g, " ")
    .trim()
    .replace(/^tel:/i, "");
}

function read(spelling: string, country: CountryCode): PhoneNumber | null {
  const options = { defaultCountry: country, extract: false };
  return parsePhoneNumber(spelling, options) ?? null;
}

function reachable(phone: PhoneNumber): string | null {
  if (phone.isNonGeographic()) {
    return phone.getType() === "MOBILE" ? phone.number : null;
  }
  return FRENCH_CODES.has(phone.countryCallingCode)
    ? phone.isValid() ? phone.number : null
    : phone.isPossible()
    ? phone.number
    : null;
}

/** Whether a number in E.164 is of France or one of its territories. */
export function isFrench(to: string): boolean {
  return to.startsWith("+33") || FRENCH_CODES.has(to.slice(1, 4));
}

/** A 06 or 07 written in one French territory and served in another. */
function elsewhereInFrance(
  spelling: string,
  phone: PhoneNumber | null,
): string | null {
  if (phone === null || !FRENCH_CODES.has(phone.countryCallingCode)) {
    return null;
  }
  const digits = parseDigits(spelling);
  if (/^[+\uff0b]/.test(spelling) || !/^0[67]\d{8}$/.test(digits)) return null;
  const territory = OVERSEAS.find(([start]) => start.test(digits))?.[1];
  const there = read(digits, territory ?? "FR");
  return there?.isValid() ? there.number : null;
}

/** What follows a number is an extension, or long enough to be another number. */
function afterNumber(ext: string): InvalidNumber {
  return ext.length < 9 ? "extension" : "not_a_number";
}

function reasonAgainst(
  spelling: string,
  country: CountryCode,
  phone: PhoneNumber | null,
): InvalidNumber {
  switch (validatePhoneNumberLength(spelling, country)) {
    case "TOO_SHORT":
      return "too_short";
    case "TOO_LONG":
      return "too_long";
    case "NOT_A_NUMBER":
      return hasExtension(spelling) ? "extension" : "not_a_number";
    case "INVALID_COUNTRY":
    case "INVALID_LENGTH":
      return "not_possible";
    case undefined:
      return phone !== null && lacksDigit(phone) ? "too_short" : "not_mobile";
  }
}

function hasExtension(spelling: string): boolean {
  return /\d[\s,;(]*(?:poste|ext|int|x|#)[a-z.: ]*\d+\D*$/i.test(spelling);
}

/** Nine digits of which the first is the 0 that is dialled, not the number's. */
function lacksDigit(phone: PhoneNumber): boolean {
  return TRUNK_CODES.has(phone.countryCallingCode) &&
    phone.nationalNumber.startsWith("0");
}

/**
 * The number a slip of the hand most likely meant, in E.164, or null.
 *
 * It is a proposal for a person to accept: for a usable number, and wherever
 * two readings are possible, there is none.
 */
export function proposeNumber(input: string): string | null {
  if ("to" in parseRecipient(input)) return null;
  const spelling = tidy(input).slice(0, USUAL_LENGTH_MAX * 2);
  const readings = new Set<string>();
  for (const correction of [withoutLabel, withDigits, withOnePrefix]) {
    const corrected = correction(spelling);
    if (corrected === null) continue;
    const recipient = parseRecipient(corrected);
    if ("to" in recipient) readings.add(recipient.to);
  }
  const [first] = readings;
  return first !== undefined && readings.size === 1 ? first : null;
}

/** `Tél. : 06 12 34 56 78 (perso)`: words around a single number. */
function withoutLabel(spelling: string): string | null {
  const number =
    /^(?:\p{L}[^\d+]*[\s.:])?([\d+(][^\p{L}]*\d)(?:[\s,;(][^\d]*)?$/u;
  return number.exec(spelling)?.[1] ?? null;
}

/** `O6 l2 34 56 78`: letters that look like the digit they stand for. */
function withDigits(spelling: string): string | null {
  return /^\+?[\dOoIl .\-\u00a0]+$/.test(spelling)
    ? spelling.replace(/[Oo]/g, "0").replace(/[Il]/g, "1")
    : null;
}

/** `+33 33 6…`, `+06…`, `+33 690…`: one French prefix, and only where due. */
function withOnePrefix(spelling: string): string | null {
  if (!/^[\d+ .()\-\u00a0]+$/.test(spelling)) return null;
  const prefix = spelling.startsWith("+")
    ? "(?:33)*(?:33|0)"
    : "(?:(?:00)?33)*0?";
  const number = new RegExp(`^${prefix}(0?[67]\\d{8})$`);
  const national = number.exec(parseDigits(spelling))?.[1];
  return national === undefined ? null : `0${national.slice(-9)}`;
}
