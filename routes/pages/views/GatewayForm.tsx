import { Field } from "../../../islands/parts/Field.tsx";
import { gatewayFields } from "../../../lib/delivery/gateway_kinds.ts";
import type { Errors } from "../forms.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import type { Fields, Visit } from "../visit.ts";
import { GATEWAYS } from "../words/gateways.ts";
import { SettingField } from "./SettingField.tsx";

interface GatewayFormProps {
  visit: Visit;
  title: string;
  action: string;
  back: string;
  kind: string;
  isNew: boolean;
  fields: Fields;
  errors: Errors;
}

/** A gateway to write: its account there, when it is taken, how fast. */
export function GatewayForm(props: GatewayFormProps) {
  const { visit, title, action, back, kind, isNew, fields, errors } = props;
  const words = GATEWAYS[visit.language];
  const field = (name: string) => ({
    name,
    value: fields[name],
    error: errors[name],
  });
  return (
    <div class="narrow">
      <Heading title={title} back={{ href: back, label: words.title }} />
      {errors[""] && (
        <Notice tone="bad">
          <p>{errors[""]}</p>
        </Notice>
      )}
      <Form visit={visit} action={action} hidden={{ type: kind }}>
        <Field
          {...field("name")}
          label={words.name}
          help={words.nameHelp}
          input={{ required: true, maxLength: 120, autocomplete: "off" }}
        />
        <h2>{kind === "simulator" ? words.lab : words.account}</h2>
        {gatewayFields(kind).map((one) => (
          <SettingField
            key={one.name}
            language={visit.language}
            field={one}
            isNew={isNew}
            fields={fields}
            errors={errors}
          />
        ))}
        <Routing {...props} />
        <div class="foot">
          <button type="submit" class="button main">
            {isNew ? words.create : words.save}
          </button>
        </div>
      </Form>
    </div>
  );
}

function Routing({ visit, fields, errors }: GatewayFormProps) {
  const words = GATEWAYS[visit.language];
  const field = (name: string) => ({
    name,
    value: fields[name],
    error: errors[name],
  });
  const whole = { inputMode: "numeric", autocomplete: "off" } as const;
  const local = { type: "datetime-local" } as const;
  return (
    <>
      <h2>{words.routing}</h2>
      <Field
        {...field("order")}
        label={words.order}
        help={words.orderHelp}
        input={whole}
      />
      <Field
        {...field("weight")}
        label={words.weight}
        help={words.weightHelp}
        input={whole}
      />
      <Field
        {...field("ratePerSecond")}
        label={words.rate}
        help={words.rateHelp}
        input={{ inputMode: "decimal", autocomplete: "off" }}
      />
      <Field
        {...field("concurrency")}
        label={words.concurrency}
        input={whole}
      />
      <Field
        {...field("dailyCap")}
        label={words.dailyCap}
        help={words.dailyCapHelp}
        input={whole}
      />
      <Field
        {...field("prefixes")}
        label={words.prefixes}
        help={words.prefixesHelp}
        input={{ autocomplete: "off" }}
      />
      <h2>{words.dates}</h2>
      <Field
        {...field("validFrom")}
        label={words.validFrom}
        help={words.validFromHelp}
        input={local}
      />
      <Field {...field("validUntil")} label={words.validUntil} input={local} />
      <Field
        {...field("canaries")}
        label={words.canaries}
        help={words.canariesHelp}
        rows={2}
        input={{ autocomplete: "off", spellcheck: false }}
      />
    </>
  );
}
