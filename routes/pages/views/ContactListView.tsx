import { Field } from "../../../islands/parts/Field.tsx";
import type { Page } from "../../../lib/domain/page.ts";
import type {
  Contact,
  ContactList,
  ContactsPut,
} from "../../../lib/schema/contact.ts";
import type { Errors } from "../forms.ts";
import { DoneNotice } from "../notices.tsx";
import { Empty } from "../parts/Empty.tsx";
import { FileField, TABLES } from "../parts/FileField.tsx";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { Pager } from "../parts/Pager.tsx";
import { Unseen } from "../parts/Unseen.tsx";
import { address, type Fields, type Visit } from "../visit.ts";
import { phoneNumber } from "../words.ts";
import { LISTS } from "../words/people.ts";

interface ContactListProps {
  visit: Visit;
  list: ContactList;
  found: Page<Contact>;
  /** What an import has just done. */
  put: ContactsPut | null;
  fields: Fields;
  errors: Errors;
  query: Readonly<Record<string, string>>;
  done: string | undefined;
}

/** A list: who is in it, and filling it. */
export function ContactListView(props: ContactListProps) {
  const { visit, list, found, put, query, done } = props;
  const words = LISTS[visit.language];
  const path = `${address(visit.here!.id, "listes")}/${list.id}`;
  const back = address(visit.here!.id, "listes");
  return (
    <div class="narrow">
      <Heading
        title={list.name}
        lead={words.contacts(list.count)}
        back={{ href: back, label: words.title }}
      >
        {list.count > 0 && (
          <a
            class="button main"
            href={`${address(visit.here!.id, "envoi")}?liste=${list.id}`}
          >
            {words.write}
          </a>
        )}
      </Heading>
      <DoneNotice done={done} />
      {put && <Outcome visit={visit} put={put} />}
      {found.items.length === 0 && (
        <Empty icon="people" title={words.empty}>
          <p>{words.emptyHelp}</p>
        </Empty>
      )}
      <ul class="people">
        {found.items.map((contact) => (
          <Person
            key={contact.id}
            visit={visit}
            contact={contact}
            path={path}
          />
        ))}
      </ul>
      <Pager path={path} query={query} nextCursor={found.nextCursor} />
      <Import {...props} path={path} />
      <Manage {...props} path={path} />
    </div>
  );
}

function Person(
  { visit, contact, path }: { visit: Visit; contact: Contact; path: string },
) {
  const words = LISTS[visit.language];
  const { id, to, name, fields } = contact;
  const rest = Object.entries(fields).filter(([, value]) =>
    !name.includes(value)
  );
  return (
    <li>
      <div>
        <p class="strong">{name || words.noName}</p>
        <p class="quiet">
          {[phoneNumber(to), ...rest.map(([, value]) => value)].join(" · ")}
        </p>
      </div>
      <Form
        visit={visit}
        action={`${path}/retirer`}
        hidden={{ contact: id }}
      >
        <button type="submit" class="button quiet">
          {words.remove}
          <Unseen>{name || to}</Unseen>
        </button>
      </Form>
    </li>
  );
}

function Outcome({ visit, put }: { visit: Visit; put: ContactsPut }) {
  const words = LISTS[visit.language];
  const said = [
    words.added(put.added),
    put.updated > 0 && words.updated(put.updated),
    put.unchanged > 0 && words.unchanged(put.unchanged),
  ].filter(Boolean).join(", ");
  return (
    <>
      <Notice tone={put.added + put.updated > 0 ? "good" : "info"}>
        <p>{said}.</p>
      </Notice>
      {put.invalid.length > 0 && (
        <Notice tone="bad" title={words.wrong(put.invalid.length)}>
          <ul class="plain">
            {put.invalid.slice(0, 30).map(({ line, to, detail, proposal }) => (
              <li>
                <strong>{words.line(line, to)}</strong>
                {detail}
                {proposal && words.maybe(phoneNumber(proposal))}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}

function Import(
  { visit, fields, errors, path }: ContactListProps & { path: string },
) {
  const words = LISTS[visit.language];
  return (
    <Form
      visit={visit}
      action={path}
      class="panel"
      enctype="multipart/form-data"
    >
      <h2>{words.add}</h2>
      <FileField
        name="fichier"
        label={words.file}
        help={words.fileHelp}
        accept={TABLES}
      />
      <Field
        name="colle"
        label={words.paste}
        help={words.pasteHelp}
        rows={4}
        value={errors["colle"] ? fields["colle"] : ""}
        error={errors["colle"]}
        input={{ autocomplete: "off", spellcheck: false }}
      />
      <label class="check">
        <input type="checkbox" name="remplace" value="oui" />
        {words.replace}
      </label>
      <button type="submit" class="button main">{words.addButton}</button>
    </Form>
  );
}

function Manage(
  { visit, list, errors, path }: ContactListProps & { path: string },
) {
  const words = LISTS[visit.language];
  return (
    <section class="panel">
      <Form visit={visit} action={`${path}/nom`}>
        <Field
          name="name"
          label={words.rename}
          value={list.name}
          error={errors["name"]}
          input={{ required: true, maxLength: 120, autocomplete: "off" }}
        />
        <button type="submit" class="button">{words.renameButton}</button>
      </Form>
      <p class="links">
        <a class="button quiet" href={`${path}/export`}>{words.export}</a>
        <a class="button quiet bad" href={`${path}/supprimer`}>
          {words.delete}
        </a>
      </p>
    </section>
  );
}
