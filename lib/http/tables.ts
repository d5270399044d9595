/**
 * People's lists as files for a spreadsheet.
 *
 * @module
 */
import type { Contact } from "../schema/contact.ts";
import type { OptOut } from "../schema/opt_out.ts";
import { type Cell, csvStream } from "./csv.ts";

/** Contacts as a table that can be imported again. */
export function contactsCsv(contacts: readonly Contact[]): Response {
  const names = [...new Set(contacts.flatMap((one) => Object.keys(one.fields)))]
    .filter((name) => name !== "nom");
  // Without the plus, which a spreadsheet would take for a formula.
  const rows = contacts.map(({ to, name, fields }) => [
    to.slice(1),
    name,
    ...names.map((field) => fields[field] ?? ""),
  ]);
  return file("contacts.csv", ["mobile", "nom", ...names], rows);
}

/** The numbers that opted out, as far as they may be told. */
export function optOutsCsv(all: AsyncIterable<OptOut>): Response {
  async function* rows() {
    for await (const { number, source, createdAt } of all) {
      yield [number, source, createdAt];
    }
  }
  return file(
    "desabonnes.csv",
    ["Numéro", "Origine", "Désabonné le"],
    rows(),
  );
}

function file(
  name: string,
  head: readonly string[],
  rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>,
): Response {
  async function* all() {
    yield* rows;
  }
  return new Response(csvStream(head, all()), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
