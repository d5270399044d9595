import { number } from "../../../islands/words.ts";
import type { LedgerEntry } from "../../../lib/schema/credit.ts";
import { address, type Visit } from "../visit.ts";
import { availableChange, entryName, signedNumber, when } from "../words.ts";

/** Movements, the newest first, with what was available after each. */
export function LedgerTable(
  { visit, entries, names }: {
    visit: Visit;
    entries: readonly LedgerEntry[];
    names: ReadonlyMap<string, string>;
  },
) {
  return (
    <table class="data ledger">
      <thead>
        <tr>
          <th scope="col">Date</th>
          <th scope="col">Mouvement</th>
          <th scope="col">Par</th>
          <th scope="col" class="count">SMS</th>
          <th scope="col" class="count">Disponibles après</th>
        </tr>
      </thead>
      <tbody>
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
  const { at, kind, amount, availableAfter, actor, cause, note } = entry;
  const change = availableChange(kind, amount);
  const name = entryName(kind, amount);
  return (
    <tr>
      <td class="date">
        <time dateTime={at}>{when(at, visit.nowMs)}</time>
      </td>
      <td class="title">
        {cause.startsWith("sub_")
          ? <a href={`${address(visit.here!.id, "envoi")}/${cause}`}>{name}</a>
          : name}
        {kind === "settle" && <span class="quiet">déjà réservé</span>}
        {note && <span class="quiet">{note}</span>}
      </td>
      <td class="who">{names.get(actor) ?? "Application"}</td>
      <td class={change > 0 ? "count plus" : "count"}>
        {change === 0
          ? <span class="quiet">{number(amount)}</span>
          : signedNumber(change)}
      </td>
      <td class="count after">
        <span class="label">Restaient</span>
        {number(availableAfter)}
      </td>
    </tr>
  );
}
