import { erasePerson, readPerson } from "../../lib/domain/person.ts";
import { exportStructure } from "../../lib/domain/structure_export.ts";
import { jsonLinesResponse } from "../../lib/http/csv.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { ExportHead } from "../../lib/schema/structure_export.ts";
import { Erasure, Person, PersonQuery } from "../../lib/schema/person.ts";

const tag = "privacy";

export const people = [
  endpoint(
    {
      id: "readPerson",
      tag,
      summary: {
        fr: "Lit tout ce qui est détenu sur un numéro",
        en: "Reads all that is held about a number",
      },
      description:
        "The right of access (GDPR 15), for a manager, in the structure and all below it. POST, so that the number stands in no address.",
      method: "post",
      path: "/structures/{id}/people/search",
      freshFactor: true,
      body: PersonQuery,
      returns: { 200: Person },
      problems: ["not_found"],
    },
    ({ ports, actor, params, body }) =>
      readPerson(ports, actor, { id: params.id, ...body }),
  ),

  endpoint(
    {
      id: "erasePerson",
      tag,
      summary: {
        fr: "Efface un numéro et ce qui lui a été écrit",
        en: "Erases a number and what was written to it",
      },
      description:
        "The right to erasure (GDPR 17), for a manager, in the structure and all below it. Messages keep their place, date, status and cost; those that have not left are cancelled. An opt-out stays, as a keyed hash.",
      method: "post",
      path: "/structures/{id}/people/erase",
      body: PersonQuery,
      returns: { 200: Erasure },
      problems: ["not_found"],
    },
    ({ ports, call, params, body }) =>
      erasePerson(ports, call, { id: params.id, ...body }),
  ),

  endpoint(
    {
      id: "exportStructure",
      tag,
      summary: {
        fr: "Exporte toute une structure",
        en: "Exports a whole structure",
      },
      description:
        "Lines of JSON (`application/x-ndjson`): the first one holds the JSON Schema of the others. With all structures below; `deno task import FILE` takes it in elsewhere, with the same ledger. Numbers and texts are readable in it.",
      method: "get",
      path: "/structures/{id}/export",
      freshFactor: true,
      returns: { 200: ExportHead },
      alsoAs: ["application/x-ndjson"],
      problems: ["not_found"],
    },
    async ({ ports, call, params }) =>
      jsonLinesResponse(
        `${params.id}.jsonl`,
        await exportStructure(ports, call, params.id),
      ),
  ),
];
