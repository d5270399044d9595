import { acceptMessages } from "../../lib/domain/acceptance.ts";
import { acceptComposed } from "../../lib/domain/composed.ts";
import type { Actor } from "../../lib/domain/actor.ts";
import { authorised } from "../../lib/domain/directory.ts";
import { invalidField } from "../../lib/domain/field.ts";
import {
  exportMessages,
  getMessage,
  type HistoryQuery,
  listMessages,
} from "../../lib/domain/history.ts";
import { previewMessages } from "../../lib/domain/preview.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { historyFile } from "../../lib/http/history_file.ts";
import type { Ports } from "../../lib/ports.ts";
import type { z } from "@hono/zod-openapi";
import { Page } from "../../lib/schema/common.ts";
import { Composed, isComposed, SendBody } from "../../lib/schema/composed.ts";
import type { ExportFormat } from "../../lib/schema/export.ts";
import { MessageQuery } from "../../lib/schema/message_query.ts";
import {
  Accepted,
  Message,
  MessageWithTimeline,
  OwnTexts,
  Preview,
  Previewed,
  SameText,
} from "../../lib/schema/message.ts";

const tag = "messages";

export const messages = [
  endpoint({
    id: "sendMessages",
    tag,
    summary: {
      fr: "Confie un envoi à un ou plusieurs destinataires",
      en: "Accepts messages to one or many for delivery",
    },
    method: "post",
    path: "/messages",
    description:
      "Either one text to all, or each its own; or, with `templateId`, `listIds` or `variables`, texts and recipients made from those: see ComposedMessages.",
    body: SendBody,
    shapeOf,
    returns: { 202: Accepted },
    problems: [
      "insufficient_credit",
      "invalid_recipient",
      "sender_not_allowed",
      "rate_limited",
      "not_found",
    ],
  }, async ({ ports, actor, call, body }) => {
    const structureId = body.structureId ?? ownStructure(actor);
    const at = await authorised(ports, actor, "message:send", structureId);
    return isComposed(body)
      ? await acceptComposed(ports, { call, at }, body)
      : await acceptMessages(ports, { call, at }, body);
  }),

  endpoint({
    id: "previewMessages",
    tag,
    summary: {
      fr: "Compte les SMS d'un texte, sans rien envoyer ni conserver",
      en: "Counts the SMS of a text; nothing is sent or stored",
    },
    method: "post",
    path: "/messages/preview",
    body: Preview,
    returns: { 200: Previewed },
    problems: ["forbidden", "not_found"],
  }, ({ ports, actor, body }) => previewMessages(ports, actor, body)),

  endpoint(
    {
      id: "listMessages",
      tag,
      summary: {
        fr: "Liste l'historique, du plus récent au plus ancien",
        en: "Lists the history, the newest first",
      },
      description:
        "With `Accept: text/csv`, all of it as a table; with `Accept: application/x-ndjson`, all of it as lines of JSON. Both are streamed, however long the history; `POST /structures/{id}/exports` prepares it in the background.",
      method: "get",
      path: "/messages",
      query: MessageQuery,
      returns: { 200: Page(Message) },
      alsoAs: ["text/csv", "application/x-ndjson"],
      problems: ["invalid_cursor", "not_found"],
    },
    async ({ ports, actor, query, request }) =>
      wants(request, "text/csv")
        ? await exported(ports, actor, query, "csv")
        : wants(request, "application/x-ndjson")
        ? await exported(ports, actor, query, "ndjson")
        : await listMessages(ports, actor, query),
  ),

  endpoint({
    id: "getMessage",
    tag,
    summary: {
      fr: "Lit un message et son parcours",
      en: "Reads a message and its timeline",
    },
    method: "get",
    path: "/messages/{id}",
    returns: { 200: MessageWithTimeline },
    problems: [],
  }, ({ ports, actor, params }) => getMessage(ports, actor, params.id)),
];

/** Which of its two shapes a submission is meant to have. */
function shapeOf(value: unknown): z.ZodType<SendBody> {
  if (typeof value !== "object" || value === null) return SameText;
  if (isComposed(value)) return Composed;
  const hasOwnTexts = "messages" in value;
  const hasOneText = "text" in value || "recipients" in value;
  if (hasOwnTexts !== hasOneText) return hasOwnTexts ? OwnTexts : SameText;
  throw invalidField(
    hasOwnTexts ? "/messages" : "",
    hasOwnTexts
      ? {
        fr:
          "Envoyez « messages », ou « text » avec « recipients », mais pas les deux.",
        en: 'Send "messages", or "text" with "recipients", but not both.',
      }
      : {
        fr:
          "Envoyez « text » avec « recipients » (même texte pour tous), ou « messages » (un texte chacun).",
        en:
          'Send "text" with "recipients" (one text to all), or "messages" (each its own).',
      },
  );
}

function ownStructure(actor: Actor): string {
  if (actor.kind === "application") return actor.structureId;
  throw invalidField("/structureId", {
    fr: "Indiquez la structure au nom de laquelle envoyer.",
    en: "Give the structure to send for.",
  });
}

function wants(request: Request, type: string): boolean {
  const accept = request.headers.get("accept") ?? "";
  return accept.toLowerCase().split(",").some((one) =>
    one.split(";")[0]!.trim() === type
  );
}

/** The first page is read before the answer begins, so refusals are told. */
async function exported(
  ports: Ports,
  actor: Actor,
  query: HistoryQuery,
  format: ExportFormat,
): Promise<Response> {
  await listMessages(ports, actor, { ...query, limit: 1 });
  return historyFile(format, exportMessages(ports, actor, query));
}
