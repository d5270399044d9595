import { z } from "@hono/zod-openapi";
import { readStats } from "../../lib/domain/stats.ts";
import { monthEntries, readStatement } from "../../lib/domain/statement.ts";
import {
  csvResponse,
  STATEMENT_HEAD,
  statementRows,
} from "../../lib/http/csv.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { Month, Statement } from "../../lib/schema/statement.ts";
import { Stats, StatsQuery } from "../../lib/schema/stats.ts";

export const stats = [
  endpoint(
    {
      id: "readStats",
      tag: "structures",
      summary: {
        fr: "Compte les SMS par jour, application, structure, statut",
        en: "Counts SMS by day, application, structure, status",
      },
      description:
        "Messages, segments, failures and cost. An SMS counts on the day it is to leave (in France). Figures follow what happens by a few seconds, and are kept when numbers and texts are gone.",
      method: "get",
      path: "/structures/{id}/stats",
      query: StatsQuery,
      returns: { 200: Stats },
      problems: ["not_found"],
    },
    ({ ports, actor, params, query }) =>
      readStats(ports, actor, { id: params.id, ...query }),
  ),

  endpoint(
    {
      id: "readStatement",
      tag: "structures",
      summary: {
        fr: "Lit le relevé d'un mois",
        en: "Reads a month's statement",
      },
      description:
        "Sums of the ledger's entries of a month in France. As CSV: the entries themselves.",
      method: "get",
      path: "/structures/{id}/statement",
      query: z.object({ month: Month }),
      returns: { 200: Statement },
      alsoAs: ["text/csv"],
      problems: ["not_found"],
    },
    async ({ ports, actor, params, query, request }) => {
      const asked = { id: params.id, ...query };
      const statement = await readStatement(ports, actor, asked);
      const accept = request.headers.get("accept") ?? "";
      if (!/\btext\/csv\b/i.test(accept)) return statement;
      return csvResponse(
        `releve-${query.month}.csv`,
        STATEMENT_HEAD,
        statementRows(monthEntries(ports, actor, asked)),
      );
    },
  ),
];
