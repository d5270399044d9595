/**
 * The whole of what the service answers over HTTP.
 *
 * @module
 */
import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context, Hono } from "hono";
import { Admission } from "../lib/http/admission.ts";
import { openApiDocument } from "../lib/http/document.ts";
import { methodsByPath, mount, type Serving } from "../lib/http/endpoint.ts";
import { HEADERS } from "../lib/http/headers.ts";
import { languageOf } from "../lib/http/language.ts";
import { Metrics } from "../lib/http/metrics.ts";
import { problemResponse } from "../lib/http/problems.ts";
import { PlainPathRouter } from "../lib/http/router.ts";
import { RateLimiter } from "../lib/domain/rate_limit.ts";
import type { Ports } from "../lib/ports.ts";
import { Problem } from "../lib/problem.ts";
import { accounts } from "./api/accounts.ts";
import { alerts } from "./api/alerts.ts";
import { applications } from "./api/applications.ts";
import { creditRequests } from "./api/credit_requests.ts";
import { devices } from "./api/devices.ts";
import { deadLetters } from "./api/dead_letters.ts";
import { historyExports } from "./api/history_exports.ts";
import { gateways } from "./api/gateways.ts";
import { gatewayWatch } from "./api/gateway_watch.ts";
import { info } from "./api/info.ts";
import { lists } from "./api/lists.ts";
import { leaks } from "./api/leaks.ts";
import { limits } from "./api/limits.ts";
import { members } from "./api/members.ts";
import { messages } from "./api/messages.ts";
import { optOuts } from "./api/opt_outs.ts";
import { operations } from "./api/operations.ts";
import { people } from "./api/people.ts";
import { replies } from "./api/replies.ts";
import { provision } from "./api/provision.ts";
import { senders } from "./api/senders.ts";
import { stats } from "./api/stats.ts";
import { sendingRules } from "./api/sending_rules.ts";
import { structures } from "./api/structures.ts";
import { submissions } from "./api/submissions.ts";
import { treeImports } from "./api/tree_imports.ts";
import { templates } from "./api/templates.ts";
import { transfers } from "./api/transfers.ts";
import { audit } from "./api/audit.ts";
import { webhooks } from "./api/webhooks.ts";
import { callbacks } from "./callbacks.ts";
import { health } from "./health.ts";
import { pages, type PagesOptions } from "./pages/mod.tsx";

const BASE = "/api/v1";

/** Every route of the API. */
export const ENDPOINTS = [
  ...messages,
  ...historyExports,
  ...submissions,
  ...deadLetters,
  ...info,
  ...structures,
  ...members,
  ...treeImports,
  ...stats,
  ...people,
  ...sendingRules,
  ...accounts,
  ...alerts,
  ...transfers,
  ...creditRequests,
  ...provision,
  ...devices,
  ...applications,
  ...senders,
  ...optOuts,
  ...replies,
  ...templates,
  ...lists,
  ...gateways,
  ...gatewayWatch,
  ...audit,
  ...webhooks,
  ...limits,
  ...leaks,
  ...operations,
];

const methodsAt = methodsByPath(ENDPOINTS, BASE);

/** What the operator decides about the service's HTTP side. */
export interface AppOptions {
  readonly operatorToken: string | null;
  /** Whether answers must pass their schema before they leave. */
  readonly checkResponses: boolean;
  /** The rate limits that other instances share; its own unless told. */
  readonly limiter?: RateLimiter;
  /** What the pages are made with; without it there are none. */
  readonly pages?: PagesOptions;
}

/** The service as a Hono app; `app.fetch` serves it. */
export function createApp(ports: Ports, options: AppOptions): Hono {
  const app = new OpenAPIHono({ router: new PlainPathRouter() });
  const serving: Serving = {
    ports,
    base: BASE,
    metrics: new Metrics(),
    admission: new Admission({
      now: ports.now,
      next: (run) => void ports.after(0, run),
    }),
    limiter: options.limiter ?? new RateLimiter(),
    ...options,
  };
  mount(app, ENDPOINTS, serving);
  app.route("/", health(serving));
  app.route("/callbacks", callbacks(ports));

  app.get("/openapi.json", (c) => {
    const language = languageOf(c.req.header("accept-language") ?? null);
    const url = ports.publicUrl;
    return c.body(openApiDocument(app, { url, language }), 200, {
      ...HEADERS,
      "content-type": "application/json",
      "content-language": language,
      "vary": "Accept-Language",
    });
  });

  const refuse = (c: Context, error: unknown, allow: string[] = []) =>
    problemResponse(ports, error, {
      request: c.req.raw,
      requestId: ports.newId("req"),
      ...(allow.length > 0 ? { headers: { allow: allow.join(", ") } } : {}),
    });
  // The pages come last and through here, so that none of their middleware
  // stands in the way of a call of the API.
  const site = options.pages === undefined ? null : pages(ports, {
    ...options.pages,
    document: (language) =>
      openApiDocument(app, { url: ports.publicUrl, language }),
  });
  app.notFound((c) => {
    const isApi = c.req.path.startsWith(`${BASE}/`);
    if (site !== null && !isApi) return site.fetch(c.req.raw, c.env);
    const allow = methodsAt(c.req.path);
    const code = allow.length > 0 ? "method_not_allowed" : "not_found";
    return refuse(c, new Problem(code), allow);
  });
  app.onError((error, c) => refuse(c, error));
  return app as unknown as Hono;
}
