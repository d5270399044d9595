import { Field } from "../../../islands/parts/Field.tsx";
import type { Mode } from "../../../lib/schema/application.ts";
import type { Errors } from "../forms.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { address, type Fields, type Visit } from "../visit.ts";

const MODES: readonly { mode: Mode; name: string; words: string }[] = [
  {
    mode: "live",
    name: "Réelle",
    words: "Les SMS partent et sont débités.",
  },
  {
    mode: "test",
    name: "De test",
    words:
      "Rien ne part et rien n’est débité : pour essayer le couplage sans risque.",
  },
];

/** Coupling an application. */
export function ApplicationForm({ visit, fields, errors, callKey }: {
  visit: Visit;
  fields: Fields;
  errors: Errors;
  callKey: string;
}) {
  const path = address(visit.here!.id, "applications");
  return (
    <div class="narrow">
      <Heading
        title="Nouvelle application"
        back={{ href: path, label: "Applications" }}
      />
      {errors[""] && (
        <Notice tone="bad">
          <p>{errors[""]}</p>
        </Notice>
      )}
      <Form
        visit={visit}
        action={`${path}/nouvelle`}
        hidden={{ cle: callKey }}
      >
        <Field
          name="name"
          label="Nom"
          help="Il devient l’intitulé de ses messages dans l’historique, par exemple « idelibre »."
          value={fields["name"]}
          error={errors["name"]}
          input={{ required: true, maxLength: 120, autocomplete: "off" }}
        />
        <fieldset class={errors["mode"] ? "field wrong" : "field"}>
          <legend>Clé</legend>
          {MODES.map(({ mode, name, words }) => (
            <label class="choice">
              <input
                type="radio"
                name="mode"
                value={mode}
                checked={(fields["mode"] ?? "live") === mode}
              />
              <span>
                <span class="strong">{name}</span>
                <span class="help">{words}</span>
              </span>
            </label>
          ))}
          {errors["mode"] && <p class="error">{errors["mode"]}</p>}
        </fieldset>
        <div class="foot">
          <button type="submit" class="button main">Créer la clé</button>
          <a class="button quiet" href={path}>Renoncer</a>
        </div>
      </Form>
    </div>
  );
}
