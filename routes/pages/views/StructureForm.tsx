import { Field } from "../../../islands/parts/Field.tsx";
import type { Errors } from "../forms.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { address, type Fields, type Visit } from "../visit.ts";

/** Declaring a structure. */
export function StructureForm({ visit, fields, errors, callKey }: {
  visit: Visit;
  fields: Fields;
  errors: Errors;
  callKey: string;
}) {
  const { here } = visit;
  const path = here ? address(here.id, "structures") : "/structures";
  return (
    <div class="narrow">
      <Heading
        title="Nouvelle structure"
        back={{ href: path, label: "Structures" }}
        lead={here
          ? `Elle sera placée sous ${here.structure.name}.`
          : "Une commune, une intercommunalité, ou le centre de mutualisation qui achète les SMS."}
      />
      {(errors[""] ?? errors["parentId"]) && (
        <Notice tone="bad">
          <p>{errors[""] ?? errors["parentId"]}</p>
        </Notice>
      )}
      <Form
        visit={visit}
        action={`${path}/nouvelle`}
        hidden={{ cle: callKey }}
      >
        <StructureFields fields={fields} errors={errors} />
        <div class="foot">
          <button type="submit" class="button main">Créer la structure</button>
          <a class="button quiet" href={path}>Renoncer</a>
        </div>
      </Form>
    </div>
  );
}

function StructureFields(
  { fields, errors }: { fields: Fields; errors: Errors },
) {
  return (
    <>
      <Field
        name="name"
        label="Nom"
        help="Tel que les agents le connaissent, par exemple « Mairie de Rodez »."
        value={fields["name"]}
        error={errors["name"]}
        input={{ required: true, maxLength: 120, autocomplete: "off" }}
      />
      <Field
        name="siren"
        label="SIREN"
        optional
        help="9 chiffres."
        value={fields["siren"]}
        error={errors["siren"]}
        input={{ inputMode: "numeric", maxLength: 20, autocomplete: "off" }}
      />
      <Field
        name="defaultSender"
        label="Nom d’expéditeur"
        optional
        help="Ce que le téléphone affiche à la place d’un numéro : 3 à 11 lettres, chiffres ou espaces, par exemple « MairieRodez »."
        value={fields["defaultSender"]}
        error={errors["defaultSender"]}
        input={{ maxLength: 11, autocomplete: "off", spellcheck: false }}
      />
    </>
  );
}
