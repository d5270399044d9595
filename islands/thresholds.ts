/**
 * Thresholds as people type them: `1 000, 250`, the highest first when they
 * are written back.
 *
 * @module
 */
import type { Language } from "./language.ts";
import { number } from "./words.ts";

const SEPARATORS = /[,;\n]/;
const SPACES = /[\s\u00a0\u202f.]/g;

/** What a text lists: numbers, and as they stand the words that are none. */
export function readThresholds(text: string): (number | string)[] {
  return text.split(SEPARATORS).map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const digits = part.replaceAll(SPACES, "");
      return /^\d{1,15}$/.test(digits) ? Number(digits) : part;
    });
}

/** A list of thresholds as its field shows it. */
export function writeThresholds(
  thresholds: readonly (number | string)[],
  language: Language,
): string {
  const numbers = thresholds.filter((one) => typeof one === "number");
  const others = thresholds.filter((one) => typeof one === "string");
  const unique = [...new Set(numbers)].sort((a, b) => b - a);
  const written = unique.map((one) => number(one, language));
  return [...written, ...others].join(", ");
}
