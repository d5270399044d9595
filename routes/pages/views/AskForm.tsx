import { Field } from "../../../islands/parts/Field.tsx";
import { number } from "../../../islands/words.ts";
import type { Errors } from "../forms.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { address, type Fields, type Visit } from "../visit.ts";
import { REQUESTS } from "../words/requests.ts";

const USUAL = [100, 500, 1_000, 5_000];

/** How many, and why. */
export function AskForm({ visit, fields, errors }: {
  visit: Visit;
  fields: Fields;
  errors: Errors;
}) {
  const words = REQUESTS[visit.language];
  const { id, ancestors } = visit.here!;
  const path = address(id, "demandes");
  const group = ancestors.at(-1);
  return (
    <div class="narrow">
      <Heading
        title={words.ask}
        back={{ href: path, label: words.back }}
        lead={group ? words.askedOf(group.name) : words.askedOfOperator}
      />
      {errors[""] && (
        <Notice tone="bad">
          <p>{errors[""]}</p>
        </Notice>
      )}
      <Form
        visit={visit}
        action={`${path}/nouvelle`}
        hidden={{ cle: fields["cle"] ?? visit.ports.newId("frm") }}
      >
        <Field
          name="reason"
          label={words.reason}
          help={words.reasonHelp}
          rows={3}
          value={fields["reason"]}
          error={errors["reason"]}
          input={{ maxLength: 500, required: true }}
        />
        <Field
          name="nombre"
          label={words.count}
          value={fields["nombre"] ?? fields["credits"] ??
            number(USUAL[1]!, visit.language)}
          error={errors["credits"]}
          input={{ inputMode: "numeric", autocomplete: "off" }}
        />
        <button type="submit" class="button main">{words.send}</button>
      </Form>
    </div>
  );
}
