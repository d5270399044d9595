import { useWords } from "../../../islands/language.ts";
import { Field } from "../../../islands/parts/Field.tsx";
import { STYLEGUIDE } from "../words/styleguide.ts";

/** Fields with help, with an error, of several lines, with choices. */
export function StyleFields() {
  const words = useWords(STYLEGUIDE);
  const choices = [
    { value: "live", name: words.live, help: words.liveHelp },
    { value: "test", name: words.test, help: words.testHelp },
  ];
  return (
    <form class="narrow" method="get" action="/styleguide">
      <Field name="name" label={words.name} help={words.nameHelp} />
      <Field
        name="siren"
        label={words.wrong}
        help={words.wrongHelp}
        value="21120202"
        error={words.wrongError}
      />
      <Field name="reference" label={words.optional} optional />
      <Field name="message" label={words.message} rows={3} />
      <Field
        name="sender"
        label={words.sender}
        options={[{ value: "a", label: "MairieRodez" }]}
      />
      <fieldset class="field">
        <legend>{words.mode}</legend>
        {choices.map(({ value, name, help }) => (
          <label key={value} class="choice">
            <input
              type="radio"
              name="mode"
              value={value}
              checked={value === "live"}
            />
            <span>
              <span class="strong">{name}</span>
              <span class="help">{help}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </form>
  );
}
