import { dictionary, useWords } from "../language.ts";

const WORDS = dictionary({
  fr: {
    unicode:
      "font passer le message en unicode : 70 caractères par SMS au lieu de 160.",
  },
  en: {
    unicode: "turn the message into unicode: 70 characters an SMS, not 160.",
  },
});

/** Why a text holds fewer characters an SMS. */
export function OddCharacters(
  { characters }: { characters: readonly string[] },
) {
  const { unicode } = useWords(WORDS);
  const shown = characters.slice(0, 8);
  return (
    <>
      {shown.map((char) => <mark key={char}>{char}</mark>)}
      {characters.length > shown.length && "…"} {unicode}
    </>
  );
}
