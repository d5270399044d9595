import { assertEquals, assertMatch } from "@std/assert";
import { ApiWorld, assertProblem } from "./support.ts";

async function openLimited(json: Record<string, unknown>) {
  const api = await ApiWorld.open();
  const structureId = await api.structure();
  const { id, key } = await api.application(structureId, json);
  return { api, structureId, id, key };
}

Deno.test("a key beyond its limit is answered 429 with when to come back", async () => {
  const { api, key } = await openLimited({ perMinute: 2 });
  await using _ = api;
  const first = await api.ask("GET /info", { key });
  assertEquals(first.status, 200);
  assertEquals(first.headers.get("ratelimit-policy"), '"key";q=2;w=60');
  assertMatch(first.headers.get("ratelimit")!, /^"key";r=1;t=\d+$/);
  await api.ask("GET /info", { key });
  const refused = await api.ask("GET /info", { key });
  assertProblem(refused, 429, "rate_limited");
  assertMatch(refused.headers.get("ratelimit")!, /^"key";r=0;t=\d+$/);
  assertEquals(Number(refused.headers.get("retry-after")) <= 30, true);
  api.world.advance(31_000);
  assertEquals((await api.ask("GET /info", { key })).status, 200);
});

Deno.test("an answer says nothing of limits where there are none", async () => {
  const { api, key } = await openLimited({});
  await using _ = api;
  const { headers } = await api.ask("GET /info", { key });
  assertEquals(headers.get("ratelimit"), null);
});

Deno.test("PUT /structures/{id}/limits limits all keys of the structure together", async () => {
  const { api, structureId, key } = await openLimited({});
  await using _ = api;
  const other = await api.application(structureId);
  const put = await api.ask(`PUT /structures/${structureId}/limits`, {
    json: { perMinute: 2, foreignPrefixes: ["+32"] },
  });
  assertEquals(put.body.foreignPrefixes, ["+32"]);
  const read = await api.ask(`GET /structures/${structureId}/limits`);
  assertEquals(read.body, put.body);
  assertEquals((await api.ask("GET /info", { key })).status, 200);
  assertEquals((await api.ask("GET /info", { key: other.key })).status, 200);
  assertProblem(await api.ask("GET /info", { key }), 429, "rate_limited");
});

Deno.test("PUT /structures/{id}/limits answers 422 for what is no prefix", async () => {
  const { api, structureId } = await openLimited({});
  await using _ = api;
  const answer = await api.ask(`PUT /structures/${structureId}/limits`, {
    json: { foreignPrefixes: ["32"] },
  });
  assertProblem(answer, 422, "invalid_request");
  assertEquals(answer.body.errors[0].pointer, "/foreignPrefixes/0");
});

Deno.test("a key is refused from another address than its own", async () => {
  const { api, key } = await openLimited({
    allowedAddresses: ["192.0.2.0/24"],
  });
  await using _ = api;
  assertProblem(await api.ask("GET /info", { key }), 403, "forbidden");
});

Deno.test("PATCH /applications/{id} changes what its keys may do", async () => {
  const { api, id, key } = await openLimited({});
  await using _ = api;
  const { status, body } = await api.ask(`PATCH /applications/${id}`, {
    json: { scopes: ["balance:read"] },
  });
  assertEquals([status, body.scopes], [200, ["balance:read"]]);
  assertProblem(await api.ask("GET /messages", { key }), 403, "forbidden");
});
