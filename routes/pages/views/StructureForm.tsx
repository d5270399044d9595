import { useWords } from "../../../islands/language.ts";
import { Field } from "../../../islands/parts/Field.tsx";
import type { Errors } from "../forms.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { address, type Fields, type Visit } from "../visit.ts";
import { NAVIGATION } from "../words/navigation.ts";
import { STRUCTURES } from "../words/structures.ts";

/** Declaring a structure. */
export function StructureForm({ visit, fields, errors, callKey }: {
  visit: Visit;
  fields: Fields;
  errors: Errors;
  callKey: string;
}) {
  const words = STRUCTURES[visit.language];
  const { here } = visit;
  const path = here ? address(here.id, "structures") : "/structures";
  return (
    <div class="narrow">
      <Heading
        title={words.new}
        back={{ href: path, label: words.title }}
        lead={here ? words.placedBelow(here.structure.name) : words.lead}
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
          <button type="submit" class="button main">{words.create}</button>
          <a class="button quiet" href={path}>
            {NAVIGATION[visit.language].giveUp}
          </a>
        </div>
      </Form>
    </div>
  );
}

function StructureFields(
  { fields, errors }: { fields: Fields; errors: Errors },
) {
  const words = useWords(STRUCTURES);
  return (
    <>
      <Field
        name="name"
        label={words.name}
        help={words.nameHelp}
        value={fields["name"]}
        error={errors["name"]}
        input={{ required: true, maxLength: 120, autocomplete: "off" }}
      />
      <Field
        name="siren"
        label={words.siren}
        optional
        help={words.sirenHelp}
        value={fields["siren"]}
        error={errors["siren"]}
        input={{ inputMode: "numeric", maxLength: 20, autocomplete: "off" }}
      />
      <Field
        name="defaultSender"
        label={words.sender}
        optional
        help={words.senderHelp}
        value={fields["defaultSender"]}
        error={errors["defaultSender"]}
        input={{ maxLength: 11, autocomplete: "off", spellcheck: false }}
      />
    </>
  );
}
