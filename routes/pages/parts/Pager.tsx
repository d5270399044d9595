import { useWords } from "../../../islands/language.ts";
import { NAVIGATION } from "../words/navigation.ts";

/** Where a list goes on; pages are found by cursor, so there are no numbers. */
export function Pager(
  { path, query, nextCursor }: {
    path: string;
    query: Readonly<Record<string, string>>;
    nextCursor: string | null;
  },
) {
  const words = useWords(NAVIGATION);
  const { suite, ...first } = query;
  if (nextCursor === null && suite === undefined) return null;
  return (
    <nav class="pager" aria-label={words.pages}>
      {suite !== undefined && (
        <a class="button quiet" href={pageAddress(path, first)}>
          {words.first}
        </a>
      )}
      {nextCursor !== null && (
        <a
          class="button"
          rel="next"
          href={pageAddress(path, { ...first, suite: nextCursor })}
        >
          {words.next}
        </a>
      )}
    </nav>
  );
}

/** The address of a page of a list. */
export function pageAddress(
  path: string,
  query: Readonly<Record<string, string>>,
): string {
  const search = new URLSearchParams(query).toString();
  return search === "" ? path : `${path}?${search}`;
}
