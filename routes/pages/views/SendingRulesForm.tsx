import { Field } from "../../../islands/parts/Field.tsx";
import type { SendingRules } from "../../../lib/schema/sending_rules.ts";
import type { Errors } from "../forms.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { address, type Fields, type Visit } from "../visit.ts";
import { SENDING } from "../words/sending_rules.ts";

/** Quiet hours and the conduct in doubt, to be set. */
export function SendingRulesForm({ visit, rules, fields, errors, done }: {
  visit: Visit;
  rules: SendingRules;
  fields: Fields;
  errors: Errors;
  done: string | undefined;
}) {
  const words = SENDING[visit.language];
  const here = visit.here!;
  const settings = address(here.id, "reglages");
  const source = here.ancestors.find(({ id }) => id === rules.inheritedFrom);
  const isOwn = here.structure.sending !== undefined;
  const zones = Object.entries(words.zones)
    .map(([value, label]) => ({ value, label }));
  const zone = fields["timeZone"] ?? "";
  const known = zones.some(({ value }) => value === zone);
  return (
    <div class="narrow">
      <Heading
        title={words.title}
        lead={words.lead}
        back={{ href: settings, label: words.settings }}
      />
      {done === "saved" && (
        <Notice tone="good">
          <p>{words.saved}</p>
        </Notice>
      )}
      {source && (
        <Notice tone="info">
          <p>{words.inherited(source.name)}</p>
        </Notice>
      )}
      <Form visit={visit} action={`${settings}/envois`}>
        <h2>{words.quiet}</h2>
        <p>{words.quietWords}</p>
        <Field
          name="from"
          label={words.from}
          help={words.timeHelp}
          value={fields["from"]}
          error={errors["from"]}
          input={{ type: "time" }}
        />
        <Field
          name="to"
          label={words.to}
          value={fields["to"]}
          error={errors["to"]}
          input={{ type: "time" }}
        />
        <Field
          name="timeZone"
          label={words.zone}
          value={zone}
          error={errors["timeZone"]}
          options={known ? zones : [{ value: zone, label: zone }, ...zones]}
        />
        <h2>{words.doubt}</h2>
        <Field
          name="unknownOutcome"
          label={words.doubtWords}
          value={fields["unknownOutcome"]}
          options={[
            { value: "resend", label: words.resend },
            { value: "uncertain", label: words.uncertain },
          ]}
        />
        <div class="foot">
          <button type="submit" class="button main">{words.save}</button>
        </div>
      </Form>
      {isOwn && (
        <Form visit={visit} action={`${settings}/envois/reprendre`}>
          <button type="submit" class="button quiet">{words.reset}</button>
        </Form>
      )}
    </div>
  );
}
