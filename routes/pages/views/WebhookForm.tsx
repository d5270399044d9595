import { Field } from "../../../islands/parts/Field.tsx";
import { WebhookEvent } from "../../../lib/schema/webhook.ts";
import type { Errors } from "../forms.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { address, type Fields, type Visit } from "../visit.ts";
import { NAVIGATION } from "../words/navigation.ts";
import { EVENTS, WEBHOOKS } from "../words/webhooks.ts";

/** Declaring an endpoint, or changing one. */
export function WebhookForm({ visit, fields, errors, id, callKey }: {
  visit: Visit;
  fields: Fields;
  errors: Errors;
  id: string | undefined;
  callKey: string;
}) {
  const words = WEBHOOKS[visit.language];
  const list = address(visit.here!.id, "webhooks");
  const back = id === undefined ? list : `${list}/${id}`;
  return (
    <div class="narrow">
      <Heading
        title={id === undefined ? words.new : words.edit}
        back={{ href: back, label: words.title }}
      />
      {errors[""] && (
        <Notice tone="bad">
          <p>{errors[""]}</p>
        </Notice>
      )}
      <Form
        visit={visit}
        action={id === undefined ? `${list}/nouveau` : `${back}/modifier`}
        hidden={{ cle: callKey }}
      >
        <Field
          name="url"
          label={words.url}
          help={words.urlHelp}
          value={fields["url"]}
          error={errors["url"]}
          input={{
            type: "url",
            required: true,
            maxLength: 500,
            placeholder: "https://",
            autocomplete: "off",
            spellcheck: false,
          }}
        />
        <Events visit={visit} fields={fields} error={errors["events"]} />
        <Field
          name="description"
          label={words.description}
          help={words.descriptionHelp}
          optional
          value={fields["description"]}
          error={errors["description"]}
          input={{ maxLength: 120, autocomplete: "off" }}
        />
        <div class="foot">
          <button type="submit" class="button main">
            {id === undefined ? words.create : words.save}
          </button>
          <a class="button quiet" href={back}>
            {NAVIGATION[visit.language].giveUp}
          </a>
        </div>
      </Form>
    </div>
  );
}

function Events({ visit, fields, error }: {
  visit: Visit;
  fields: Fields;
  error: string | undefined;
}) {
  const { language } = visit;
  return (
    <fieldset class={error ? "field wrong" : "field"}>
      <legend>{WEBHOOKS[language].events}</legend>
      {WebhookEvent.options.map((event) => (
        <label key={event} class="choice">
          <input
            type="checkbox"
            name={event}
            value="on"
            checked={fields[event] === "on"}
          />
          <span>
            <span class="strong">{EVENTS[language][event]}</span>
            <span class="help">
              <code>{event}</code>
            </span>
          </span>
        </label>
      ))}
      {error && <p class="error">{error}</p>}
    </fieldset>
  );
}
