import { useWords } from "../../../islands/language.ts";
import { number } from "../../../islands/words.ts";
import { EXPIRY_ACTOR } from "../../../lib/domain/expiry.ts";
import type { LedgerEntry } from "../../../lib/schema/credit.ts";
import { address, type Visit } from "../visit.ts";
import { availableChange, entryName, signedNumber, when } from "../words.ts";
import { CREDITS } from "../words/credits.ts";

/** Movements, the newest first, with what was available after each. */
export function LedgerTable(
  { visit, entries, names }: {
    visit: Visit;
    entries: readonly LedgerEntry[];
    names: ReadonlyMap<string, string>;
  },
) {
  const words = useWords(CREDITS);
  return (
    <table role="table" class="data ledger">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">{words.date}</th>
          <th role="columnheader" scope="col">{words.movement}</th>
          <th role="columnheader" scope="col">{words.by}</th>
          <th role="columnheader" scope="col" class="count">SMS</th>
          <th role="columnheader" scope="col" class="count">
            {words.after}
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {entries.map((entry) => (
          <Row key={entry.number} visit={visit} entry={entry} names={names} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ visit, entry, names }: {
  visit: Visit;
  entry: LedgerEntry;
  names: ReadonlyMap<string, string>;
}) {
  const { language } = visit;
  const words = CREDITS[language];
  const { at, kind, amount, availableAfter, actor, cause, note } = entry;
  const change = availableChange(kind, amount);
  const name = actor === EXPIRY_ACTOR
    ? words.expired
    : entryName(kind, amount, language);
  // What a structure below draws is a send of its own.
  const isSend = cause.startsWith("sub_") && kind !== "allocate" &&
    kind !== "reclaim";
  return (
    <tr role="row">
      <td role="cell" class="date">
        <time dateTime={at}>{when(at, visit.nowMs, language)}</time>
      </td>
      <td role="cell" class="title">
        {isSend
          ? (
            <a
              class="more"
              href={`${address(visit.here!.id, "envoi")}/${cause}`}
            >
              {name}
            </a>
          )
          : <span class="strong">{name}</span>}
        {kind === "settle" && <span class="quiet">{words.alreadyReserved}
        </span>}
        {note && <span class="quiet">{note}</span>}
      </td>
      <td role="cell" class="who">
        {kind !== "settle" && (names.get(actor) ?? words.application)}
      </td>
      <td role="cell" class={change > 0 ? "count plus" : "count"}>
        {change === 0
          ? <span class="quiet">{number(amount, language)}</span>
          : signedNumber(change, language)}
      </td>
      <td role="cell" class="count after">
        <span class="label">{words.left}</span>
        {number(availableAfter, language)}
      </td>
    </tr>
  );
}
