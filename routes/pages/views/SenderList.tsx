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

/** The names messages may come from. */
export function SenderList({ visit, items, fields, errors, done }: {
  visit: Visit;
  items: readonly SenderItem[];
  fields: Fields;
  errors: Errors;
  done: string | undefined;
}) {
  const mayChange = may(visit, "structure:manage");
  const path = address(visit.here!.id, "expediteurs");
  return (
    <div class="narrow">
      <Heading
        title="Expéditeurs"
        lead="Le nom que le téléphone affiche à la place d’un numéro. On ne peut pas y répondre."
      />
      <DoneNotice done={done} />
      {errors[""] && (
        <Notice tone="bad">
          <p>{errors[""]}</p>
        </Notice>
      )}
      {items.length === 0 && (
        <Empty icon="senders" title="Aucun nom d’expéditeur">
          <p>
            Sans nom, vos SMS arrivent depuis un numéro court. Un nom connu,
            comme « MairieRodez », les rend reconnaissables.
          </p>
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
          <h2>Ajouter un expéditeur</h2>
          <Field
            name="sender"
            label="Nom"
            help="3 à 11 lettres sans accent, chiffres ou espaces, en commençant par une lettre."
            value={fields["sender"]}
            error={errors["sender"]}
            input={{
              required: true,
              maxLength: 11,
              autocomplete: "off",
              spellcheck: false,
            }}
          />
          <button type="submit" class="button main">Ajouter</button>
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
  const { sender } = item;
  const path = address(visit.here!.id, "expediteurs");
  return (
    <li class="card share">
      <p class="strong">
        {sender} {item.default && <Pill tone="good">Par défaut</Pill>}
      </p>
      {mayChange && (
        <div class="actions">
          {!item.default && (
            <Form visit={visit} action={`${path}/defaut`} hidden={{ sender }}>
              <button type="submit" class="button quiet">
                Par défaut<Unseen>: {sender}</Unseen>
              </button>
            </Form>
          )}
          <Form visit={visit} action={`${path}/retirer`} hidden={{ sender }}>
            <button type="submit" class="button quiet bad">
              Retirer<Unseen>{sender}</Unseen>
            </button>
          </Form>
        </div>
      )}
    </li>
  );
}
