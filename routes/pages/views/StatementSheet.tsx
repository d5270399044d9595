import { number } from "../../../islands/words.ts";
import type { Statement } from "../../../lib/schema/statement.ts";
import { Heading } from "../parts/Heading.tsx";
import { address, type Visit } from "../visit.ts";
import {
  availableChange,
  entryName,
  longDate,
  signedNumber,
} from "../words.ts";
import { STATEMENT, STATISTICS } from "../words/statistics.ts";

/** A month's statement, on screen and on paper. */
export function StatementSheet(
  { visit, statement }: { visit: Visit; statement: Statement },
) {
  const { language } = visit;
  const words = STATEMENT[language];
  const path = address(visit.here!.id, "statistiques");
  const { month, firstEntry, lastEntry } = statement;
  const at = (value: number) => number(value, language);
  return (
    <article class="sheet">
      <Heading
        title={words.of(monthName(month, language))}
        lead={statement.structureName}
        back={{ href: path, label: STATISTICS[language].title }}
      />
      <nav class="chips screen" aria-label={words.title}>
        <a class="chip" href={`${path}/releve?mois=${monthBefore(month, 1)}`}>
          {words.previous}
        </a>
        <a class="chip" href={`${path}/releve?mois=${monthBefore(month, -1)}`}>
          {words.next}
        </a>
        <a class="chip" href={`${path}/releve.csv?mois=${month}`}>
          {words.csv}
        </a>
      </nav>
      <p class="quiet screen">{words.print}</p>
      <table class="sums">
        <thead>
          <tr>
            <th scope="col">{words.movement}</th>
            <th scope="col" class="count">{words.entries}</th>
            <th scope="col" class="count">{words.amount}</th>
            <th scope="col" class="count">{words.effect}</th>
          </tr>
        </thead>
        <tbody>
          <tr class="total">
            <th scope="row" colSpan={3}>{words.opening}</th>
            <td class="count">{at(statement.opening)}</td>
          </tr>
          {statement.lines.map(({ kind, entries, amount }) => (
            <tr>
              <th scope="row">{entryName(kind, amount, language)}</th>
              <td class="count">{at(entries)}</td>
              <td class="count">{at(Math.abs(amount))}</td>
              <td class="count">
                {signedNumber(availableChange(kind, amount), language)}
              </td>
            </tr>
          ))}
          <tr class="total">
            <th scope="row" colSpan={3}>{words.closing}</th>
            <td class="count">{at(statement.closing)}</td>
          </tr>
        </tbody>
      </table>
      <h2>{words.byApplication}</h2>
      {statement.applications.length === 0
        ? <p>{words.noneSpent}</p>
        : (
          <table class="sums">
            <tbody>
              {statement.applications.map(({ name, spent }) => (
                <tr>
                  <th scope="row">{name}</th>
                  <td class="count">{at(spent)}</td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">{words.spent}</th>
                <td class="count">{at(statement.spent)}</td>
              </tr>
            </tfoot>
          </table>
        )}
      <p class="quiet">
        {firstEntry === null
          ? words.noEntry
          : words.numbers(at(firstEntry), at(lastEntry!))} {words.agrees}{" "}
        {words.made(longDate(visit.nowMs, language))}
      </p>
    </article>
  );
}

function monthName(month: string, language: "fr" | "en"): string {
  return new Intl.DateTimeFormat(language, {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).format(Date.parse(`${month}-01`));
}

function monthBefore(month: string, months: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 - months, 1)).toISOString()
    .slice(0, 7);
}
