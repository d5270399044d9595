/** Why a text holds fewer characters an SMS. */
export function OddCharacters(
  { characters }: { characters: readonly string[] },
) {
  const shown = characters.slice(0, 8);
  return (
    <>
      {shown.map((char) => <mark key={char}>{char}</mark>)}
      {characters.length > shown.length && "…"}{" "}
      font passer le message en unicode : 70 caractères par SMS au lieu de 160.
    </>
  );
}
