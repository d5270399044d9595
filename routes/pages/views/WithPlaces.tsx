/** A text with its places marked. */
export function WithPlaces({ text }: { text: string }) {
  return (
    <>
      {text.split(/(\{\{[^{}]*\}\})/).map((part, i) =>
        i % 2 === 1 ? <b key={i} class="place">{part}</b> : part
      )}
    </>
  );
}
