/**
 * The two languages of what people read. French is the reference: its words
 * give the shape that the English ones must have.
 *
 * @module
 */
import { createContext, isValidElement } from "preact";
import { useContext } from "preact/hooks";

export type Language = "fr" | "en";

/** The language of the page around a component. */
export const LanguageContext = createContext<Language>("fr");

/** The language a component is read in. */
export function useLanguage(): Language {
  return useContext(LanguageContext);
}

/** The words of a component, in the language it is read in. */
export function useWords<W>(words: Readonly<Record<Language, W>>): W {
  return words[useLanguage()];
}

/**
 * Words of a page or a part, in both languages: `WORDS[language].title`. A
 * sentence that depends on something is a function. The spaces that French
 * typography does not break are put where it wants them.
 */
export function dictionary<W>(
  words: { readonly fr: W; readonly en: NoInfer<W> },
): Readonly<Record<Language, W>> {
  return { fr: typeset(words.fr), en: words.en };
}

/** Words with « no break » before what must not begin a line. */
function typeset<W>(words: W): W;
function typeset(words: unknown): unknown {
  if (typeof words === "string") return unbroken(words);
  if (typeof words === "function") {
    return (...given: unknown[]) => {
      const said = words(...given);
      return typeof said === "string" ? unbroken(said) : said;
    };
  }
  if (typeof words !== "object" || words === null) return words;
  if (isValidElement(words)) return words;
  if (Array.isArray(words)) return words.map((one) => typeset(one));
  return Object.fromEntries(
    Object.entries(words).map(([name, one]) => [name, typeset(one)]),
  );
}

/** Code as it is written in a text: to be copied, to the letter. */
const CODE = /(```[^]*?```|`[^`]*`)/;

function unbroken(sentence: string): string {
  return sentence.split(CODE).map((part, i) =>
    i % 2 === 1 ? part : part.replace(/ (?=[:;?!»])/g, "\u00a0")
      .replaceAll("« ", "«\u00a0")
  ).join("");
}
