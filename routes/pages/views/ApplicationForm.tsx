import { Field } from "../../../islands/parts/Field.tsx";
import type { Errors } from "../forms.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { address, type Fields, type Visit } from "../visit.ts";
import { APPLICATIONS } from "../words/applications.ts";
import { NAVIGATION } from "../words/navigation.ts";

const BOUNDS = ["keyDays", "dailyCap", "perMinute", "allowedAddresses"];

/** Coupling an application. */
export function ApplicationForm({ visit, fields, errors, callKey }: {
  visit: Visit;
  fields: Fields;
  errors: Errors;
  callKey: string;
}) {
  const words = APPLICATIONS[visit.language];
  const modes = [
    { mode: "live", name: words.live, help: words.liveWords },
    { mode: "test", name: words.testKey, help: words.testWords },
  ];
  const path = address(visit.here!.id, "applications");
  const hasBounds = BOUNDS.some((name) => fields[name] || errors[name]);
  return (
    <div class="narrow">
      <Heading
        title={words.new}
        back={{ href: path, label: words.title }}
      />
      {errors[""] && (
        <Notice tone="bad">
          <p>{errors[""]}</p>
        </Notice>
      )}
      <Form
        visit={visit}
        action={`${path}/nouvelle`}
        hidden={{ cle: callKey }}
      >
        <Field
          name="name"
          label={words.name}
          help={words.nameHelp}
          value={fields["name"]}
          error={errors["name"]}
          input={{ required: true, maxLength: 120, autocomplete: "off" }}
        />
        <fieldset class={errors["mode"] ? "field wrong" : "field"}>
          <legend>{words.key}</legend>
          {modes.map(({ mode, name, help }) => (
            <label class="choice">
              <input
                type="radio"
                name="mode"
                value={mode}
                checked={(fields["mode"] ?? "live") === mode}
              />
              <span>
                <span class="strong">{name}</span>
                <span class="help">{help}</span>
              </span>
            </label>
          ))}
          {errors["mode"] && <p class="error">{errors["mode"]}</p>}
        </fieldset>
        <details class="disclosure" open={hasBounds}>
          <summary>{words.bounds}</summary>
          <p class="quiet">{words.boundsWords}</p>
          {(["keyDays", "dailyCap", "perMinute"] as const).map((name) => (
            <Field
              key={name}
              name={name}
              label={words[name]}
              help={name === "keyDays" ? words.keyDaysHelp : undefined}
              optional
              value={fields[name]}
              error={errors[name]}
              input={{ inputMode: "numeric", autocomplete: "off" }}
            />
          ))}
          <Field
            name="allowedAddresses"
            label={words.allowedAddresses}
            help={words.allowedAddressesHelp}
            optional
            rows={2}
            value={fields["allowedAddresses"]}
            error={errors["allowedAddresses"]}
            input={{ autocomplete: "off", spellcheck: false }}
          />
        </details>
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
