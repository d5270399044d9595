import { useSignal } from "@preact/signals";
import { Field, type FieldProps } from "./parts/Field.tsx";

export interface SliderProps
  extends Pick<FieldProps, "name" | "label" | "help" | "error" | "value"> {
  min: number;
  max: number;
  step: number;
}

/** A number to type; with script, also to choose by sliding. */
export function Slider({ min, max, step, ...field }: SliderProps) {
  const value = useSignal(field.value ?? String(min));
  const id = `glisser-${field.name}`;
  return (
    <div>
      <Field
        {...field}
        input={{
          type: "number",
          min,
          max,
          step,
          inputMode: "numeric",
          value: value.value,
          autocomplete: "off",
        }}
        onText={(text) => value.value = text}
      />
      <div class="slider alive">
        <label for={id} class="unseen">{field.label}</label>
        <input
          id={id}
          type="range"
          min={min}
          max={max}
          step={step}
          value={value.value}
          onInput={(event) => value.value = event.currentTarget.value}
        />
      </div>
    </div>
  );
}
