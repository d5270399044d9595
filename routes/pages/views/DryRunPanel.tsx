import { Field } from "../../../islands/parts/Field.tsx";
import type { DryRun } from "../../../lib/schema/dry_run.ts";
import type { DryRunAsked } from "../gateway_route.ts";
import type { Visit } from "../visit.ts";
import { DETOURS, GATEWAY_STATES, GATEWAYS } from "../words/gateways.ts";

/** Asks which gateway a message would take, and shows it. */
export function DryRunPanel({ visit, base, asked }: {
  visit: Visit;
  base: string;
  asked: DryRunAsked;
}) {
  const words = GATEWAYS[visit.language];
  const { fields, errors, found, structures } = asked;
  if (visit.here === null && structures.length === 0) return null;
  return (
    <section class="panel" id="essai">
      <h2>{words.dryRun}</h2>
      <p>{words.dryRunWords}</p>
      <form method="get" action={`${base}#essai`} class="filters">
        {structures.length > 0 && (
          <Field
            name="de"
            label={words.dryFrom}
            value={fields["de"]}
            options={structures.map(({ id, name }) => ({
              value: id,
              label: name,
            }))}
          />
        )}
        <Field
          name="pour"
          label={words.dryTo}
          value={fields["pour"]}
          error={errors["pour"]}
          input={{ type: "tel", required: true, autocomplete: "off" }}
        />
        <Field
          name="le"
          label={words.dryAt}
          help={words.dryAtHelp}
          value={fields["le"]}
          input={{ type: "datetime-local" }}
        />
        <button type="submit" class="button">{words.dryShow}</button>
      </form>
      {found && <Way visit={visit} found={found} />}
    </section>
  );
}

function Way({ visit, found }: { visit: Visit; found: DryRun }) {
  const words = GATEWAYS[visit.language];
  const taken = found.steps.filter((step) => step.taken);
  const others = found.steps.filter((step) => !step.taken);
  return (
    <div role="status">
      {taken.length === 0 && <p>{words.nothing}</p>}
      <ol>
        {taken.map((step, index) => (
          <li>
            {index === 0 ? words.first : words.then}
            {words.colon}
            <span class="strong">{step.name ?? words.above}</span>
            {remarks(step, visit.language)}
          </li>
        ))}
      </ol>
      {others.length > 0 && (
        <ul class="quiet">
          {others.map(({ name, reason }) => (
            <li>
              {name ?? words.above}
              {words.colon}
              {DETOURS[visit.language][reason!]}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function remarks(
  { canary, share, state }: DryRun["steps"][number],
  language: Visit["language"],
): string {
  const words = GATEWAYS[language];
  const all = [
    ...(canary ? [words.canary] : []),
    ...(share < 1 ? [words.shared(Math.round(share * 100))] : []),
    ...(state === "closed" ? [] : [GATEWAY_STATES[language][state]]),
  ];
  return all.length === 0 ? "" : ` (${all.join(", ")})`;
}
