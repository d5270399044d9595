import { putLimits, readLimits } from "../../lib/domain/limits.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { Limits, NewLimits } from "../../lib/schema/limits.ts";

const tag = "structures";

export const limits = [
  endpoint(
    {
      id: "putLimits",
      tag,
      summary: {
        fr: "Limite les appels, les SMS par jour et les pays d'une structure",
        en: "Limits a structure's calls, SMS a day, and countries",
      },
      description:
        "Calls are counted over all keys of the structure. Foreign prefixes are closed unless listed here or at a level above. Replaces what was set before.",
      method: "put",
      path: "/structures/{id}/limits",
      body: NewLimits,
      returns: { 200: Limits },
      problems: [],
    },
    ({ ports, call, params, body }) =>
      putLimits(ports, call, { id: params.id, limits: body }),
  ),

  endpoint({
    id: "readLimits",
    tag,
    summary: {
      fr: "Lit les limites d'une structure",
      en: "Reads the limits of a structure",
    },
    method: "get",
    path: "/structures/{id}/limits",
    returns: { 200: Limits },
    problems: [],
  }, ({ ports, actor, params }) => readLimits(ports, actor, params.id)),
];
