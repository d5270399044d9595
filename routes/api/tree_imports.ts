import {
  previewImport,
  readImport,
  startImport,
} from "../../lib/domain/tree_import.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { languageOf } from "../../lib/http/language.ts";
import {
  NewTreeImport,
  TreeImport,
  TreeImportPreview,
} from "../../lib/schema/tree_import.ts";

const tag = "structures";

export const treeImports = [
  endpoint({
    id: "previewTreeImport",
    tag,
    summary: {
      fr: "Vérifie un tableau de structures et de membres, sans rien créer",
      en: "Checks a table of structures and members; nothing is made",
    },
    method: "post",
    path: "/structures/{id}/imports/preview",
    body: NewTreeImport,
    returns: { 200: TreeImportPreview },
    problems: [],
  }, ({ ports, actor, params, body, request }) => {
    const language = languageOf(request.headers.get("accept-language"));
    const wanted = { structureId: params.id, csv: body.csv };
    return previewImport(ports, actor, wanted, language);
  }),

  endpoint(
    {
      id: "startTreeImport",
      tag,
      summary: {
        fr: "Crée les structures et invite les membres d'un tableau",
        en: "Makes the structures and invites the members of a table",
      },
      description:
        "All of the table or nothing: wrong cells are 422 with `/csv/LINE/COLUMN`. The work goes on in the background.",
      method: "post",
      path: "/structures/{id}/imports",
      freshFactor: true,
      body: NewTreeImport,
      returns: { 202: TreeImport },
      problems: [],
    },
    ({ ports, call, params, body }) =>
      startImport(ports, call, { structureId: params.id, csv: body.csv }),
  ),

  endpoint({
    id: "readTreeImport",
    tag,
    summary: { fr: "Lit l'avancement d'un import", en: "Reads an import" },
    method: "get",
    path: "/structures/{id}/imports/{importId}",
    returns: { 200: TreeImport },
    problems: [],
  }, ({ ports, actor, params }) =>
    readImport(ports, actor, {
      structureId: params.id,
      importId: params.importId,
    })),
];
