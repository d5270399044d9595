import { z } from "@hono/zod-openapi";
import {
  addOptOut,
  exportOptOuts,
  importOptOuts,
  listOptOuts,
  removeOptOut,
} from "../../lib/domain/opt_out.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { optOutsCsv } from "../../lib/http/tables.ts";
import { Page, PageQuery } from "../../lib/schema/common.ts";
import {
  NewOptOut,
  OptOut,
  OptOutImport,
  OptOutImported,
} from "../../lib/schema/opt_out.ts";

const tag = "optOuts";

const Query = PageQuery.extend({
  recipient: z.string().min(1).max(40).optional().openapi({
    description: "Tells whether this number is on the list.",
  }),
});

export const optOuts = [
  endpoint(
    {
      id: "addOptOut",
      tag,
      summary: {
        fr: "Désabonne un numéro",
        en: "Opts a number out",
      },
      description:
        "A submission that names the number is then refused with `invalid_recipient`, or leaves it out under `skipInvalid` with the code `opted_out`.",
      method: "post",
      path: "/structures/{id}/opt-outs",
      body: NewOptOut,
      returns: { 201: OptOut },
      problems: ["invalid_recipient"],
    },
    ({ ports, call, params, body }) =>
      addOptOut(ports, call, { id: params.id, ...body }),
  ),

  endpoint(
    {
      id: "importOptOuts",
      tag,
      summary: {
        fr: "Reprend une liste de désabonnés",
        en: "Takes over a list of opted-out numbers",
      },
      method: "post",
      path: "/structures/{id}/opt-outs/import",
      body: OptOutImport,
      returns: { 200: OptOutImported },
      problems: [],
    },
    ({ ports, call, params, body }) =>
      importOptOuts(ports, call, { id: params.id, ...body }),
  ),

  endpoint(
    {
      id: "listOptOuts",
      tag,
      summary: {
        fr: "Liste les désabonnés, du plus récent au plus ancien",
        en: "Lists the numbers that opted out, the newest first",
      },
      description:
        "Only a keyed hash of each number is kept, so no list tells more than the last two digits. With `Accept: text/csv`, all of it as a table.",
      method: "get",
      path: "/structures/{id}/opt-outs",
      query: Query,
      returns: { 200: Page(OptOut) },
      alsoAs: ["text/csv"],
      problems: ["invalid_cursor", "invalid_recipient"],
    },
    async ({ ports, actor, params: { id }, query, request }) => {
      const first = await listOptOuts(ports, actor, { id, ...query });
      if (!/\btext\/csv\b/i.test(request.headers.get("accept") ?? "")) {
        return first;
      }
      return optOutsCsv(exportOptOuts(ports, actor, id));
    },
  ),

  endpoint({
    id: "removeOptOut",
    tag,
    summary: { fr: "Réabonne un numéro", en: "Opts a number in again" },
    method: "delete",
    path: "/structures/{id}/opt-outs/{optOutId}",
    returns: { 204: null },
    problems: [],
  }, async ({ ports, call, params }) => {
    await removeOptOut(ports, call, params);
    return null;
  }),
];
