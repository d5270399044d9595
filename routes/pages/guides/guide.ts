/**
 * A guide: a page of the documentation, written once in each language in a
 * small part of Markdown. Pages and `llms.txt` are made of the same text.
 *
 * @module
 */
import { dictionary, type Language } from "../../../islands/language.ts";

/** What a guide says in one language; `{{url}}` is the service's address. */
export interface GuideText {
  readonly title: string;
  readonly lead: string;
  readonly body: string;
}

export interface Guide {
  /** Its address below `/docs`. */
  readonly slug: string;
  readonly words: Readonly<Record<Language, GuideText>>;
}

/** Describes a guide. */
export function guide(
  slug: string,
  words: Readonly<Record<Language, GuideText>>,
): Guide {
  return { slug, words: dictionary(words) };
}
