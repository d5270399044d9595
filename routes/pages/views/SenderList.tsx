import { managesAbove } from "../../../lib/domain/structure.ts";
import { Field } from "../../../islands/parts/Field.tsx";
import type {
  SenderItem,
  SenderRequest,
} from "../../../lib/schema/structure.ts";
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
export function SenderList({ visit, items, asked, fields, errors, done }: {
  visit: Visit;
  items: readonly SenderItem[];
  asked: readonly SenderRequest[];
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
      <Waiting visit={visit} asked={asked} />
      <Mine visit={visit} asked={asked} />
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

/** What waits for this visitor to decide. */
function Waiting(
  { visit, asked }: { visit: Visit; asked: readonly SenderRequest[] },
) {
  const words = SENDERS[visit.language];
  const mayHere = managesAbove(visit.actor, visit.here!);
  const waiting = asked.filter(({ state, structureId }) =>
    state === "pending" && (structureId !== visit.here!.id || mayHere)
  );
  if (waiting.length === 0) return null;
  const path = address(visit.here!.id, "expediteurs");
  return (
    <section>
      <h2>{words.waiting}</h2>
      <p class="quiet">{words.consequence}</p>
      <ul class="cards">
        {waiting.map(({ structureId, structureName, sender }) => (
          <li class="card" key={structureId + sender}>
            <p class="strong">{sender}</p>
            <p class="quiet">{words.askedBy(structureName)}</p>
            <Form
              visit={visit}
              action={`${path}/decider`}
              hidden={{ structure: structureId, sender }}
            >
              <Field
                name="raison"
                label={words.reason}
                optional
                input={{ maxLength: 200, autocomplete: "off" }}
              />
              <p class="links">
                <button
                  type="submit"
                  class="button main"
                  name="decision"
                  value="oui"
                >
                  {words.approve}
                  <Unseen>{sender}</Unseen>
                </button>
                <button
                  type="submit"
                  class="button quiet bad"
                  name="decision"
                  value="non"
                >
                  {words.refuse}
                  <Unseen>{sender}</Unseen>
                </button>
              </p>
            </Form>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the structure asked for, and what became of it. */
function Mine(
  { visit, asked }: { visit: Visit; asked: readonly SenderRequest[] },
) {
  const words = SENDERS[visit.language];
  const own = asked.filter(({ structureId }) => structureId === visit.here!.id);
  if (own.length === 0) return null;
  return (
    <section>
      <h2>{words.mine}</h2>
      <ul class="people">
        {own.map(({ sender, state, reason }) => (
          <li key={sender}>
            <div>
              <p class="strong">
                {sender}{" "}
                <Pill tone={state === "refused" ? "bad" : "wait"}>
                  {state === "refused" ? words.refused : words.pending}
                </Pill>
              </p>
              {reason && <p class="quiet">{words.refusedFor(reason)}</p>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
