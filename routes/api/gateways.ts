import {
  createGateway,
  deleteGateway,
  getGateway,
  listGateways,
  updateGateway,
} from "../../lib/delivery/gateway.ts";
import { readOutbox } from "../../lib/delivery/outbox.ts";
import { testGateway } from "../../lib/delivery/trial.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { Page, PageQuery } from "../../lib/schema/common.ts";
import {
  Gateway,
  GatewayPatch,
  GatewayTest,
  GatewayTested,
  NewGateway,
  OutboxItem,
} from "../../lib/schema/gateway.ts";

const tag = "gateways";

export const gateways = [
  endpoint({
    id: "createGateway",
    tag,
    summary: { fr: "Configure une passerelle", en: "Configures a gateway" },
    method: "post",
    path: "/gateways",
    body: NewGateway,
    returns: { 201: Gateway },
    problems: ["conflict", "not_found"],
    location: ({ id }) => `/gateways/${id}`,
  }, ({ ports, call, body }) => createGateway(ports, call, body)),

  endpoint({
    id: "listGateways",
    tag,
    summary: {
      fr: "Liste les passerelles que l'on gère",
      en: "Lists the gateways one manages",
    },
    method: "get",
    path: "/gateways",
    query: PageQuery,
    returns: { 200: Page(Gateway) },
    problems: ["invalid_cursor"],
  }, ({ ports, actor, query }) => listGateways(ports, actor, query)),

  endpoint({
    id: "getGateway",
    tag,
    summary: { fr: "Lit une passerelle", en: "Reads a gateway" },
    method: "get",
    path: "/gateways/{id}",
    returns: { 200: Gateway },
    problems: [],
  }, ({ ports, actor, params }) => getGateway(ports, actor, params.id)),

  endpoint(
    {
      id: "updateGateway",
      tag,
      summary: { fr: "Modifie une passerelle", en: "Changes a gateway" },
      description:
        "Settings are merged: `••••` keeps a secret, `null` removes a setting.",
      method: "patch",
      path: "/gateways/{id}",
      body: GatewayPatch,
      returns: { 200: Gateway },
      problems: [],
    },
    ({ ports, call, params, body }) =>
      updateGateway(ports, call, { id: params.id, patch: body }),
  ),

  endpoint({
    id: "deleteGateway",
    tag,
    summary: { fr: "Supprime une passerelle", en: "Deletes a gateway" },
    method: "delete",
    path: "/gateways/{id}",
    returns: { 204: null },
    problems: [],
  }, async ({ ports, call, params }) => {
    await deleteGateway(ports, call, params.id);
    return null;
  }),

  endpoint(
    {
      id: "testGateway",
      tag,
      summary: {
        fr: "Envoie un vrai SMS d'essai par la passerelle",
        en: "Sends one real SMS through the gateway, as a trial",
      },
      description: "Charged to nobody; answers what the gateway said.",
      method: "post",
      path: "/gateways/{id}/test",
      body: GatewayTest,
      returns: { 200: GatewayTested },
      problems: ["invalid_request"],
    },
    ({ ports, call, params, body }) =>
      testGateway(ports, call, { id: params.id, ...body }),
  ),

  endpoint(
    {
      id: "readOutbox",
      tag,
      summary: {
        fr: "Lit ce qu'un simulateur a reçu",
        en: "Reads what a simulator received",
      },
      method: "get",
      path: "/gateways/{id}/outbox",
      query: PageQuery,
      returns: { 200: Page(OutboxItem) },
      problems: ["invalid_cursor"],
    },
    ({ ports, actor, params, query }) =>
      readOutbox(ports, actor, { id: params.id, ...query }),
  ),
];
