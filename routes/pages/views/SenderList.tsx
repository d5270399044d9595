import { Field } from "../../../islands/parts/Field.tsx";
import type { SenderItem } from "../../../lib/schema/structure.ts";
import type { Errors } from "../forms.ts";
import { DoneNotice } from "../notices.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { Pill } from "../parts/Pill.tsx";
import { Unseen } from "../parts/Unseen.tsx";
import { address, type Fields, may, type Visit } from "../visit.ts";
import { SENDERS } from "../words/senders.ts";

/** The names messages may come from. */
export function SenderList({ visit, items, fields, errors, done }: {
  visit: Visit;
  items: readonly SenderItem[];
  fields: Fields;
  errors: Errors;
  done: string | undefined;
}) {
  const words = SENDERS[visit.language];
  const mayChange = may(visit, "structure:manage");
  const path = address(visit.here!.id, "expediteurs");
  return (
    <div class="narrow">
      <Heading
        title={words.title}
        lead={words.lead}
      />
      <DoneNotice done={done} />
      {errors[""] && (
        <Notice tone="bad">
          <p>{errors[""]}</p>
        </Notice>
      )}
      {items.length === 0 && (
        <Empty icon="senders" title={words.none}>
          <p>{words.noneWords}</p>
        </Empty>
      )}
      {items.length > 0 && (
        <ul class="cards">
          {items.map((item) => (
            <Card
              key={item.sender}
              visit={visit}
              item={item}
              mayChange={mayChange}
            />
          ))}
        </ul>
      )}
      {mayChange && (
        <Form visit={visit} action={path} class="panel">
          <h2>{words.add}</h2>
          <Field
            name="sender"
            label={words.name}
            help={words.nameHelp}
            value={fields["sender"]}
            error={errors["sender"]}
            input={{
              required: true,
              maxLength: 11,
              autocomplete: "off",
              spellcheck: false,
            }}
          />
          <button type="submit" class="button main">{words.addButton}</button>
        </Form>
      )}
    </div>
  );
}

function Card({ visit, item, mayChange }: {
  visit: Visit;
  item: SenderItem;
  mayChange: boolean;
}) {
  const words = SENDERS[visit.language];
  const { sender } = item;
  const path = address(visit.here!.id, "expediteurs");
  return (
    <li class="card share">
      <p class="strong">
        {sender} {item.default && <Pill tone="good">{words.isDefault}</Pill>}
      </p>
      {mayChange && (
        <div class="actions">
          {!item.default && (
            <Form visit={visit} action={`${path}/defaut`} hidden={{ sender }}>
              <button type="submit" class="button quiet">
                {words.makeDefault}
                <Unseen>{sender}</Unseen>
              </button>
            </Form>
          )}
          <Form visit={visit} action={`${path}/retirer`} hidden={{ sender }}>
            <button type="submit" class="button quiet bad">
              {words.remove}
              <Unseen>{sender}</Unseen>
            </button>
          </Form>
        </div>
      )}
    </li>
  );
}
