import {
  createApplication,
  deleteApplication,
  getApplication,
  listApplications,
  rotateKey,
} from "../../lib/domain/application.ts";
import { updateApplication } from "../../lib/domain/application_change.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import {
  Application,
  ApplicationPatch,
  ApplicationWithKey,
  NewApplication,
  RotateKey,
} from "../../lib/schema/application.ts";
import { Page, PageQuery } from "../../lib/schema/common.ts";

const tag = "applications";

export const applications = [
  endpoint(
    {
      id: "createApplication",
      tag,
      summary: {
        fr: "Déclare une application et crée sa clé",
        en: "Declares an application and makes its key",
      },
      description: "The key is in this answer and nowhere else.",
      method: "post",
      freshFactor: true,
      path: "/structures/{id}/applications",
      body: NewApplication,
      returns: { 201: ApplicationWithKey },
      problems: [],
      location: ({ id }) => `/applications/${id}`,
    },
    ({ ports, call, params, body }) =>
      createApplication(ports, call, { ...body, structureId: params.id }),
  ),

  endpoint(
    {
      id: "listApplications",
      tag,
      summary: {
        fr: "Liste les applications d'une structure",
        en: "Lists the applications of a structure",
      },
      method: "get",
      path: "/structures/{id}/applications",
      query: PageQuery,
      returns: { 200: Page(Application) },
      problems: ["invalid_cursor"],
    },
    ({ ports, actor, params, query }) =>
      listApplications(ports, actor, { ...query, structureId: params.id }),
  ),

  endpoint({
    id: "getApplication",
    tag,
    summary: { fr: "Lit une application", en: "Reads an application" },
    method: "get",
    path: "/applications/{id}",
    returns: { 200: Application },
    problems: [],
  }, ({ ports, actor, params }) => getApplication(ports, actor, params.id)),

  endpoint(
    {
      id: "updateApplication",
      tag,
      summary: {
        fr: "Modifie ce que peuvent faire les clés d'une application",
        en: "Changes what the keys of an application may do",
      },
      method: "patch",
      path: "/applications/{id}",
      body: ApplicationPatch,
      returns: { 200: Application },
      problems: [],
    },
    ({ ports, call, params, body }) =>
      updateApplication(ports, call, { id: params.id, patch: body }),
  ),

  endpoint({
    id: "deleteApplication",
    tag,
    summary: {
      fr: "Supprime une application et révoque ses clés",
      en: "Deletes an application and revokes its keys",
    },
    method: "delete",
    path: "/applications/{id}",
    returns: { 204: null },
    problems: [],
  }, async ({ ports, call, params }) => {
    await deleteApplication(ports, call, params.id);
    return null;
  }),

  endpoint(
    {
      id: "rotateKey",
      tag,
      summary: {
        fr: "Remplace la clé d'une application",
        en: "Replaces the key of an application",
      },
      description: "The old key stays valid for `graceHours`.",
      method: "post",
      freshFactor: true,
      path: "/applications/{id}/rotate",
      body: RotateKey,
      bodyIsOptional: true,
      returns: { 200: ApplicationWithKey },
      problems: [],
    },
    ({ ports, call, params, body }) =>
      rotateKey(ports, call, { id: params.id, graceHours: body.graceHours }),
  ),
];
