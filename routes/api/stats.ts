import { readStats } from "../../lib/domain/stats.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
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
];
