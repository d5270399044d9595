import { Field } from "../../../islands/parts/Field.tsx";
import type { ContactList } from "../../../lib/schema/contact.ts";
import type { Errors } from "../forms.ts";
import { DoneNotice } from "../notices.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { address, type Fields, type Visit } from "../visit.ts";
import { LISTS } from "../words/people.ts";

/** The lists of a structure, and making one. */
export function ContactLists({ visit, lists, fields, errors, done }: {
  visit: Visit;
  lists: readonly ContactList[];
  fields: Fields;
  errors: Errors;
  done: string | undefined;
}) {
  const words = LISTS[visit.language];
  const path = address(visit.here!.id, "listes");
  return (
    <div class="narrow">
      <Heading title={words.title} lead={words.lead} />
      <DoneNotice done={done} />
      {errors[""] && (
        <Notice tone="bad">
          <p>{errors[""]}</p>
        </Notice>
      )}
      {lists.length === 0 && (
        <Empty icon="people" title={words.none}>
          <p>{words.noneHelp}</p>
        </Empty>
      )}
      <ul class="cards">
        {lists.map((list) => (
          <li key={list.id} class="card">
            <p class="strong">
              <a class="cover" href={`${path}/${list.id}`}>{list.name}</a>
            </p>
            <p class="quiet">
              {words.contacts(list.count)}
              {list.fields.length > 0 &&
                ` · ${words.columns(list.fields.join(", "))}`}
            </p>
          </li>
        ))}
      </ul>
      <Form visit={visit} action={path} class="panel">
        <h2>{words.create}</h2>
        <Field
          name="name"
          label={words.name}
          value={fields["name"]}
          error={errors["name"]}
          input={{ required: true, maxLength: 120, autocomplete: "off" }}
        />
        <button type="submit" class="button main">{words.createButton}</button>
      </Form>
    </div>
  );
}
