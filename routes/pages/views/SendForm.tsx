import { Compose } from "../../../islands/Compose.tsx";
import { useWords } from "../../../islands/language.ts";
import { Field } from "../../../islands/parts/Field.tsx";
import type { ContactList } from "../../../lib/schema/contact.ts";
import type { Template } from "../../../lib/schema/template.ts";
import {
  LIST_FIELD,
  type Unusable,
  VALUE_FIELD,
  type Wrong,
} from "../draft.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Island } from "../parts/Island.tsx";
import { Notice } from "../parts/Notice.tsx";
import { address, type Fields, type Visit } from "../visit.ts";
import { civilTime, phoneNumber } from "../words.ts";
import { SEND } from "../words/send.ts";

const LISTED_MAX = 20;

/** Writing a message. */
export function SendForm(
  { visit, available, senders, lists, templates, fields, wrong, callKey }: {
    visit: Visit;
    available: number;
    senders: readonly { value: string; label: string }[];
    lists: readonly ContactList[];
    templates: readonly Template[];
    fields: Fields;
    wrong: Wrong;
    /** Made before the first try, so that a send tried again is one send. */
    callKey: string;
  },
) {
  const words = SEND[visit.language];
  const values = {
    recipients: fields["recipients"] ?? "",
    text: fields["text"] ?? "",
    sender: fields["sender"] ?? "",
    date: fields["date"] ?? "",
    urgent: fields["urgent"] === "oui",
    lists: lists.map(({ id }) => id).filter((id) => fields[LIST_FIELD + id]),
  };
  return (
    <>
      <Heading title={words.title} lead={words.lead(available)} />
      <Templates visit={visit} templates={templates} />
      <Form
        visit={visit}
        action={address(visit.here!.id, "envoi")}
        enctype="multipart/form-data"
        hidden={{ cle: callKey }}
      >
        <UnusableList unusable={wrong.unusable} />
        <Island
          name="Compose"
          of={Compose}
          props={{
            available,
            senders,
            lists: lists.filter(({ count }) => count > 0).map((
              { id, name, count },
            ) => ({
              field: LIST_FIELD + id,
              id,
              name,
              count,
            })),
            values,
            errors: wrong.errors,
            earliest: civilTime(visit.nowMs),
          }}
        />
        <Values missing={wrong.missing} fields={fields} />
        <div class="foot">
          <button
            type="submit"
            class="button main"
            name="etape"
            value="verifier"
          >
            {words.check}
          </button>
        </div>
      </Form>
    </>
  );
}

function Templates(
  { visit, templates }: { visit: Visit; templates: readonly Template[] },
) {
  const words = SEND[visit.language];
  if (templates.length === 0) return null;
  const path = address(visit.here!.id, "envoi");
  return (
    <details class="list">
      <summary>{words.templates}</summary>
      <ul class="menu">
        {templates.map(({ id, name }) => (
          <li key={id}>
            <a href={`${path}?modele=${id}`}>{name}</a>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What fills places for everybody; asked for once something is missing. */
function Values(
  { missing, fields }: { missing: readonly string[]; fields: Fields },
) {
  const words = useWords(SEND);
  const given = Object.keys(fields).filter((name) =>
    name.startsWith(VALUE_FIELD)
  ).map((name) => name.slice(VALUE_FIELD.length));
  const names = [...new Set([...given, ...missing])];
  if (names.length === 0) return null;
  return (
    <fieldset class="panel">
      <legend class="strong">{words.values}</legend>
      {names.map((name) => (
        <Field
          key={name}
          name={VALUE_FIELD + name}
          label={words.valueFor(name)}
          value={fields[VALUE_FIELD + name]}
          input={{ maxLength: 300, autocomplete: "off" }}
        />
      ))}
    </fieldset>
  );
}

function UnusableList({ unusable }: { unusable: readonly Unusable[] }) {
  const words = useWords(SEND);
  if (unusable.length === 0) return null;
  const proposed = unusable.filter(({ proposal }) => proposal !== null);
  return (
    <Notice tone="bad" title={words.toCorrect(unusable.length)}>
      <ul class="plain">
        {unusable.slice(0, LISTED_MAX).map(({ written, why, proposal }) => (
          <li>
            {words.why(written, why)}
            {proposal && <b>{words.maybe(phoneNumber(proposal))}</b>}
          </li>
        ))}
      </ul>
      {unusable.length > LISTED_MAX && (
        <p>{words.others(unusable.length - LISTED_MAX)}</p>
      )}
      <p class="links">
        {proposed.length > 0 && (
          <button
            type="submit"
            class="button main"
            name="etape"
            value="corriger"
            formNoValidate
          >
            {words.correctAll(proposed.length)}
          </button>
        )}
        <button type="submit" class="button" name="sans" value="oui">
          {words.without(unusable.length)}
        </button>
      </p>
    </Notice>
  );
}
