import { useWords } from "../../../islands/language.ts";
import { Field } from "../../../islands/parts/Field.tsx";
import type { Errors } from "../forms.ts";
import { DoneNotice } from "../notices.tsx";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import type { Fields, Visit } from "../visit.ts";
import { ACCOUNT } from "../words/account.ts";

/** A person's own name and language, and the way to their security. */
export function Account({ visit, fields, errors, demands, done }: {
  visit: Visit;
  fields: Fields;
  errors: Errors;
  /** People who lost everything and whom the visitor may let in. */
  demands: number;
  done: string | undefined;
}) {
  const words = useWords(ACCOUNT);
  return (
    <div class="narrow">
      <Heading title={words.title} lead={visit.actor.email} />
      <DoneNotice done={done} />
      <Form visit={visit} action="/compte">
        <Field
          name="name"
          label={words.name}
          help={words.nameHelp}
          value={fields["name"]}
          error={errors["name"]}
          input={{ required: true, maxLength: 120, autocomplete: "name" }}
        />
        <Field
          name="language"
          label={words.language}
          value={fields["language"]}
          error={errors["language"]}
          options={[
            { value: "", label: words.byBrowser },
            { value: "fr", label: words.french },
            { value: "en", label: words.english },
          ]}
        />
        <button type="submit" class="button main">{words.save}</button>
      </Form>
      <section class="panel">
        <h2>{words.security}</h2>
        <p>{words.securityLead}</p>
        <a class="button" href="/compte/securite">{words.openSecurity}</a>
      </section>
      {demands > 0 && (
        <section class="panel">
          <h2>{words.demands}</h2>
          <p>{words.demandsLead}</p>
          <a class="button main" href="/compte/recuperations">
            {words.openDemands}
          </a>
        </section>
      )}
    </div>
  );
}
