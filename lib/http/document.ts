/**
 * Contracts as an OpenAPI 3.1 document.
 *
 * @module
 */
import {
  createRoute,
  type OpenAPIHono,
  type RouteConfig,
  z,
} from "@hono/zod-openapi";
import { API_VERSION } from "../domain/info.ts";
import { type ProblemCode, PROBLEMS } from "../problem.ts";
import type { Contract } from "./contract.ts";
import type { Language } from "./language.ts";

/** RFC 9457 problem details, with the members of this service. */
export const ProblemDetails = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  requestId: z.string(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() }))
    .optional(),
}).openapi("Problem");

const EVERYWHERE: readonly ProblemCode[] = [
  "unauthenticated",
  "forbidden",
  "rate_limited",
  "internal_error",
  "unavailable",
];
const WITH_BODY: readonly ProblemCode[] = [
  "malformed_request",
  "too_large",
  "unsupported_media_type",
  "invalid_request",
];
const WITH_POST: readonly ProblemCode[] = [
  "idempotency_mismatch",
  "idempotency_in_progress",
];

/** A contract as OpenAPI describes it. */
export function routeConfig(contract: Contract, base: string): RouteConfig {
  const { id, tag, method, path, summary, description } = contract;
  return createRoute({
    operationId: id,
    tags: [tag],
    method,
    path: base + path,
    summary: summary.en,
    "x-summary-fr": summary.fr,
    ...(description === undefined ? {} : { description }),
    security: contract.isPublic ? [] : [{ key: [] }, { session: [] }],
    request: requestOf(contract),
    responses: { ...successOf(contract), ...problemsOf(contract) },
  } as RouteConfig);
}

const documents = new WeakMap<object, Record<Language, string>>();

/** The document of an app's endpoints as JSON. */
export function openApiDocument(
  app: OpenAPIHono,
  { url, language }: { url: string; language: Language },
): string {
  let texts = documents.get(app);
  if (texts === undefined) {
    const document = generate(app, url);
    documents.set(
      app,
      texts = {
        fr: JSON.stringify(inLanguage(document, "fr")),
        en: JSON.stringify(inLanguage(document, "en")),
      },
    );
  }
  return texts[language];
}

function generate(app: OpenAPIHono, url: string) {
  const registry = app.openAPIRegistry;
  registry.registerComponent("securitySchemes", "key", {
    type: "http",
    scheme: "bearer",
    description: "An application's key, lsm_live_… or lsm_test_…",
  });
  registry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "__Host-lsm",
  });
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "lsmessage",
      version: API_VERSION,
      license: { name: "AGPL-3.0-or-later" },
    },
    servers: [{ url }],
  });
}

/** The document with its summaries in one language. */
function inLanguage(
  document: ReturnType<typeof generate>,
  language: Language,
) {
  const paths = Object.entries(document.paths ?? {}).map(([path, item]) => {
    const operations = Object.entries(item as Operations).map((
      [method, { "x-summary-fr": french, ...operation }],
    ) => [
      method,
      language === "fr" ? { ...operation, summary: french } : operation,
    ]);
    return [path, Object.fromEntries(operations)];
  });
  return { ...document, paths: Object.fromEntries(paths) };
}

type Operations = Record<
  string,
  { summary?: string; "x-summary-fr"?: string }
>;

function requestOf(contract: Contract): NonNullable<RouteConfig["request"]> {
  const { path, query, body, method } = contract;
  const names = [...path.matchAll(/{(\w+)}/g)].map(([, name]) => name!);
  return {
    ...(names.length === 0 ? {} : {
      params: z.object(
        Object.fromEntries(names.map((name) => [name, z.string()])),
      ),
    }),
    ...(query === undefined ? {} : { query: query as z.ZodObject }),
    ...(method === "post" ? { headers: headersOf(contract) } : {}),
    ...(body === undefined ? {} : {
      body: {
        required: contract.bodyIsOptional !== true,
        content: { "application/json": { schema: body } },
      },
    }),
  };
}

function headersOf({ idempotencyKey }: Contract) {
  const key = z.string().max(255).openapi({
    description: "The same key gets the same answer for 7 days.",
  });
  return z.object({
    "Idempotency-Key": idempotencyKey === "required" ? key : key.optional(),
  });
}

function successOf(
  { returns, summary, alsoAs = [] }: Contract,
): RouteConfig["responses"] {
  const text = { schema: z.string() };
  return Object.fromEntries(
    Object.entries(returns).map(([status, schema]) => [status, {
      description: summary.en,
      ...(schema === null && alsoAs.length === 0 ? {} : {
        content: {
          ...(schema === null ? {} : { "application/json": { schema } }),
          ...Object.fromEntries(alsoAs.map((type) => [type, text])),
        },
      }),
    }]),
  );
}

function problemsOf(contract: Contract): RouteConfig["responses"] {
  const codes = new Set([
    ...EVERYWHERE,
    ...(contract.body === undefined ? [] : WITH_BODY),
    ...(contract.query === undefined ? [] : ["invalid_request"] as const),
    ...(contract.method === "post" ? WITH_POST : []),
    ...(contract.idempotencyKey === "required"
      ? ["idempotency_key_required"] as const
      : []),
    ...(contract.path.includes("{") ? ["not_found"] as const : []),
    ...contract.problems,
  ]);
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [status, {
      description: some.map((code) => `\`${code}\``).join(", "),
      content: { "application/problem+json": { schema: ProblemDetails } },
    }]),
  );
}
