import { Bubble } from "../../../islands/parts/Bubble.tsx";
import { Field } from "../../../islands/parts/Field.tsx";
import { Refresh } from "../../../islands/Refresh.tsx";
import type { Page } from "../../../lib/domain/page.ts";
import type { Reply } from "../../../lib/schema/reply.ts";
import type { Errors } from "../forms.ts";
import { DoneNotice } from "../notices.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Island } from "../parts/Island.tsx";
import { Pager } from "../parts/Pager.tsx";
import { Pill } from "../parts/Pill.tsx";
import { address, type Visit } from "../visit.ts";
import { phoneNumber, when } from "../words.ts";
import { REPLIES } from "../words/replies.ts";

const LIVE_MS = 5_000;

/** What people wrote back, the newest first. */
export function ReplyList({ visit, found, emails, errors, query, done }: {
  visit: Visit;
  found: Page<Reply>;
  /** Null for who may not change them. */
  emails: string | null;
  errors: Errors;
  query: Readonly<Record<string, string>>;
  done: string | undefined;
}) {
  const words = REPLIES[visit.language];
  const path = address(visit.here!.id, "reponses");
  return (
    <div class="narrow">
      <Heading title={words.title} lead={words.lead}>
        <Island
          name="Refresh"
          of={Refresh}
          props={{ target: "reponses", everyMs: LIVE_MS }}
        />
      </Heading>
      <DoneNotice done={done} />
      <div id="reponses">
        {found.items.length === 0
          ? (
            <Empty icon="inbox" title={words.none}>
              <p>{words.noneHelp}</p>
            </Empty>
          )
          : (
            <ol class="thread">
              {found.items.map((reply) => (
                <Item key={reply.id} visit={visit} reply={reply} />
              ))}
            </ol>
          )}
      </div>
      <Pager path={path} query={query} nextCursor={found.nextCursor} />
      {emails !== null && (
        <Form visit={visit} action={path} class="panel">
          <h2>{words.tell}</h2>
          <Field
            name="emails"
            label={words.addresses}
            help={words.tellHelp}
            rows={2}
            value={emails}
            error={errors["emails"] ?? errors[""]}
            input={{ autocomplete: "off", spellcheck: false }}
          />
          <button type="submit" class="button">{words.save}</button>
        </Form>
      )}
    </div>
  );
}

function Item({ visit, reply }: { visit: Visit; reply: Reply }) {
  const words = REPLIES[visit.language];
  const { from, text, messageId, optOut, receivedAt } = reply;
  const history = address(visit.here!.id, "historique");
  return (
    <li>
      <p class="meta">
        <span>
          {from === null ? words.erased : words.from(phoneNumber(from))}{" "}
          {optOut && <Pill tone="wait">{words.stop}</Pill>}
        </span>
        <time dateTime={receivedAt}>
          {when(receivedAt, visit.nowMs, visit.language)}
        </time>
      </p>
      {text === null
        ? <p class="quiet">{words.textErased}</p>
        : <Bubble text={text} />}
      {messageId !== null && (
        <p>
          <a href={`${history}/${messageId}`}>{words.answers}</a>
        </p>
      )}
    </li>
  );
}
