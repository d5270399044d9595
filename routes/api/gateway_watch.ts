import { dryRun } from "../../lib/delivery/dry_run.ts";
import { managedGateway } from "../../lib/delivery/gateway.ts";
import { readGatewayBalance } from "../../lib/delivery/gateway_balance.ts";
import { gatewayEvents } from "../../lib/delivery/gateway_events.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { DryRun, DryRunQuery } from "../../lib/schema/dry_run.ts";
import { GatewayBalance, GatewayEvents } from "../../lib/schema/gateway.ts";

const tag = "gateways";
const EVENTS_MAX = 50;

export const gatewayWatch = [
  endpoint(
    {
      id: "readGatewayBalance",
      tag,
      summary: {
        fr: "Demande à l'opérateur ce qu'il reste sur le compte",
        en: "Asks the network what is left on the account",
      },
      method: "get",
      path: "/gateways/{id}/balance",
      returns: { 200: GatewayBalance },
      problems: [],
    },
    async ({ ports, actor, params }) => ({
      balance: await readGatewayBalance(ports, actor, params.id),
    }),
  ),

  endpoint({
    id: "listGatewayEvents",
    tag,
    summary: {
      fr: "Lit les pannes et les refus d'une passerelle",
      en: "Reads when a gateway went down, came back or refused the account",
    },
    method: "get",
    path: "/gateways/{id}/events",
    returns: { 200: GatewayEvents },
    problems: [],
  }, async ({ ports, actor, params }) => {
    await managedGateway(ports, actor, params.id);
    return { items: await gatewayEvents(ports, params.id, EVENTS_MAX) };
  }),

  endpoint(
    {
      id: "dryRunRoute",
      tag,
      summary: {
        fr: "Montre la passerelle que prendrait un message à une date",
        en: "Shows which gateway a message would take on a date",
      },
      description: "Nothing is sent.",
      method: "get",
      path: "/structures/{id}/route",
      query: DryRunQuery,
      returns: { 200: DryRun },
      problems: ["invalid_request"],
    },
    ({ ports, actor, params, query }) =>
      dryRun(ports, actor, { id: params.id, ...query }),
  ),
];
