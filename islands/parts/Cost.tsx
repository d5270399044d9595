import type { Measure } from "../../lib/schema/segment.ts";
import { dictionary, useLanguage } from "../language.ts";
import { counted, number, smsCount } from "../words.ts";

const WORDS = dictionary({
  fr: {
    length: "Longueur",
    characters: (units: number) => counted(units, "fr", "caractère"),
    left: (left: string, segments: number) =>
      `encore ${left} dans ${
        segments === 1 ? "ce SMS" : `le ${segments}ᵉ SMS`
      }`,
    cost: "Coût",
    each: (segments: string, people: number) =>
      `${segments} × ${counted(people, "fr", "destinataire")}`,
    missing: "Il manque",
    after: "Restera",
  },
  en: {
    length: "Length",
    characters: (units: number) => counted(units, "en", "character"),
    left: (left: string, segments: number) =>
      segments === 1
        ? `${left} more in this SMS`
        : `${left} more in SMS ${segments}`,
    cost: "Cost",
    each: (segments: string, people: number) =>
      `${segments} × ${counted(people, "en", "recipient")}`,
    missing: "Missing",
    after: "Left after",
  },
});

/** What a message costs, and what is left after it. */
export function Cost(
  { measure, recipients, available }: {
    measure: Measure;
    recipients: number;
    available: number;
  },
) {
  const language = useLanguage();
  const words = WORDS[language];
  const { units, unitsLeft, segments } = measure;
  const credits = segments * recipients;
  const after = available - credits;
  return (
    <dl class="cost">
      <div>
        <dt>{words.length}</dt>
        <dd>
          {words.characters(units)}
          <span class="hint">
            {segments > 0 &&
              words.left(number(unitsLeft, language), segments)}
          </span>
        </dd>
      </div>
      <div>
        <dt>{words.cost}</dt>
        <dd>
          {smsCount(credits, language)}
          <span class="hint">
            {segments > 0 &&
              words.each(number(segments, language), recipients)}
          </span>
        </dd>
      </div>
      <div class={after < 0 ? "bad" : undefined}>
        <dt>{after < 0 ? words.missing : words.after}</dt>
        <dd>{smsCount(Math.abs(after), language)}</dd>
      </div>
    </dl>
  );
}
