import type { Language } from "../../../islands/language.ts";
import { Field } from "../../../islands/parts/Field.tsx";
import { Slider } from "../../../islands/Slider.tsx";
import type { GatewayField } from "../../../lib/delivery/gateway_kinds.ts";
import type { Errors } from "../forms.ts";
import { SETTING } from "../gateway_fields.ts";
import { Choice } from "../parts/Choice.tsx";
import { Island } from "../parts/Island.tsx";
import type { Fields } from "../visit.ts";
import { SETTING_LABELS } from "../words/gateway_settings.ts";
import { GATEWAYS } from "../words/gateways.ts";

/** Longer than this is not slid to. */
const SLIDER_MAX = 100_000_000;
const STEPS = 100;

interface SettingFieldProps {
  language: Language;
  field: GatewayField;
  isNew: boolean;
  fields: Fields;
  errors: Errors;
}

/** One setting, asked for as its kind's table says. */
export function SettingField(props: SettingFieldProps) {
  const { language, field, isNew, fields, errors } = props;
  const name = SETTING + field.name;
  const label = SETTING_LABELS[language][field.name] ?? field.name;
  const value = fields[name] ?? "";
  const error = errors[name];
  if (field.input === "flag") {
    return <Choice name={name} label={label} isChosen={value === "oui"} />;
  }
  const isSlid = field.input === "share" ||
    field.input === "whole" && field.byDefault !== null;
  if (isSlid && field.max !== null && field.max <= SLIDER_MAX) {
    return <Slid {...props} label={label} />;
  }
  const common = {
    name,
    label,
    value,
    error,
    optional: !field.required,
    help: helpOf(field, { isNew, language }),
  };
  if (field.input === "choice") {
    const choices = field.choices.map((one) => ({ value: one, label: one }));
    const none = { value: "", label: "" };
    const options = field.required ? choices : [none, ...choices];
    return <Field {...common} options={options} />;
  }
  if (field.input === "json" || field.input === "lines") {
    return (
      <Field
        {...common}
        rows={field.input === "json" ? 5 : 3}
        input={{ spellcheck: false, autocomplete: "off" }}
      />
    );
  }
  return (
    <Field
      {...common}
      input={{
        ...(field.secret
          ? { type: "password", autocomplete: "new-password" }
          : { type: "text", autocomplete: "off" }),
        required: field.required && (isNew || !field.secret),
        spellcheck: false,
      }}
    />
  );
}

function Slid(
  { language, field, fields, errors, label }: SettingFieldProps & {
    label: string;
  },
) {
  const name = SETTING + field.name;
  const isShare = field.input === "share";
  const max = isShare ? 100 : field.max!;
  const factor = isShare ? 100 : 1;
  return (
    <Island
      name="Slider"
      of={Slider}
      props={{
        name,
        label,
        value: fields[name] || String(Number(field.byDefault ?? 0) * factor),
        min: 0,
        max,
        step: isShare ? 1 : Math.max(1, max / STEPS),
        ...(isShare ? { help: GATEWAYS[language].percent } : {}),
        ...(errors[name] === undefined ? {} : { error: errors[name] }),
      }}
    />
  );
}

function helpOf(
  { secret, input, byDefault }: GatewayField,
  { isNew, language }: { isNew: boolean; language: Language },
): string | undefined {
  const words = GATEWAYS[language];
  if (secret && !isNew && input !== "json") return words.kept;
  if (input === "json") return words.json;
  return byDefault === null ? undefined : words.fallback(String(byDefault));
}
