import {
  createTemplate,
  deleteTemplate,
  getTemplate,
  listTemplates,
  updateTemplate,
} from "../../lib/domain/template.ts";
import { previewTemplate } from "../../lib/domain/template_preview.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { Page } from "../../lib/schema/common.ts";
import {
  NewTemplate,
  Template,
  TemplatePatch,
  TemplatePreview,
  TemplatePreviewed,
} from "../../lib/schema/template.ts";

const tag = "templates";

export const templates = [
  endpoint(
    {
      id: "createTemplate",
      tag,
      summary: { fr: "Crée un modèle de texte", en: "Creates a text template" },
      description:
        "Places are written `{{prenom}}`. The structures below may use it too.",
      method: "post",
      path: "/structures/{id}/templates",
      body: NewTemplate,
      returns: { 201: Template },
      problems: ["conflict"],
    },
    ({ ports, call, params, body }) =>
      createTemplate(ports, call, { structureId: params.id, ...body }),
  ),

  endpoint({
    id: "listTemplates",
    tag,
    summary: {
      fr: "Liste les modèles, puis ceux des niveaux supérieurs",
      en: "Lists the templates, then those of the levels above",
    },
    method: "get",
    path: "/structures/{id}/templates",
    returns: { 200: Page(Template) },
    problems: [],
  }, async ({ ports, actor, params }) => ({
    items: await listTemplates(ports, actor, params.id),
    nextCursor: null,
  })),

  endpoint(
    {
      id: "previewTemplate",
      tag,
      summary: {
        fr: "Montre le texte le plus long et le plus court d'un envoi",
        en: "Shows the longest and the shortest text of a send",
      },
      method: "post",
      path: "/structures/{id}/templates/preview",
      body: TemplatePreview,
      returns: { 200: TemplatePreviewed },
      problems: [],
    },
    ({ ports, actor, params, body }) =>
      previewTemplate(ports, actor, { id: params.id, input: body }),
  ),

  endpoint({
    id: "getTemplate",
    tag,
    summary: { fr: "Lit un modèle", en: "Reads a template" },
    method: "get",
    path: "/structures/{id}/templates/{templateId}",
    returns: { 200: Template },
    problems: [],
  }, ({ ports, actor, params }) => getTemplate(ports, actor, params)),

  endpoint(
    {
      id: "updateTemplate",
      tag,
      summary: { fr: "Modifie un modèle", en: "Changes a template" },
      method: "patch",
      path: "/structures/{id}/templates/{templateId}",
      body: TemplatePatch,
      returns: { 200: Template },
      problems: [],
    },
    ({ ports, call, params, body }) =>
      updateTemplate(ports, call, { ...params, patch: body }),
  ),

  endpoint({
    id: "deleteTemplate",
    tag,
    summary: { fr: "Supprime un modèle", en: "Deletes a template" },
    method: "delete",
    path: "/structures/{id}/templates/{templateId}",
    returns: { 204: null },
    problems: [],
  }, async ({ ports, call, params }) => {
    await deleteTemplate(ports, call, params);
    return null;
  }),
];
