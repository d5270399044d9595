/**
 * Recipients as people type and paste them: one a line, lists with commas,
 * columns of a spreadsheet with names beside the numbers.
 *
 * What is found here is a reading of the text; whether a number can receive an
 * SMS is for the server to say.
 *
 * @module
 */

/** What a text names. */
export interface Recipients {
  /** Each number once, as it was written. */
  readonly list: readonly string[];
  /** How many were left out because they stand there twice. */
  readonly doubles: number;
  /** Those of the list that do not look like mobile numbers. */
  readonly doubtful: readonly string[];
}

/** Digits a number has at least, wherever it is from. */
const DIGITS_MIN = 8;
/** Digits a number has at most (E.164). */
const DIGITS_MAX = 15;

const SEPARATORS = /[,;|\t]/;
/** Digits with what people put between them. */
const NUMBER = /\+?\(?\d(?:[\s.\-()\u00a0\u202f]*\d)*/g;
const FRENCH = /0[1-9](?:[\s.\-\u00a0\u202f]?\d\d){4}/g;

/** Reads a list of recipients. */
export function readRecipients(text: string): Recipients {
  const seen = new Set<string>();
  const list: string[] = [];
  let doubles = 0;
  for (const written of text.split(/[\r\n]+/).flatMap(numbersIn)) {
    const key = canonical(written);
    if (seen.has(key)) doubles++;
    else {
      seen.add(key);
      list.push(written);
    }
  }
  return {
    list,
    doubles,
    doubtful: list.filter((written) => !looksMobile(written)),
  };
}

/** The numbers of a line; names beside them are left out. */
function numbersIn(line: string): string[] {
  const parts = line.split(SEPARATORS).map((part) => part.trim());
  const numbers = parts.flatMap(numbersInPart);
  if (numbers.length > 0) return numbers;
  // No number at all: shown as it stands if it was meant to be one.
  return parts.filter((part) => /\d/.test(part));
}

function numbersInPart(part: string): string[] {
  const runs = part.match(NUMBER) ?? [];
  return runs.flatMap((run) => {
    const digits = run.replace(/\D/g, "").length;
    if (digits <= DIGITS_MAX) return digits >= DIGITS_MIN ? [run.trim()] : [];
    return run.match(FRENCH) ?? [run.trim()];
  });
}

/** The same number however it is written. */
function canonical(written: string): string {
  const digits = written.replace(/\D/g, "").replace(/^00/, "");
  if (/^0[1-9]\d{8}$/.test(digits)) return `33${digits.slice(1)}`;
  if (/^[67]\d{8}$/.test(digits)) return `33${digits}`;
  return digits.replace(/^330(?=\d{9}$)/, "33") || written;
}

function looksMobile(written: string): boolean {
  const digits = canonical(written);
  if (digits.startsWith("33")) return /^33[67]\d{8}$/.test(digits);
  const isForeign = /^\s*(?:\+|00)/.test(written);
  return isForeign && digits.length >= DIGITS_MIN &&
    digits.length <= DIGITS_MAX;
}
