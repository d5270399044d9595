import type { Measure } from "../../lib/schema/segment.ts";
import { counted, number, smsCount } from "../words.ts";

/** What a message costs, and what is left after it. */
export function Cost(
  { measure, recipients, available }: {
    measure: Measure;
    recipients: number;
    available: number;
  },
) {
  const credits = measure.segments * recipients;
  const after = available - credits;
  return (
    <dl class="cost">
      <div>
        <dt>Longueur</dt>
        <dd>
          {counted(measure.units, "caractère")}
          <span class="hint">
            {measure.segments > 0 &&
              `encore ${number(measure.unitsLeft)} dans ${
                measure.segments === 1
                  ? "ce SMS"
                  : `le ${measure.segments}ᵉ SMS`
              }`}
          </span>
        </dd>
      </div>
      <div>
        <dt>Coût</dt>
        <dd>
          {smsCount(credits)}
          <span class="hint">
            {measure.segments > 0 &&
              `${number(measure.segments)} × ${
                counted(recipients, "destinataire")
              }`}
          </span>
        </dd>
      </div>
      <div class={after < 0 ? "bad" : undefined}>
        <dt>{after < 0 ? "Il manque" : "Restera"}</dt>
        <dd>{smsCount(Math.abs(after))}</dd>
      </div>
    </dl>
  );
}
