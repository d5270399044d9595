/**
 * Tables as CSV that a French spreadsheet opens as it is: UTF-8 with its mark,
 * semicolons, every cell quoted, and no cell that could run as a formula.
 *
 * @module
 */
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
