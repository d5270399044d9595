import { useLanguage } from "../../../islands/language.ts";
import { number } from "../../../islands/words.ts";

/** How many things wait behind a link; nothing where none do. */
export function Waiting({ count }: { count: number }) {
  const language = useLanguage();
  if (count === 0) return null;
  return <span class="waiting">{number(count, language)}</span>;
}
