import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { dictionary, useLanguage } from "./language.ts";
import { Field } from "./parts/Field.tsx";
import { readThresholds, writeThresholds } from "./thresholds.ts";
import { smsCount } from "./words.ts";

export interface ThresholdsProps {
  name: string;
  label: string;
  help: string;
  value: string;
  error?: string | undefined;
  /** How far the slider goes. */
  max: number;
}

const WORDS = dictionary({
  fr: {
    choose: (label: string) => `Choisir un seuil : ${label}`,
    add: (count: string) => `Ajouter ${count}`,
  },
  en: {
    choose: (label: string) => `Choose a threshold: ${label}`,
    add: (count: string) => `Add ${count}`,
  },
});

/** Steps of the slider, from one end to the other. */
const STEPS = 100;

/** Thresholds to type; with script, also to choose by sliding. */
export function Thresholds({ max, ...field }: ThresholdsProps) {
  const language = useLanguage();
  const words = WORDS[language];
  const step = stepOf(max);
  const chosen = useSignal(Math.max(step, Math.round(max / 5 / step) * step));
  const root = useRef<HTMLDivElement>(null);
  const id = `glisser-${field.name}`;

  function add() {
    const typed = root.current?.querySelector("input");
    if (!typed) return;
    const listed = readThresholds(typed.value);
    typed.value = writeThresholds([...listed, chosen.value], language);
  }

  return (
    <div ref={root}>
      <Field
        {...field}
        input={{ autocomplete: "off", inputMode: "text", maxLength: 200 }}
      />
      <div class="slider alive">
        <label for={id} class="unseen">{words.choose(field.label)}</label>
        <input
          id={id}
          type="range"
          min={step}
          max={max}
          step={step}
          value={chosen.value}
          aria-valuetext={smsCount(chosen.value, language)}
          onInput={(event) => chosen.value = Number(event.currentTarget.value)}
        />
        <button type="button" class="button" onClick={add}>
          {words.add(smsCount(chosen.value, language))}
        </button>
      </div>
    </div>
  );
}

/** A round number of SMS: 1, 2, 5, 10, 20 … */
function stepOf(max: number): number {
  const least = Math.max(1, max / STEPS);
  const ten = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * ten)
    .find((step) => step >= least) ?? 10 * ten;
}
