/**
 * A journal as a file: for a spreadsheet, or a line of JSON each.
 *
 * @module
 */
import type { AuditEntry } from "../schema/audit.ts";
import { type Cell, csvStream } from "./csv.ts";

const COLUMNS = [
  "number",
  "at",
  "actorKind",
  "actorId",
  "actorName",
  "via",
  "address",
  "action",
  "target",
  "result",
  "detail",
  "hash",
];

/** The answer that downloads a journal. */
export function auditFile(
  kind: "csv" | "ndjson",
  lines: AsyncIterable<AuditEntry>,
): Response {
  const type = kind === "csv" ? "text/csv" : "application/x-ndjson";
  return new Response(kind === "csv" ? csvOf(lines) : ndjsonOf(lines), {
    headers: {
      "content-type": `${type}; charset=utf-8`,
      "content-disposition": `attachment; filename="journal.${kind}"`,
    },
  });
}

function csvOf(lines: AsyncIterable<AuditEntry>) {
  async function* rows(): AsyncIterable<Cell[]> {
    for await (const line of lines) {
      const { actor, from } = line;
      yield [
        line.number,
        line.at,
        actor.kind,
        actor.id,
        actor.name,
        from.via,
        from.address,
        line.action,
        line.target,
        line.result,
        JSON.stringify(line.detail),
        line.hash,
      ];
    }
  }
  return csvStream(COLUMNS, rows());
}

function ndjsonOf(lines: AsyncIterable<AuditEntry>) {
  async function* texts() {
    for await (const line of lines) yield JSON.stringify(line) + "\n";
  }
  return ReadableStream.from(texts()).pipeThrough(new TextEncoderStream());
}
