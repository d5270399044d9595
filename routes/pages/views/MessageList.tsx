import { number } from "../../../islands/words.ts";
import type { Message } from "../../../lib/schema/message.ts";
import { StatusPill } from "../parts/StatusPill.tsx";
import { address, type Visit } from "../visit.ts";
import { phoneNumber, reasonIn, TONES, when } from "../words.ts";
import { HISTORY } from "../words/history.ts";

/**
 * Messages: a table on a desk, cards on a phone. The roles say that it is a
 * table where its layout no longer does.
 */
export function MessageList(
  { visit, messages, names = null }: {
    visit: Visit;
    messages: readonly Message[];
    /** Names of structures, where those of several are listed together. */
    names?: ReadonlyMap<string, string> | null;
  },
) {
  const words = HISTORY[visit.language];
  if (messages.length === 0) return null;
  return (
    <table role="table" class="data messages">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">{words.date}</th>
          <th role="columnheader" scope="col">{words.label}</th>
          <th role="columnheader" scope="col">{words.failed}</th>
          <th role="columnheader" scope="col">{words.message}</th>
          <th role="columnheader" scope="col" class="count">{words.count}</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        <MessageRows visit={visit} messages={messages} names={names} />
      </tbody>
    </table>
  );
}

/** The rows alone, for a list that goes on. */
export function MessageRows({ visit, messages, names }: {
  visit: Visit;
  messages: readonly Message[];
  names: ReadonlyMap<string, string> | null;
}) {
  return (
    <>
      {messages.map((message) => (
        <Row
          key={message.id}
          visit={visit}
          message={message}
          place={names?.get(message.structureId)}
        />
      ))}
    </>
  );
}

function Row({ visit, message, place }: {
  visit: Visit;
  message: Message;
  place: string | undefined;
}) {
  const { language } = visit;
  const words = HISTORY[language];
  const { id, createdAt, title, to, status, failed, reason, segments } =
    message;
  const href = `${address(message.structureId, "historique")}/${id}`;
  return (
    <tr
      role="row"
      class={failed ? "failed" : TONES[status]}
      data-message={id}
    >
      <td role="cell" class="date">
        <time dateTime={createdAt}>
          {when(createdAt, visit.nowMs, language)}
        </time>
      </td>
      <td role="cell" class="title">
        <a class="cover" href={href}>{title}</a>
        <span class="quiet">{to ? phoneNumber(to) : words.erased}</span>
        {place && <span class="quiet whose">{place}</span>}
      </td>
      <td role="cell" class="failure">
        <span class="label">{words.failedLabel}</span>{" "}
        <span data-failed="">{failed ? words.yes : words.no}</span>
      </td>
      <td role="cell" class="reason">
        <div>
          <StatusPill status={status} />
          <span data-reason="">
            {reason && capital(reasonIn(reason, language))}
          </span>
        </div>
      </td>
      <td role="cell" class="count">
        {number(segments, language)}
        <span class="label">SMS</span>
      </td>
    </tr>
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
