import { dictionary } from "../../../islands/language.ts";
import { Bubble } from "../../../islands/parts/Bubble.tsx";
import { Refresh } from "../../../islands/Refresh.tsx";
import type { Page } from "../../../lib/domain/page.ts";
import type { OutboxItem } from "../../../lib/schema/gateway.ts";
import { DoneNotice } from "../notices.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Island } from "../parts/Island.tsx";
import { Pager } from "../parts/Pager.tsx";
import type { Visit } from "../visit.ts";
import { briefly, phoneNumber } from "../words.ts";
import { INBOX } from "../words/inbox.ts";

const LIVE_MS = 3_000;

/** What the simulator's phones received, the newest first. */
export function Inbox({ visit, found, gatewayId, query, done }: {
  visit: Visit;
  found: Page<OutboxItem>;
  gatewayId: string;
  done: string | undefined;
  query: Readonly<Record<string, string>>;
}) {
  const { language } = visit;
  const words = INBOX[language];
  return (
    <div class="narrow">
      <Heading
        title={words.title}
        lead={words.lead}
      >
        <Island
          name="Refresh"
          of={Refresh}
          props={{ target: "telephone", everyMs: LIVE_MS }}
        />
      </Heading>
      <DoneNotice done={done} />
      <div class="phone-frame" id="telephone">
        {found.items.length === 0
          ? (
            <Empty icon="inbox" title={words.none}>
              <p>{words.noneWords}</p>
            </Empty>
          )
          : (
            <ol class="thread">
              {found.items.map((item) => (
                <li key={item.messageId}>
                  <p class="meta">
                    <span>
                      {item.subject === undefined
                        ? words.forNumber(phoneNumber(item.to))
                        : words.mailFor(item.to)}
                    </span>
                    <time dateTime={item.at}>
                      {briefly(item.at, visit.nowMs, language)}
                    </time>
                  </p>
                  <Bubble
                    sender={item.subject ?? item.sender ?? words.shortNumber}
                    text={item.text}
                  />
                  {item.subject === undefined && (
                    <Answer
                      visit={visit}
                      gatewayId={gatewayId}
                      messageId={item.messageId}
                    />
                  )}
                </li>
              ))}
            </ol>
          )}
      </div>
      <Pager path="/reception" query={query} nextCursor={found.nextCursor} />
    </div>
  );
}

/** Answers as the phone's owner would. */
function Answer({ visit, gatewayId, messageId }: {
  visit: Visit;
  gatewayId: string;
  messageId: string;
}) {
  const words = ANSWER[visit.language];
  return (
    <details class="answer">
      <summary>{words.open}</summary>
      <Form
        visit={visit}
        action="/reception/repondre"
        hidden={{ passerelle: gatewayId, message: messageId }}
      >
        <div class="field">
          <label for={`texte-${messageId}`}>{words.label}</label>
          <input
            id={`texte-${messageId}`}
            name="texte"
            required
            maxLength={640}
            autocomplete="off"
          />
        </div>
        <button type="submit" class="button">{words.send}</button>
      </Form>
    </details>
  );
}

const ANSWER = dictionary({
  fr: {
    open: "Répondre depuis ce téléphone",
    label: "Réponse (STOP désabonne)",
    send: "Répondre",
  },
  en: {
    open: "Answer from this phone",
    label: "Reply (STOP opts out)",
    send: "Reply",
  },
});
