import { Field } from "../../../islands/parts/Field.tsx";
import type { Page } from "../../../lib/domain/page.ts";
import type { OptOut, OptOutImported } from "../../../lib/schema/opt_out.ts";
import type { Errors } from "../forms.ts";
import { DoneNotice } from "../notices.tsx";
import { Empty } from "../parts/Empty.tsx";
import { FileField, TABLES } from "../parts/FileField.tsx";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { Pager } from "../parts/Pager.tsx";
import { Unseen } from "../parts/Unseen.tsx";
import { address, type Fields, may, type Visit } from "../visit.ts";
import { when } from "../words.ts";
import { OPT_OUTS } from "../words/people.ts";

interface OptOutProps {
  visit: Visit;
  found: Page<OptOut>;
  /** The number somebody asks about, and whether it is on the list. */
  sought: string;
  isOn: boolean | null;
  imported: OptOutImported | null;
  fields: Fields;
  errors: Errors;
  query: Readonly<Record<string, string>>;
  done: string | undefined;
}

/** Who is to be left alone, as far as it may be told. */
export function OptOutList(props: OptOutProps) {
  const { visit, found, imported, query, done } = props;
  const words = OPT_OUTS[visit.language];
  const path = address(visit.here!.id, "desabonnes");
  const count = visit.here!.structure.optOuts?.count ?? 0;
  return (
    <div class="narrow">
      <Heading title={words.title} lead={words.lead} />
      <DoneNotice done={done} />
      {imported && (
        <Notice tone={imported.invalid.length > 0 ? "info" : "good"}>
          <p>{words.imported(imported.added, imported.known)}</p>
          {imported.invalid.length > 0 && (
            <p>
              {words.wrong(imported.invalid.length)} :{" "}
              {imported.invalid.slice(0, 10).map(({ to }) => to).join(", ")}
            </p>
          )}
        </Notice>
      )}
      {found.items.length === 0
        ? (
          <Empty icon="muted" title={words.none}>
            <p>{words.noneHelp}</p>
          </Empty>
        )
        : (
          <>
            {count > 0 && <p class="strong">{words.count(count)}</p>}
            <ul class="people">
              {found.items.map((one) => (
                <Item key={one.id} visit={visit} one={one} path={path} />
              ))}
            </ul>
            <Pager path={path} query={query} nextCursor={found.nextCursor} />
            <Search {...props} path={path} />
          </>
        )}
      <Add {...props} path={path} />
    </div>
  );
}

function Item(
  { visit, one, path }: { visit: Visit; one: OptOut; path: string },
) {
  const words = OPT_OUTS[visit.language];
  const end = one.number.slice(-2);
  return (
    <li>
      <div>
        <p class="strong">{one.number}</p>
        <p class="quiet">
          {words.sources[one.source]},{" "}
          {when(one.createdAt, visit.nowMs, visit.language)}
        </p>
      </div>
      {may(visit, "structure:manage") && (
        <a class="button quiet" href={`${path}/${one.id}/reabonner?fin=${end}`}>
          {words.again}
          <Unseen>{one.number}</Unseen>
        </a>
      )}
    </li>
  );
}

function Search(
  { visit, sought, isOn, errors, path }: OptOutProps & { path: string },
) {
  const words = OPT_OUTS[visit.language];
  return (
    <form method="get" action={path} class="panel">
      <Field
        name="numero"
        label={words.search}
        value={sought}
        error={errors["numero"]}
        input={{ type: "tel", autocomplete: "off" }}
      />
      {isOn !== null && (
        <p role="status" class="strong">{isOn ? words.isOn : words.isOff}</p>
      )}
      <p class="links">
        <button type="submit" class="button">{words.searchButton}</button>
        <a class="button quiet" href={`${path}/export`}>{words.export}</a>
      </p>
    </form>
  );
}

function Add(
  { visit, fields, errors, path }: OptOutProps & { path: string },
) {
  const words = OPT_OUTS[visit.language];
  return (
    <>
      <Form visit={visit} action={path} class="panel">
        <h2>{words.add}</h2>
        <Field
          name="recipient"
          label={words.number}
          value={fields["recipient"]}
          error={errors["recipient"]}
          input={{ type: "tel", required: true, autocomplete: "off" }}
        />
        <button type="submit" class="button main">{words.addButton}</button>
      </Form>
      {may(visit, "structure:manage") && (
        <Form
          visit={visit}
          action={`${path}/import`}
          class="panel"
          enctype="multipart/form-data"
        >
          <h2>{words.import}</h2>
          <FileField
            name="fichier"
            label={words.file}
            help={words.importHelp}
            accept={TABLES}
          />
          <Field
            name="colle"
            label={words.paste}
            rows={3}
            error={errors["colle"]}
            input={{ autocomplete: "off", spellcheck: false }}
          />
          <button type="submit" class="button">{words.importButton}</button>
        </Form>
      )}
    </>
  );
}
