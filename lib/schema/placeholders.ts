/**
 * Texts with places to fill: « Bonjour {{prenom}} ». The same in the browser
 * and on the server.
 *
 * @module
 */
import type { Text } from "../problem.ts";

/** A place, with whatever stands in it. */
const PLACE = /\{\{([^{}]*)\}\}/g;
/** What a place may be called. */
const NAME = /^\p{L}[\p{L}\p{N}_-]{0,29}$/u;

/** What fills the places, by name. */
export type Variables = Readonly<Record<string, string>>;

/** The names of a text's places, each once, in their order. */
export function placesIn(text: string): string[] {
  return [
    ...new Set([...text.matchAll(PLACE)].map(([, name]) => nameOf(name!))),
  ];
}

/** What is wrong with the places of a text, or null. */
export function placesProblem(text: string): Text | null {
  const wrong = placesIn(text).find((name) => !NAME.test(name));
  if (wrong !== undefined) {
    return {
      fr:
        `« {{${wrong}}} » n’est pas un nom de variable : une lettre, puis lettres, chiffres, tirets (30 au plus), par exemple {{prenom}}.`,
      en:
        `"{{${wrong}}}" is no name of a variable: a letter, then letters, digits, dashes (30 at most), for example {{firstname}}.`,
    };
  }
  const rest = text.replace(PLACE, "");
  return /\{\{|\}\}/.test(rest)
    ? {
      fr: "Une accolade double n’est pas fermée : écrivez {{prenom}}.",
      en: "A double brace is not closed: write {{firstname}}.",
    }
    : null;
}

/** The text with its places filled, and the names nothing was given for. */
export function fillPlaces(
  text: string,
  variables: Variables,
): { text: string; missing: string[] } {
  const known = new Map(
    Object.entries(variables).map(([name, value]) => [keyOf(name), value]),
  );
  const missing = new Set<string>();
  const filled = text.replace(PLACE, (place, written: string) => {
    const name = nameOf(written);
    const value = known.get(keyOf(name))?.trim() ?? "";
    if (value !== "") return value;
    missing.add(name);
    return place;
  });
  return { text: filled, missing: [...missing] };
}

function nameOf(written: string): string {
  return written.trim().normalize("NFC");
}

/** `{{Prénom}}` is filled by the column `prenom`: people write both. */
function keyOf(name: string): string {
  return name.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
}
