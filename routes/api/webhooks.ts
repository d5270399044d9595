import { testWebhook } from "../../lib/delivery/webhook_trial.ts";
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhooks,
  rotateWebhookSecret,
  updateWebhook,
} from "../../lib/domain/webhook.ts";
import {
  listDeliveries,
  replayDelivery,
} from "../../lib/domain/webhook_log.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { Page, PageQuery } from "../../lib/schema/common.ts";
import {
  NewWebhook,
  RotateWebhookSecret,
  Webhook,
  WebhookChange,
  WebhookDelivery,
  WebhookWithSecret,
} from "../../lib/schema/webhook.ts";

const tag = "webhooks";
const PATH = "/structures/{id}/webhooks/{webhookId}";

export const webhooks = [
  endpoint(
    {
      id: "createWebhook",
      tag,
      summary: {
        fr: "Déclare une adresse à prévenir et crée son secret",
        en: "Declares an endpoint to be told, and makes its secret",
      },
      description:
        "Requests follow Standard Webhooks 1.0. The secret is in this answer and nowhere else.",
      method: "post",
      path: "/structures/{id}/webhooks",
      body: NewWebhook,
      returns: { 201: WebhookWithSecret },
      problems: ["conflict"],
      location: ({ structureId, id }) =>
        `/structures/${structureId}/webhooks/${id}`,
    },
    ({ ports, call, params, body }) =>
      createWebhook(ports, call, { ...body, structureId: params.id }),
  ),

  endpoint(
    {
      id: "listWebhooks",
      tag,
      summary: {
        fr: "Liste les webhooks d'une structure",
        en: "Lists the webhooks of a structure",
      },
      method: "get",
      path: "/structures/{id}/webhooks",
      query: PageQuery,
      returns: { 200: Page(Webhook) },
      problems: ["invalid_cursor"],
    },
    ({ ports, actor, params, query }) =>
      listWebhooks(ports, actor, { ...query, structureId: params.id }),
  ),

  endpoint({
    id: "getWebhook",
    tag,
    summary: { fr: "Lit un webhook", en: "Reads a webhook" },
    method: "get",
    path: PATH,
    returns: { 200: Webhook },
    problems: [],
  }, ({ ports, actor, params }) => getWebhook(ports, actor, named(params))),

  endpoint(
    {
      id: "updateWebhook",
      tag,
      summary: {
        fr: "Modifie, met en pause ou réactive un webhook",
        en: "Changes, pauses or resumes a webhook",
      },
      method: "patch",
      path: PATH,
      body: WebhookChange,
      returns: { 200: Webhook },
      problems: [],
    },
    ({ ports, call, params, body }) =>
      updateWebhook(ports, call, { ...named(params), change: body }),
  ),

  endpoint({
    id: "deleteWebhook",
    tag,
    summary: { fr: "Supprime un webhook", en: "Deletes a webhook" },
    method: "delete",
    path: PATH,
    returns: { 204: null },
    problems: [],
  }, async ({ ports, call, params }) => {
    await deleteWebhook(ports, call, named(params));
    return null;
  }),

  endpoint(
    {
      id: "rotateWebhookSecret",
      tag,
      summary: {
        fr: "Remplace le secret d'un webhook",
        en: "Replaces the secret of a webhook",
      },
      description:
        "Requests carry a signature of each secret while both are valid.",
      method: "post",
      path: `${PATH}/rotate`,
      body: RotateWebhookSecret,
      bodyIsOptional: true,
      returns: { 200: WebhookWithSecret },
      problems: [],
    },
    ({ ports, call, params, body }) =>
      rotateWebhookSecret(ports, call, {
        ...named(params),
        graceHours: body.graceHours,
      }),
  ),

  endpoint({
    id: "testWebhook",
    tag,
    summary: {
      fr: "Envoie un événement d'essai et donne la réponse obtenue",
      en: "Sends a test event and tells what was answered",
    },
    method: "post",
    path: `${PATH}/test`,
    returns: { 200: WebhookDelivery },
    problems: [],
  }, ({ ports, call, params }) => testWebhook(ports, call, named(params))),

  endpoint(
    {
      id: "listWebhookDeliveries",
      tag,
      summary: {
        fr: "Liste ce qui a été envoyé à un webhook, et ses réponses",
        en: "Lists what was sent to a webhook, and its answers",
      },
      description: "Kept for 30 days.",
      method: "get",
      path: `${PATH}/deliveries`,
      query: PageQuery,
      returns: { 200: Page(WebhookDelivery) },
      problems: ["invalid_cursor"],
    },
    ({ ports, actor, params, query }) =>
      listDeliveries(ports, actor, { ...named(params), ...query }),
  ),

  endpoint(
    {
      id: "replayWebhookDelivery",
      tag,
      summary: {
        fr: "Renvoie un événement",
        en: "Sends an event once more",
      },
      description: "It keeps its `webhook-id` and is tried as a new one is.",
      method: "post",
      path: `${PATH}/deliveries/{deliveryId}/replay`,
      returns: { 202: WebhookDelivery },
      problems: ["conflict"],
    },
    ({ ports, call, params }) =>
      replayDelivery(ports, call, {
        ...named(params),
        deliveryId: params.deliveryId,
      }),
  ),
];

function named(params: { id: string; webhookId: string }) {
  return { structureId: params.id, id: params.webhookId };
}
