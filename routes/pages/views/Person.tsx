import { counted, number } from "../../../islands/words.ts";
import type { Erasure, Person } from "../../../lib/schema/person.ts";
import { Confirm } from "../parts/Confirm.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { address, type Visit } from "../visit.ts";
import { exactly, phoneNumber, STATUSES } from "../words.ts";
import { PERSON } from "../words/privacy.ts";

const SHOWN = 50;

/** All that is held about a number. */
export function PersonFound(
  { visit, person }: { visit: Visit; person: Person },
) {
  const { language } = visit;
  const words = PERSON[language];
  const path = address(visit.here!.id, "registre");
  const { recipient, messages, replies, contacts, optedOut } = person;
  const hidden = { recipient };
  const isEmpty = messages.length + replies.length + contacts.length === 0;
  return (
    <>
      <Heading
        title={words.title(phoneNumber(recipient))}
        back={{ href: path, label: words.back }}
      />
      {isEmpty
        ? (
          <Empty icon="search" title={words.nothing}>
            <p>{words.nothingHelp(person.structures)}</p>
          </Empty>
        )
        : (
          <>
            <p>
              {words.found(
                counted(
                  messages.length,
                  language,
                  words.message,
                  words.message,
                ),
                counted(
                  replies.length,
                  language,
                  words.reply,
                  language === "fr" ? "réponses" : "replies",
                ),
              )}
            </p>
            <div class="foot">
              <Form
                visit={visit}
                action={`${path}/numero`}
                hidden={{ ...hidden, fichier: "oui" }}
              >
                <button type="submit" class="button">{words.download}</button>
              </Form>
              <Form visit={visit} action={`${path}/effacer`} hidden={hidden}>
                <button type="submit" class="button bad">{words.erase}</button>
              </Form>
            </div>
            <Messages visit={visit} person={person} />
            {contacts.length > 0 && (
              <>
                <p>{words.inLists}</p>
                <ul>
                  {contacts.map(({ structureId, listName, name }) => (
                    <li key={`${structureId} ${listName}`}>
                      {[listName, name].filter(Boolean).join(" — ")}
                    </li>
                  ))}
                </ul>
              </>
            )}
          </>
        )}
      {optedOut.length > 0 && (
        <section>
          <p>{words.optedOut}</p>
          <ul>
            {optedOut.map(({ structureId, structureName }) => (
              <li key={structureId}>{structureName}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Messages({ visit, person }: { visit: Visit; person: Person }) {
  const { language } = visit;
  const words = PERSON[language];
  const left = person.messages.length - SHOWN;
  return (
    <>
      <div class="scroll" tabIndex={0} role="region" aria-label={words.message}>
        <table class="sums wide">
          <thead>
            <tr>
              <th scope="col">{words.date}</th>
              <th scope="col">{words.sent}</th>
              <th scope="col">{words.state}</th>
            </tr>
          </thead>
          <tbody>
            {person.messages.slice(0, SHOWN).map((message) => (
              <tr>
                <th scope="row">{exactly(message.createdAt, language)}</th>
                <td>{message.text ?? "—"}</td>
                <td>{STATUSES[language][message.status]}</td>
              </tr>
            ))}
            {person.replies.map(({ receivedAt, text }) => (
              <tr>
                <th scope="row">{exactly(receivedAt, language)}</th>
                <td>{text ?? "—"}</td>
                <td>{words.reply}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {left > 0 && <p>{words.more(number(left, language))}</p>}
    </>
  );
}

/** The last question before an erasure. */
export function ErasePerson(
  { visit, recipient }: { visit: Visit; recipient: string },
) {
  const words = PERSON[visit.language];
  const path = address(visit.here!.id, "registre");
  return (
    <Confirm
      visit={visit}
      title={words.confirm}
      action={`${path}/effacer`}
      hidden={{ recipient, oui: "oui", cle: visit.ports.newId("era") }}
      button={words.button}
      isDestructive
      back={path}
    >
      <p class="strong">{phoneNumber(recipient)}</p>
      <p>{words.consequence}</p>
    </Confirm>
  );
}

/** What an erasure did. */
export function PersonErased(
  { visit, erasure }: { visit: Visit; erasure: Erasure },
) {
  const { language } = visit;
  const words = PERSON[language];
  const path = address(visit.here!.id, "registre");
  const { messages, cancelled, leaving, replies } = erasure;
  return (
    <div class="narrow">
      <Heading title={words.done} back={{ href: path, label: words.back }} />
      <Notice tone="good">
        <p>
          {words.result(
            counted(messages, language, words.message, words.message),
            counted(
              cancelled,
              language,
              words.cancelled,
              language === "fr" ? "annulés avant leur départ" : words.cancelled,
            ),
            counted(
              replies,
              language,
              words.reply,
              language === "fr" ? "réponses" : "replies",
            ),
          )}
        </p>
      </Notice>
      {leaving > 0 && (
        <Notice tone="info">
          <p>{words.leaving}</p>
        </Notice>
      )}
      <p class="quiet">{words.note}</p>
    </div>
  );
}
