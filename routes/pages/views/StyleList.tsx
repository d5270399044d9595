import { useLanguage, useWords } from "../../../islands/language.ts";
import type { Status } from "../../../lib/schema/message.ts";
import { StatusPill } from "../parts/StatusPill.tsx";
import { exactly, STATUSES, TONES } from "../words.ts";
import { STYLEGUIDE } from "../words/styleguide.ts";

const ROWS: readonly Status[] = ["delivered", "sending", "failed"];
const INSTANTS = [0, 1_400, 62_000].map((ms) => Date.UTC(2026, 11, 1, 8) + ms);
const STEPS: readonly Status[] = ["queued", "sent", "delivered"];

/** A list that is a table on a desk and cards on a phone, and a timeline. */
export function StyleList() {
  const words = useWords(STYLEGUIDE);
  const language = useLanguage();
  return (
    <>
      <section>
        <h2>{words.list}</h2>
        <table role="table" class="data messages">
          <thead role="rowgroup">
            <tr role="row">
              <th role="columnheader" scope="col">{words.date}</th>
              <th role="columnheader" scope="col">{words.label}</th>
              <th role="columnheader" scope="col">{words.inError}</th>
              <th role="columnheader" scope="col">{words.message}</th>
              <th role="columnheader" scope="col" class="count">{words.sms}</th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            {ROWS.map((status) => <Row key={status} status={status} />)}
          </tbody>
        </table>
      </section>
      <section>
        <h2>{words.timeline}</h2>
        <ol class="timeline">
          {STEPS.map((status, i) => (
            <li key={status} class={TONES[status]}>
              <span class="strong">{STATUSES[language][status]}</span>
              <time>{exactly(INSTANTS[i]!, language)}</time>
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

function Row({ status }: { status: Status }) {
  const words = useWords(STYLEGUIDE);
  const isBad = TONES[status] === "bad";
  return (
    <tr role="row" class={isBad ? "failed" : TONES[status]}>
      <td role="cell" class="date">{words.now}</td>
      <td role="cell" class="title">
        <a class="cover" href="/styleguide">idelibre</a>
        <span class="quiet">06 12 34 56 78</span>
      </td>
      <td role="cell" class="failure">
        <span class="label">{words.inError}</span>{" "}
        {isBad ? words.yes : words.no}
      </td>
      <td role="cell" class="reason">
        <div>
          <StatusPill status={status} />
          <span>{isBad ? words.noCredit : words.sent}</span>
        </div>
      </td>
      <td role="cell" class="count">
        1<span class="label">SMS</span>
      </td>
    </tr>
  );
}
