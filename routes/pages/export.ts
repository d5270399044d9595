/**
 * The history as a table for a spreadsheet, in the reader's language, with the
 * filters of the page it was asked from.
 *
 * @module
 */
import type { Language } from "../../islands/language.ts";
import {
  exportMessages,
  type HistoryQuery,
  listMessages,
} from "../../lib/domain/history.ts";
import { lineage } from "../../lib/domain/directory.ts";
import { csvStream } from "../../lib/http/csv.ts";
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
  const messages = exportMessages(ports, actor, query);
  const nameOf = query.subtree
    ? async (id: string) => (await lineage(ports, id))?.structure.name ?? null
    : null;
  return historyTableOf(messages, { language, nowMs, nameOf });
}

/** Messages as a table for people, under a name with its date in it. */
export function historyTableOf(
  messages: AsyncIterable<Message>,
  { language, nowMs, nameOf = null }: {
    language: Language;
    nowMs: number;
    /** Names structures, where messages of several are told. */
    nameOf?: ((structureId: string) => Promise<string | null>) | null;
  },
): Response {
  const words = EXPORT[language];
  async function* rows() {
    for await (const message of messages) {
      const row = rowOf(message, language);
      yield nameOf === null ? row : [await nameOf(message.structureId), ...row];
    }
  }
  const name = `${words.file}-${civilDate(nowMs)}.csv`;
  const head = nameOf !== null ? [words.place, ...words.head] : words.head;
  return new Response(csvStream(head, rows()), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

function rowOf(message: Message, language: Language) {
  const words = EXPORT[language];
  return [
    exactly(message.createdAt, language),
    message.title,
    message.to,
    message.text,
    message.sender,
    message.segments,
    STATUSES[language][message.status],
    message.failed ? words.yes : words.no,
    message.reason ? reasonIn(message.reason, language) : null,
    message.reference ?? null,
    message.id,
  ];
}
