import { assertEquals, assertMatch } from "@std/assert";
import {
  ABSENT,
  ApiWorld,
  assertProblem,
  assertSameRefusal,
  signIn,
} from "./support.ts";

Deno.test("POST /structures/{id}/applications shows the key once", async () => {
  await using api = await ApiWorld.open();
  const structureId = await api.structure();

  const { status, body } = await api.ask(
    `POST /structures/${structureId}/applications`,
    { json: { name: "idelibre", mode: "live" } },
  );

  assertEquals(status, 201);
  assertMatch(body.apiKey, /^lsm_live_[0-9a-hjkmnp-tv-z]{77}$/);
  const { apiKey: _, ...application } = body;
  assertEquals(application.scopes, [
    "messages:send",
    "messages:read",
    "balance:read",
  ]);
  const read = await api.ask(`GET /applications/${body.id}`);
  assertEquals(read.body, application);
  const list = await api.ask(`GET /structures/${structureId}/applications`);
  assertEquals(list.body, { items: [application], nextCursor: null });
});

Deno.test("POST /structures/{id}/applications answers 422 for wrong fields", async (t) => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  const table: [json: Record<string, unknown>, pointer: string][] = [
    [{ mode: "prod" }, "/mode"],
    [{ mode: undefined }, "/mode"],
    [{ scopes: [] }, "/scopes"],
    [{ scopes: ["root"] }, "/scopes/0"],
    [{ dailyCap: 0 }, "/dailyCap"],
    [{ apiKey: "lsm_live_mine" }, "/apiKey"],
  ];
  for (const [wrong, pointer] of table) {
    await t.step(JSON.stringify(wrong), async () => {
      const answer = await api.ask(`POST /structures/${id}/applications`, {
        json: { name: "idelibre", mode: "live", ...wrong },
      });
      assertProblem(answer, 422, "invalid_request");
      assertEquals(answer.body.errors[0].pointer, pointer);
    });
  }
});

Deno.test("POST /structures/{id}/applications repeats its answer, key and all", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  const ask = () =>
    api.ask(`POST /structures/${id}/applications`, {
      json: { name: "idelibre", mode: "live" },
      headers: { "idempotency-key": "k" },
    });

  const first = await ask();
  const again = await ask();

  assertEquals(again.text, first.text);
  assertEquals(
    (await api.ask("GET /info", { key: again.body.apiKey })).status,
    200,
  );
});

Deno.test("DELETE /applications/{id} revokes the key at once", async () => {
  await using api = await ApiWorld.open();
  const { id, key } = await api.application(await api.structure());
  assertEquals((await api.ask("GET /info", { key })).status, 200);

  const deleted = await api.ask(`DELETE /applications/${id}`);

  assertEquals([deleted.status, deleted.text], [204, ""]);
  assertProblem(await api.ask("GET /info", { key }), 401, "unauthenticated");
  assertProblem(await api.ask(`GET /applications/${id}`), 404, "not_found");
  assertProblem(await api.ask(`DELETE /applications/${id}`), 404, "not_found");
});

Deno.test("POST /applications/{id}/rotate keeps the old key for its grace", async () => {
  await using api = await ApiWorld.open();
  const { id, key } = await api.application(await api.structure());
  const works = async (token: string) =>
    (await api.ask("GET /info", { key: token })).status === 200;

  const rotated = await api.ask(`POST /applications/${id}/rotate`, {
    json: { graceHours: 1 },
  });

  assertEquals(rotated.status, 200);
  const { apiKey } = rotated.body;
  assertEquals([await works(key), await works(apiKey)], [true, true]);
  api.world.advance(3_600_000);
  assertEquals([await works(key), await works(apiKey)], [false, true]);
});

Deno.test("POST /applications/{id}/rotate needs no body", async () => {
  await using api = await ApiWorld.open();
  const { id, key } = await api.application(await api.structure());
  const rotate = (json?: unknown) =>
    api.ask(
      `POST /applications/${id}/rotate`,
      json === undefined ? {} : { json },
    );

  assertEquals((await rotate()).status, 200);
  api.world.advance(23 * 3_600_000);
  assertEquals((await api.ask("GET /info", { key })).status, 200);
  assertEquals((await rotate({ graceHours: 0 })).status, 200);
  assertProblem(await api.ask("GET /info", { key }), 401, "unauthenticated");
  assertProblem(await rotate({ graceHours: -1 }), 422, "invalid_request");
  assertProblem(await rotate({ hours: 1 }), 422, "invalid_request");
});

Deno.test("applications are not for keys", async () => {
  await using api = await ApiWorld.open();
  const structureId = await api.structure();
  const { id, key } = await api.application(structureId);
  const path = `/structures/${structureId}/applications`;
  const json = { name: "a", mode: "live" };

  for (
    const answer of [
      await api.ask(`GET ${path}`, { key }),
      await api.ask(`POST ${path}`, { key, json }),
      await api.ask(`GET /applications/${id}`, { key }),
      await api.ask(`DELETE /applications/${id}`, { key }),
      await api.ask(`POST /applications/${id}/rotate`, { key }),
    ]
  ) assertProblem(answer, 403, "forbidden");
});

Deno.test("applications of others are as absent as none", async (t) => {
  await using api = await ApiWorld.open();
  const { key } = await api.application(await api.structure());
  const foreign = await api.application(await api.structure());
  const cookie = await signIn(api, { [await api.structure()]: "manager" });
  const session = { cookie, "sec-fetch-site": "same-origin" };
  const routes = [
    "GET /applications/{id}",
    "DELETE /applications/{id}",
    "POST /applications/{id}/rotate",
  ];
  for (const caller of [{ key }, { key: null, headers: session }]) {
    for (const route of routes) {
      await t.step(`${route} by ${Object.keys(caller)}`, async () => {
        const ask = (id: string) => api.ask(route.replace("{id}", id), caller);
        const refusal = await ask(foreign.id);
        assertProblem(refusal, 404, "not_found");
        assertSameRefusal(refusal, await ask(ABSENT.application));
      });
    }
  }
});
