import {
  LINK_SECRET,
  openDownload,
} from "../../lib/domain/history_download.ts";
import {
  linkExport,
  listExports,
  readExport,
  startExport,
} from "../../lib/domain/history_export.ts";
import { deleteExport } from "../../lib/domain/history_export_run.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { historyFile } from "../../lib/http/history_file.ts";
import { Page, PageQuery } from "../../lib/schema/common.ts";
import {
  ExportLink,
  HistoryExport,
  NewExport,
} from "../../lib/schema/export.ts";

const tag = "messages";
const named = (params: { id: string; exportId: string }) => ({
  structureId: params.id,
  exportId: params.exportId,
});

export const historyExports = [
  endpoint(
    {
      id: "startExport",
      tag,
      summary: {
        fr: "Demande un export de l'historique, préparé en arrière-plan",
        en: "Asks for an export of the history, prepared in the background",
      },
      description:
        "For large ranges. It holds what was accepted before the call, the newest first, each message as it was when it was read. `GET` tells how far it is; once `status` is `ready`, `POST …/link` gives a link that works once, for 15 minutes. What was prepared is sealed, and destroyed after 24 hours.",
      method: "post",
      path: "/structures/{id}/exports",
      freshFactor: true,
      body: NewExport,
      bodyIsOptional: true,
      returns: { 202: HistoryExport },
      problems: ["conflict"],
      location: ({ structureId, id }) =>
        `/structures/${structureId}/exports/${id}`,
    },
    ({ ports, call, params, body }) =>
      startExport(ports, call, { ...body, structureId: params.id }),
  ),

  endpoint(
    {
      id: "listExports",
      tag,
      summary: {
        fr: "Liste les exports de l'historique d'une structure",
        en: "Lists the exports of a structure's history",
      },
      method: "get",
      path: "/structures/{id}/exports",
      query: PageQuery,
      returns: { 200: Page(HistoryExport) },
      problems: ["invalid_cursor"],
    },
    ({ ports, actor, params, query }) =>
      listExports(ports, actor, { ...query, structureId: params.id }),
  ),

  endpoint(
    {
      id: "readExport",
      tag,
      summary: {
        fr: "Lit l'avancement d'un export",
        en: "Reads how far an export is",
      },
      method: "get",
      path: "/structures/{id}/exports/{exportId}",
      returns: { 200: HistoryExport },
      problems: [],
    },
    ({ ports, actor, params }) => readExport(ports, actor, named(params)),
  ),

  endpoint(
    {
      id: "deleteExport",
      tag,
      summary: {
        fr: "Détruit un export avant la fin de son temps",
        en: "Destroys an export before its time is over",
      },
      method: "delete",
      path: "/structures/{id}/exports/{exportId}",
      returns: { 204: null },
      problems: [],
    },
    ({ ports, call, params }) => deleteExport(ports, call, named(params)),
  ),

  endpoint(
    {
      id: "linkExport",
      tag,
      summary: {
        fr: "Donne un lien à usage unique vers un export prêt",
        en: "Gives a link that works once to an export that is ready",
      },
      method: "post",
      path: "/structures/{id}/exports/{exportId}/link",
      freshFactor: true,
      returns: { 201: ExportLink },
      problems: ["conflict", "already_final"],
    },
    ({ ports, call, params }) =>
      linkExport(ports, call, { ...named(params), path: "/api/v1/downloads" }),
  ),

  endpoint(
    {
      id: "downloadExport",
      tag,
      summary: {
        fr: "Télécharge un export par son lien, qui cesse alors de servir",
        en: "Downloads an export by its link, which ends with that",
      },
      method: "get",
      path: "/downloads/{secret}",
      params: { secret: LINK_SECRET },
      isPublic: true,
      returns: { 200: null },
      alsoAs: ["text/csv", "application/x-ndjson"],
      problems: [],
    },
    async ({ ports, call, params, request }) => {
      // Whoever only looks at where a link leads does not use it up.
      if (request.method === "HEAD") return new Response(null);
      const found = await openDownload(ports, params.secret, call.origin);
      return historyFile(found.format, found.messages);
    },
  ),
];
