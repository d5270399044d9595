/**
 * What looks wrong with a number while it is written, and what was most likely
 * meant. Whether it can receive an SMS is for the server to say.
 *
 * @module
 */

/** Why a number looks wrong. */
export type Doubt = "landline" | "short" | "long" | "other";

/** A doubt, and the number that would end it. */
export interface Hint {
  readonly written: string;
  readonly doubt: Doubt;
  /** As people write it; null where it would be a guess. */
  readonly proposal: string | null;
}

/** Digits of a French number, the 0 included. */
const DIGITS = 10;

/** What is to be said of a number that does not look like a mobile. */
export function hintOf(written: string): Hint {
  const digits = written.replace(/\D/g, "");
  return { written, doubt: doubtOf(digits), proposal: proposalOf(digits) };
}

function doubtOf(digits: string): Doubt {
  const national = nationalOf(digits);
  if (/^0[1-589]\d{8}$/.test(national)) return "landline";
  if (national.length < DIGITS) return "short";
  return national.length > DIGITS ? "long" : "other";
}

/** One prefix too many, of all that may stand before a mobile. */
function proposalOf(digits: string): string | null {
  const found = /^(?:(?:00)?33)*0?([67]\d{8})$/.exec(digits)?.[1];
  return found === undefined
    ? null
    : `0${found}`.replace(/(\d\d)(?=\d)/g, "$1 ");
}

/** The digits with a 0 for the prefix of France. */
function nationalOf(digits: string): string {
  return digits.replace(/^(?:00)?33(?=\d{5})0?/, "0");
}
