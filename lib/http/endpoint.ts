/**
 * Serving endpoints: authenticate, then parameters, query and body as their
 * contract says, then the operation, then its answer or its problem.
 *
 * All of it happens in the one handler of a route, without middleware, since
 * each layer costs a part of what a busy instance can accept.
 *
 * @module
 */
import { type OpenAPIHono, type z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { recordRefusal } from "../domain/audit.ts";
import type { Call } from "../domain/call.ts";
import type { Actor } from "../domain/actor.ts";
import { fieldErrors, parseFields } from "../domain/field.ts";
import { ID } from "../domain/page.ts";
import { assertFreshFactor } from "../domain/step_up.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { assertNothingLeaks } from "./answer_check.ts";
import type { Admission } from "./admission.ts";
import type { RateLimiter } from "../domain/rate_limit.ts";
import { letIn } from "./access.ts";
import { authenticate } from "./authenticate.ts";
import { parseJson, readText } from "./body.ts";
import { callOf, idempotencyKey } from "./call.ts";
import type { Accepted, Contract, Endpoint } from "./contract.ts";
import { routeConfig } from "./document.ts";
import { HEADERS } from "./headers.ts";
import type { Metrics } from "./metrics.ts";
import { originOf } from "./origin.ts";
import { problemResponse } from "./problems.ts";

export { endpoint } from "./contract.ts";
export type { Endpoint } from "./contract.ts";

/** What endpoints are served with. */
export interface Serving {
  readonly ports: Ports;
  /** What paths begin with, e.g. `/api/v1`. */
  readonly base: string;
  readonly operatorToken: string | null;
  /** Whether answers must pass their schema before they leave. */
  readonly checkResponses: boolean;
  readonly metrics: Metrics;
  readonly admission: Admission;
  readonly limiter: RateLimiter;
}

/** Who asks what anybody may ask. */
const NOBODY: Actor = {
  kind: "application",
  id: "nobody",
  name: "",
  structureId: "",
  mode: "test",
  scopes: [],
  dailyCap: null,
};

/** Adds endpoints to an app: their routes, and their documentation. */
export function mount(
  app: OpenAPIHono,
  endpoints: readonly Endpoint[],
  serving: Serving,
): void {
  for (const one of endpoints) {
    const { contract } = one;
    app.openAPIRegistry.registerPath(routeConfig(contract, serving.base));
    const path = contract.path.replaceAll(/{(\w+)}/g, ":$1");
    app.on(
      contract.method.toUpperCase(),
      serving.base + path,
      handlerOf(one, serving),
    );
  }
}

/** Tells the methods that endpoints take at a path; none for an unknown one. */
export function methodsByPath(
  endpoints: readonly Endpoint[],
  base: string,
): (path: string) => string[] {
  const paths = endpoints.map(({ contract }) => ({
    pattern: new RegExp(
      `^${base}${contract.path.replaceAll(/{\w+}/g, "[^/]+")}$`,
    ),
    method: contract.method.toUpperCase(),
  }));
  return (path) => {
    const methods = paths.filter(({ pattern }) => pattern.test(path))
      .map(({ method }) => method);
    return methods.includes("GET") ? [...methods, "HEAD"] : methods;
  };
}

/** Made once: refusing must cost next to nothing. */
const TOO_MUCH = new Problem("unavailable", { retryAfterSeconds: 1 });

function handlerOf(one: Endpoint, serving: Serving) {
  const { contract, handle } = one;
  const { ports, metrics, admission } = serving;
  const accept = acceptorOf(contract, serving);
  const answer = answererOf(contract, serving);

  return async (c: Context): Promise<Response> => {
    const requestId = ports.newId("req");
    const startMs = ports.now();
    const isLetIn = admission.enter();
    let response: Response;
    let call: Call | null = null;
    try {
      if (!isLetIn) throw TOO_MUCH;
      const accepted = await accept(c);
      call = accepted.call;
      response = answer(await handle(accepted), accepted, requestId);
    } catch (error) {
      if (call !== null) await noteRefusal(ports, error, call);
      response = problemResponse(ports, error, {
        request: c.req.raw,
        requestId,
        endpoint: contract.id,
      });
    }
    const nowMs = ports.now();
    if (isLetIn) admission.leave(startMs, nowMs);
    metrics.count(contract.id, response.status, nowMs - startMs);
    return response;
  };
}

/** What a person was refused is written down, and no more than that. */
async function noteRefusal(
  ports: Ports,
  error: unknown,
  call: Call,
): Promise<void> {
  if (!(error instanceof Problem) || error.code !== "forbidden") return;
  const { structureId } = error.options;
  if (structureId === undefined) return;
  await recordRefusal(ports, call, structureId)
    .catch((failure) => ports.report(failure));
}

/** As pairs: the server writes these faster than an object's. */
const EVERY_HEADER = Object.entries(HEADERS);

type AnyAccepted = Accepted<string, unknown, unknown>;

function acceptorOf(
  contract: Contract,
  { ports, operatorToken, base, limiter }: Serving,
): (c: Context) => Promise<AnyAccepted> {
  const method = contract.method.toUpperCase();
  const route = `${method} ${contract.path}`;
  const names = [...contract.path.matchAll(/{(\w+)}/g)].map(([, name]) =>
    name!
  );
  const fixedTarget = names.length === 0
    ? `${method} ${base}${contract.path}`
    : null;
  const readsBody = contract.body !== undefined;
  const isPost = method === "POST";

  return async (c) => {
    const request = c.req.raw;
    const actor = contract.isPublic
      ? NOBODY
      : await authenticate(ports, request, operatorToken);
    if (contract.freshFactor || isExport(contract, request)) {
      assertFreshFactor(ports, actor);
    }
    const rate = actor.kind === "application" && actor.access !== undefined
      ? letIn(c, actor.access, { limiter, nowMs: ports.now() })
      : null;
    const params = names.length === 0 ? NOTHING : paramsOf(c, contract, names);
    const query = contract.query === undefined
      ? undefined
      : parseFields(contract.query, c.req.query());
    const key = isPost
      ? idempotencyKey(request, contract.idempotencyKey === "required")
      : null;
    const text = readsBody
      ? await readText(request, contract.bodyIsOptional === true)
      : "";
    const body = readsBody ? bodyOf(contract, text) : undefined;
    const target = fixedTarget ?? `${method} ${c.req.path}`;
    const origin = originOf("api", c);
    const call = callOf(actor, { route, target, key, body: text, origin });
    return { ports, actor, call, params, query, body, request, rate };
  };
}

function answererOf(contract: Contract, { base, checkResponses }: Serving) {
  const [[status, schema] = [""]] = Object.entries(contract.returns);
  const { location } = contract;

  return (
    result: unknown,
    { call, rate }: AnyAccepted,
    requestId: string,
  ): Response => {
    if (result instanceof Response) return dressed(result, requestId, rate);
    const headers: [name: string, value: string][] = [
      ...EVERY_HEADER,
      ["x-request-id", requestId],
    ];
    if (rate) headers.push(...Object.entries(rate));
    if (call.replayed) headers.push(["idempotency-replayed", "true"]);
    if (location !== undefined) {
      headers.push(["location", base + location(result as never)]);
    }
    const init = { status: Number(status), headers };
    if (!schema) return new Response(null, init);
    if (checkResponses) assertNothingLeaks(schema, result, contract.id);
    headers.push(["content-type", "application/json"]);
    return new Response(JSON.stringify(result), init);
  };
}

/** Whether all there is is asked for, as a file. */
function isExport({ alsoAs = [] }: Contract, { headers }: Request): boolean {
  if (alsoAs.length === 0) return false;
  const accept = headers.get("accept")?.toLowerCase() ?? "";
  return alsoAs.some((type) => accept.includes(type));
}

const NOTHING: Readonly<Record<string, string>> = {};

/** What cannot be an id names nothing, so it is not found. */
function paramsOf(
  c: Context,
  contract: Contract,
  names: readonly string[],
): Record<string, string> {
  const patterns: Readonly<Record<string, RegExp | undefined>> =
    contract.params ?? {};
  const params: Record<string, string> = {};
  for (const name of names) {
    const value = c.req.param(name) ?? "";
    if (!(patterns[name] ?? ID).test(value)) throw new Problem("not_found");
    params[name] = value;
  }
  return params;
}

function bodyOf(contract: Contract, text: string): unknown {
  const value = text === "" && contract.bodyIsOptional ? {} : parseJson(text);
  const schema: z.ZodType = contract.shapeOf?.(value) ?? contract.body!;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Problem("invalid_request", { errors: fieldErrors(schema, value) });
}

/** An answer the handler made itself, with what every answer carries. */
function dressed(
  response: Response,
  requestId: string,
  rate: AnyAccepted["rate"],
): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries({ ...HEADERS, ...rate })) {
    headers.set(name, value);
  }
  headers.set("x-request-id", requestId);
  return new Response(response.body, { status: response.status, headers });
}
