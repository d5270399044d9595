/**
 * The two languages of what people read. French is the reference: its words
 * give the shape that the English ones must have.
 *
 * @module
 */
export type Language = "fr" | "en";

/**
 * Words of a page or a part, in both languages: `WORDS[language].title`. A
 * sentence that depends on something is a function.
 */
export function dictionary<W>(
  words: { readonly fr: W; readonly en: NoInfer<W> },
): Readonly<Record<Language, W>> {
  return words;
}
