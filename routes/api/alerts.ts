import {
  listAlertEvents,
  putAlerts,
  readAlerts,
} from "../../lib/domain/alert_settings.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { AlertEvent, Alerts, NewAlerts } from "../../lib/schema/alert.ts";
import { Page, PageQuery } from "../../lib/schema/common.ts";

const tag = "alerts";

export const alerts = [
  endpoint(
    {
      id: "putAlerts",
      tag,
      summary: {
        fr: "Règle les alertes d'une structure",
        en: "Sets the alerts of a structure",
      },
      description:
        "A `lowBalance` threshold is crossed when what is available falls below it, a `monthlyVolume` threshold when the SMS of a month rise above it. Each crossing raises one alert. Replaces what was set before.",
      method: "put",
      path: "/structures/{id}/alerts",
      body: NewAlerts,
      returns: { 200: Alerts },
      problems: [],
    },
    ({ ports, call, params, body }) =>
      putAlerts(ports, call, { id: params.id, alerts: body }),
  ),

  endpoint({
    id: "readAlerts",
    tag,
    summary: {
      fr: "Lit le réglage des alertes d'une structure",
      en: "Reads how the alerts of a structure are set",
    },
    method: "get",
    path: "/structures/{id}/alerts",
    returns: { 200: Alerts },
    problems: [],
  }, ({ ports, actor, params }) => readAlerts(ports, actor, params.id)),

  endpoint(
    {
      id: "listAlertEvents",
      tag,
      summary: {
        fr: "Liste les alertes levées et ce qu'il en est advenu",
        en: "Lists the alerts raised, and how each was told",
      },
      method: "get",
      path: "/structures/{id}/alerts/events",
      query: PageQuery,
      returns: { 200: Page(AlertEvent) },
      problems: ["invalid_cursor"],
    },
    ({ ports, actor, params, query }) =>
      listAlertEvents(ports, actor, { id: params.id, ...query }),
  ),
];
