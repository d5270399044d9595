/** Where a list goes on; pages are found by cursor, so there are no numbers. */
export function Pager(
  { path, query, nextCursor }: {
    path: string;
    query: Readonly<Record<string, string>>;
    nextCursor: string | null;
  },
) {
  const { suite, ...first } = query;
  if (nextCursor === null && suite === undefined) return null;
  return (
    <nav class="pager" aria-label="Pages de la liste">
      {suite !== undefined && (
        <a class="button quiet" href={address(path, first)}>
          Revenir au début
        </a>
      )}
      {nextCursor !== null && (
        <a
          class="button"
          href={address(path, { ...first, suite: nextCursor })}
        >
          Voir la suite
        </a>
      )}
    </nav>
  );
}

function address(
  path: string,
  query: Readonly<Record<string, string>>,
): string {
  const search = new URLSearchParams(query).toString();
  return search === "" ? path : `${path}?${search}`;
}
