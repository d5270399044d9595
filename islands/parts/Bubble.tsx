import { unicodeCharacters } from "../../lib/schema/segment.ts";

/** A message as a phone shows it, with what makes it unicode marked. */
export function Bubble(
  { sender, text, marked = false }: {
    sender?: string | null | undefined;
    text: string;
    marked?: boolean;
  },
) {
  return (
    <figure class="bubble">
      {sender && <figcaption>{sender}</figcaption>}
      <p>{marked ? <Marked text={text} /> : text}</p>
    </figure>
  );
}

function Marked({ text }: { text: string }) {
  const odd = new Set(unicodeCharacters(text));
  if (odd.size === 0) return <>{text}</>;
  const runs: { isOdd: boolean; text: string }[] = [];
  for (const char of text) {
    const isOdd = odd.has(char);
    const last = runs.at(-1);
    if (last?.isOdd === isOdd) last.text += char;
    else runs.push({ isOdd, text: char });
  }
  return (
    <>
      {runs.map((run, i) =>
        run.isOdd ? <mark key={i}>{run.text}</mark> : run.text
      )}
    </>
  );
}
