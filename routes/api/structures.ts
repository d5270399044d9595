import {
  createStructure,
  getStructure,
  listStructures,
  setSuspended,
  updateStructure,
} from "../../lib/domain/structure.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { Id, Page, PageQuery } from "../../lib/schema/common.ts";
import {
  NewStructure,
  Structure,
  StructurePatch,
} from "../../lib/schema/structure.ts";

const tag = "structures";

export const structures = [
  endpoint({
    id: "createStructure",
    tag,
    summary: { fr: "Déclare une structure", en: "Declares a structure" },
    method: "post",
    path: "/structures",
    body: NewStructure,
    returns: { 201: Structure },
    problems: ["not_found"],
    location: ({ id }) => `/structures/${id}`,
  }, ({ ports, call, body }) => createStructure(ports, call, body)),

  endpoint({
    id: "listStructures",
    tag,
    summary: {
      fr: "Liste les structures d'un niveau",
      en: "Lists the structures of a level",
    },
    description: "Without `parentId`: where the caller enters the tree.",
    method: "get",
    path: "/structures",
    query: PageQuery.extend({ parentId: Id("str").optional() }),
    returns: { 200: Page(Structure) },
    problems: ["invalid_cursor", "not_found"],
  }, ({ ports, actor, query }) => listStructures(ports, actor, query)),

  endpoint({
    id: "getStructure",
    tag,
    summary: { fr: "Lit une structure", en: "Reads a structure" },
    method: "get",
    path: "/structures/{id}",
    returns: { 200: Structure },
    problems: [],
  }, ({ ports, actor, params }) => getStructure(ports, actor, params.id)),

  endpoint(
    {
      id: "updateStructure",
      tag,
      summary: { fr: "Modifie une structure", en: "Changes a structure" },
      method: "patch",
      path: "/structures/{id}",
      body: StructurePatch,
      returns: { 200: Structure },
      problems: [],
    },
    ({ ports, call, params, body }) =>
      updateStructure(ports, call, { id: params.id, patch: body }),
  ),

  endpoint(
    {
      id: "suspendStructure",
      tag,
      summary: {
        fr: "Suspend les envois d'une structure et de tout ce qu'elle contient",
        en: "Suspends the sends of a structure and all below it",
      },
      method: "post",
      path: "/structures/{id}/suspend",
      returns: { 200: Structure },
      problems: [],
    },
    ({ ports, call, params }) =>
      setSuspended(ports, call, { id: params.id, suspended: true }),
  ),

  endpoint(
    {
      id: "resumeStructure",
      tag,
      summary: {
        fr: "Rétablit les envois d'une structure",
        en: "Resumes the sends of a structure",
      },
      method: "post",
      path: "/structures/{id}/resume",
      returns: { 200: Structure },
      problems: [],
    },
    ({ ports, call, params }) =>
      setSuspended(ports, call, { id: params.id, suspended: false }),
  ),
];
