import { Bubble } from "../../../islands/parts/Bubble.tsx";
import { Field } from "../../../islands/parts/Field.tsx";
import type { ContactList } from "../../../lib/schema/contact.ts";
import type {
  Example,
  Template,
  TemplatePreviewed,
} from "../../../lib/schema/template.ts";
import type { Errors } from "../forms.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { address, type Fields, type Visit } from "../visit.ts";
import { TEMPLATES } from "../words/people.ts";

/** Writing a template, with what it becomes for a list. */
export function TemplateForm(
  { visit, stored, lists, fields, errors, preview }: {
    visit: Visit;
    stored: Template | null;
    lists: readonly ContactList[];
    fields: Fields;
    errors: Errors;
    preview: TemplatePreviewed | null;
  },
) {
  const words = TEMPLATES[visit.language];
  const back = address(visit.here!.id, "modeles");
  const path = `${back}/${stored?.id ?? "nouveau"}`;
  const isForeign = stored !== null && stored.structureId !== visit.here!.id;
  return (
    <div class="narrow">
      <Heading
        title={stored?.name ?? words.create}
        back={{ href: back, label: words.title }}
      />
      {errors[""] && (
        <Notice tone="bad">
          <p>{errors[""]}</p>
        </Notice>
      )}
      <Form visit={visit} action={path} hidden={{ cle: keyOf(visit) }}>
        <Field
          name="name"
          label={words.name}
          value={fields["name"]}
          error={errors["name"]}
          input={{ required: true, maxLength: 120, autocomplete: "off" }}
        />
        <Field
          name="text"
          label={words.text}
          help={words.textHelp}
          rows={5}
          value={fields["text"]}
          error={errors["text"]}
          input={{ required: true, maxLength: 1_530, spellcheck: true }}
        />
        {preview && <Preview visit={visit} preview={preview} />}
        {lists.length > 0 && (
          <>
            <Field
              name="liste"
              label={words.previewWith}
              value={fields["liste"]}
              options={lists.map(({ id, name }) => ({
                value: id,
                label: name,
              }))}
            />
            <button
              type="submit"
              class="button"
              name="etape"
              value="apercu"
            >
              {words.previewButton}
            </button>
          </>
        )}
        {!isForeign && (
          <div class="foot">
            <button type="submit" class="button main">{words.save}</button>
            {stored && (
              <a class="button quiet bad" href={`${path}/supprimer`}>
                {words.delete}
              </a>
            )}
          </div>
        )}
      </Form>
    </div>
  );
}

/** A form sent twice makes one template. */
function keyOf({ ports }: Visit): string {
  return ports.newId("env");
}

function Preview(
  { visit, preview }: { visit: Visit; preview: TemplatePreviewed },
) {
  const words = TEMPLATES[visit.language];
  const { longest, shortest, missing, recipients, credits } = preview;
  if (recipients === 0) return <p class="quiet">{words.noContacts}</p>;
  const names = new Set(missing.flatMap(({ variables }) => variables));
  return (
    <section class="panel" aria-live="polite">
      <h2>{words.preview}</h2>
      <p>{words.total(recipients - missing.length, credits)}</p>
      {missing.length > 0 && (
        <Notice tone="bad">
          <p>{words.missing(missing.length, [...names].join(", "))}</p>
        </Notice>
      )}
      <Shown visit={visit} title={words.longest} example={longest} />
      <Shown visit={visit} title={words.shortest} example={shortest} />
    </section>
  );
}

function Shown({ visit, title, example }: {
  visit: Visit;
  title: string;
  example: Example | null;
}) {
  if (example === null) return null;
  const words = TEMPLATES[visit.language];
  return (
    <div>
      <p class="meta">
        <span>{title}</span>
        <span>{words.cost(example.segments)}</span>
      </p>
      <Bubble text={example.text} />
    </div>
  );
}
