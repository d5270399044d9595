import { dictionary, useWords } from "../language.ts";
import { type Doubt, hintOf } from "../number_hints.ts";
import { counted } from "../words.ts";

const SHOWN_MAX = 5;

const WORDS = dictionary({
  fr: {
    title: (count: number) => `${counted(count, "fr", "numéro")} à vérifier`,
    why: {
      landline: "un téléphone fixe ne reçoit pas de SMS",
      short: "il manque des chiffres",
      long: "il y a des chiffres de trop",
      other: "ce n’est pas un numéro de mobile",
    } satisfies Record<Doubt, string>,
    line: (written: string, why: string) => `${written} : ${why}.`,
    fix: (proposal: string) => `Écrire ${proposal}`,
    remove: "Retirer",
    removeOf: (written: string) => `Retirer ${written}`,
    others: (count: number) => `et ${counted(count, "fr", "autre")}.`,
  },
  en: {
    title: (count: number) => `${counted(count, "en", "number")} to check`,
    why: {
      landline: "a landline receives no SMS",
      short: "digits are missing",
      long: "there are too many digits",
      other: "this is not a mobile number",
    } satisfies Record<Doubt, string>,
    line: (written: string, why: string) => `${written}: ${why}.`,
    fix: (proposal: string) => `Write ${proposal}`,
    remove: "Remove",
    removeOf: (written: string) => `Remove ${written}`,
    others: (count: number) => `and ${counted(count, "en", "more", "more")}.`,
  },
});

/** Numbers that look wrong: why, and one tap to mend or leave out each. */
export function Doubts({ numbers, onChange }: {
  numbers: readonly string[];
  /** Writes something else in the place of a number. */
  onChange: (written: string, instead: string) => void;
}) {
  const words = useWords(WORDS);
  if (numbers.length === 0) return null;
  return (
    <div class="doubts alive">
      <p class="strong">{words.title(numbers.length)}</p>
      <ul class="plain">
        {numbers.slice(0, SHOWN_MAX).map((number) => {
          const { written, doubt, proposal } = hintOf(number);
          return (
            <li key={written}>
              <span>{words.line(written, words.why[doubt])}</span>
              {proposal && (
                <button
                  type="button"
                  class="button"
                  onClick={() => onChange(written, proposal)}
                >
                  {words.fix(proposal)}
                </button>
              )}
              <button
                type="button"
                class="button quiet"
                aria-label={words.removeOf(written)}
                onClick={() => onChange(written, "")}
              >
                {words.remove}
              </button>
            </li>
          );
        })}
      </ul>
      {numbers.length > SHOWN_MAX && (
        <p>{words.others(numbers.length - SHOWN_MAX)}</p>
      )}
    </div>
  );
}
