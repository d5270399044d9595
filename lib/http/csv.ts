/**
 * Tables as CSV that a French spreadsheet opens as it is: UTF-8 with its mark,
 * semicolons, every cell quoted, and no cell that could run as a formula.
 *
 * @module
 */
import type { LedgerEntry } from "../schema/credit.ts";

const MARK = "\ufeff";

/** What a spreadsheet takes for the start of a formula. */
const FORMULA = /^[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/;

export type Cell = string | number | boolean | null;

/** A table as a stream of bytes: the head, then a line for each row. */
export function csvStream(
  head: readonly string[],
  rows: AsyncIterable<readonly Cell[]>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return ReadableStream.from(lines(head, rows))
    .pipeThrough(new TextEncoderStream());
}

async function* lines(
  head: readonly string[],
  rows: AsyncIterable<readonly Cell[]>,
): AsyncIterable<string> {
  let chunk = MARK + csvLine(head);
  for await (const row of rows) {
    chunk += csvLine(row);
    if (chunk.length < 16_384) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk !== "") yield chunk;
}

/** One line, its end included. */
export function csvLine(row: readonly Cell[]): string {
  return row.map(csvCell).join(";") + "\r\n";
}

function csvCell(value: Cell): string {
  if (value === null) return '""';
  const text = String(value);
  const isRisky = typeof value === "string" && FORMULA.test(text);
  return `"${(isRisky ? `'${text}` : text).replaceAll('"', '""')}"`;
}

/** An answer that a browser saves under `name`. */
export function csvResponse(
  name: string,
  head: readonly string[],
  rows: AsyncIterable<readonly Cell[]>,
): Response {
  return new Response(csvStream(head, rows), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    },
  });
}

/** Values as lines of JSON, that a browser saves under `name`. */
export function jsonLinesResponse(
  name: string,
  values: AsyncIterable<unknown>,
): Response {
  return new Response(
    ReadableStream.from(jsonLines(values)).pipeThrough(new TextEncoderStream()),
    {
      headers: {
        "content-type": "application/x-ndjson; charset=utf-8",
        "content-disposition": `attachment; filename="${name}"`,
        "cache-control": "no-store",
      },
    },
  );
}

async function* jsonLines(values: AsyncIterable<unknown>) {
  let chunk = "";
  for await (const value of values) {
    chunk += JSON.stringify(value) + "\n";
    if (chunk.length < 16_384) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk !== "") yield chunk;
}

/** The columns of a statement. */
export const STATEMENT_HEAD = [
  "Numéro",
  "Date",
  "Mouvement",
  "SMS",
  "Disponible après",
  "Auteur",
  "Objet",
  "Note",
] as const;

/** Entries of a ledger as rows of a statement. */
export async function* statementRows(
  entries: AsyncIterable<LedgerEntry>,
): AsyncIterable<readonly Cell[]> {
  for await (const entry of entries) {
    const { number, at, kind, amount, availableAfter } = entry;
    const { actor, cause, note } = entry;
    yield [number, at, kind, amount, availableAfter, actor, cause, note];
  }
}
