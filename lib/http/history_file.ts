import type { ExportFormat } from "../schema/export.ts";
import type { Message } from "../schema/message.ts";
import { type Cell, csvResponse, jsonLinesResponse } from "./csv.ts";

/** Columns of the table, as the history shows them. */
const COLUMNS = {
  createdAt: "Date",
  title: "Intitulé",
  to: "Destinataire",
  sender: "Expéditeur",
  text: "Texte",
  segments: "Nb SMS",
  status: "Statut",
  failed: "En erreur",
  reason: "Message",
  sentAt: "Remis le",
  deliveredAt: "Distribué le",
  reference: "Référence",
  application: "Application",
  submissionId: "Envoi",
  id: "Identifiant",
} as const satisfies { [Name in keyof Message]?: string };

/** Messages as a file: a table, or each as the API tells it. */
export function historyFile(
  format: ExportFormat,
  messages: AsyncIterable<Message>,
): Response {
  return format === "csv"
    ? csvResponse("historique.csv", Object.values(COLUMNS), rowsOf(messages))
    : jsonLinesResponse("historique.ndjson", messages);
}

async function* rowsOf(
  messages: AsyncIterable<Message>,
): AsyncIterable<readonly Cell[]> {
  const names = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
  for await (const message of messages) {
    yield names.map((name) => message[name] ?? null);
  }
}
