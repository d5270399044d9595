import { assert, assertEquals } from "@std/assert";
import { ApiWorld, assertProblem, OPERATOR_TOKEN } from "../api/support.ts";

Deno.test("GET /openapi.json describes every route it serves", async () => {
  await using api = await ApiWorld.open();
  const { status, body } = await api.ask("GET //openapi.json", { key: null });

  assertEquals([status, body.openapi], [200, "3.1.0"]);
  const served = api.app.routes
    .filter(({ path }) => path.startsWith("/api/v1"))
    .map(({ method, path }) =>
      `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`
    );
  const described = Object.entries(body.paths).flatMap(([path, item]) =>
    Object.keys(item as object).map((method) =>
      `${method.toUpperCase()} ${path}`
    )
  );
  assertEquals(described.toSorted(), served.toSorted());
});

Deno.test("GET /openapi.json names each operation once, with its problems", async () => {
  await using api = await ApiWorld.open();
  const { body } = await api.ask("GET //openapi.json", { key: null });
  const operations = Object.values(body.paths).flatMap((item) =>
    Object.values(item as Record<string, Operation>)
  );
  const ids = operations.map(({ operationId }) => operationId);
  assertEquals(new Set(ids).size, ids.length);
  for (const { operationId, responses } of operations) {
    assert("401" in responses, operationId);
    const problem = responses["401"]!.content["application/problem+json"]!;
    assertEquals(problem.schema.$ref, "#/components/schemas/Problem");
  }
});

interface Operation {
  operationId: string;
  summary: string;
  responses: Record<
    string,
    { content: Record<string, { schema: { $ref: string } }> }
  >;
}

Deno.test("GET /openapi.json speaks the reader's language", async () => {
  await using api = await ApiWorld.open();
  const summary = async (language: string) => {
    const headers = { "accept-language": language };
    const { body } = await api.ask("GET //openapi.json", { headers });
    return body.paths["/api/v1/transfers"].post.summary;
  };
  assertEquals(await summary("fr"), "Attribue, alloue ou reprend des SMS");
  assertEquals(await summary("en"), "Grants, allocates or reclaims SMS");
});

Deno.test("health is told to anyone, metrics to the operator", async () => {
  await using api = await ApiWorld.open();
  for (const path of ["//healthz", "//readyz"]) {
    const { status, text } = await api.ask(`GET ${path}`, { key: null });
    assertEquals([status, text], [200, '{"status":"ok"}']);
  }
  assertProblem(
    await api.ask("GET //metrics", { key: "nobody" }),
    401,
    "unauthenticated",
  );
  const { status } = await api.ask("GET //metrics", { key: OPERATOR_TOKEN });
  assertEquals(status, 200);
});
