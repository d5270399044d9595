/**
 * The history as a table for a spreadsheet, in the reader's language, with the
 * filters of the page it was asked from.
 *
 * @module
 */
import {
  exportMessages,
  type HistoryQuery,
  listMessages,
} from "../../lib/domain/history.ts";
import { lineage } from "../../lib/domain/directory.ts";
import { csvStream } from "../../lib/http/csv.ts";
import type { Ports } from "../../lib/ports.ts";
import type { Message } from "../../lib/schema/message.ts";
import type { Visit } from "./visit.ts";
import { civilDate, exactly, reasonIn, STATUSES } from "./words.ts";
import { EXPORT } from "./words/history.ts";

/** @throws {Problem} before anything is sent, where the history is not theirs */
export async function exportHistory(
  { ports, actor, language, nowMs }: Visit,
  query: HistoryQuery,
): Promise<Response> {
  await listMessages(ports, actor, { ...query, limit: 1 });
  const words = EXPORT[language];
  async function* rows() {
    for await (const message of exportMessages(ports, actor, query)) {
      const row = rowOf(message);
      yield query.subtree
        ? [await nameOf(ports, message.structureId), ...row]
        : row;
    }
  }
  const rowOf = (message: Message) => [
    exactly(message.createdAt, language),
    message.title,
    message.to,
    message.text,
    message.sender,
    message.segments,
    STATUSES[language][message.status],
    message.failed ? words.yes : words.no,
    message.reason && reasonIn(message.reason, language),
    message.reference ?? null,
    message.id,
  ];
  const name = `${words.file}-${civilDate(nowMs)}.csv`;
  const head = query.subtree ? [words.place, ...words.head] : words.head;
  return new Response(csvStream(head, rows()), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

async function nameOf(ports: Ports, id: string): Promise<string | null> {
  return (await lineage(ports, id))?.structure.name ?? null;
}
