import type { InputHTMLAttributes, Ref } from "preact";
import { dictionary, useWords } from "../language.ts";

const WORDS = dictionary({
  fr: { optional: "(facultatif)" },
  en: { optional: "(optional)" },
});

/** A labelled field of a form, with its help and its error. */
export interface FieldProps {
  name: string;
  label: string;
  help?: string | undefined;
  error?: string | undefined;
  value?: string | undefined;
  /** Shows that many lines. */
  rows?: number;
  /** Said after the label where most fields are required. */
  optional?: boolean;
  options?: readonly { value: string; label: string }[];
  input?: InputHTMLAttributes<HTMLInputElement>;
  onText?: (text: string) => void;
  controlRef?: Ref<HTMLTextAreaElement>;
}

/** Label, help, field and error, tied together for screen readers. */
export function Field(props: FieldProps) {
  const { name, label, help, error, optional } = props;
  const words = useWords(WORDS);
  const id = `champ-${name}`;
  return (
    <div class={error ? "field wrong" : "field"}>
      <label for={id}>
        {label}
        {optional && <span class="optional">{words.optional}</span>}
      </label>
      {help && <p class="help" id={`${id}-aide`}>{help}</p>}
      <Control {...props} />
      {error && <p class="error" id={`${id}-erreur`}>{error}</p>}
    </div>
  );
}

function Control(
  { name, help, error, value, rows, options, input, onText, controlRef }:
    FieldProps,
) {
  const id = `champ-${name}`;
  const describedBy = [
    error && `${id}-erreur`,
    help && `${id}-aide`,
  ].filter(Boolean).join(" ");
  const common = {
    id,
    name,
    ...(describedBy ? { "aria-describedby": describedBy } : {}),
    ...(error ? { "aria-invalid": "true" as const } : {}),
  };
  const tell = (event: { currentTarget: { value: string } }) =>
    onText?.(event.currentTarget.value);

  if (options) {
    return (
      <select {...common} onChange={tell}>
        {options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  }
  if (rows) {
    return (
      <textarea
        {...common}
        ref={controlRef ?? null}
        rows={rows}
        required={input?.required}
        maxLength={input?.maxLength}
        autocomplete={input?.autocomplete}
        spellcheck={input?.spellcheck}
        defaultValue={value}
        onInput={tell}
      />
    );
  }
  return (
    <input
      type="text"
      {...input}
      {...common}
      defaultValue={value}
      onInput={tell}
    />
  );
}
