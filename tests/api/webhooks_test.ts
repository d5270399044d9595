import { assertEquals, assertMatch } from "@std/assert";
import {
  ApiWorld,
  assertProblem,
  assertSameRefusal,
  signIn,
} from "./support.ts";

const HOOK = { url: "https://hook.test/sms", events: ["message.sent"] };

async function openHook() {
  const api = await ApiWorld.open();
  const structureId = await api.structure();
  const path = `/structures/${structureId}/webhooks`;
  const { body } = await api.ask(`POST ${path}`, { json: HOOK });
  return { api, structureId, path, hook: body, own: `${path}/${body.id}` };
}

Deno.test("POST /structures/{id}/webhooks answers 201 with id and secret", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  const { status, body, headers } = await api.ask(
    `POST /structures/${id}/webhooks`,
    { json: HOOK },
  );
  assertEquals(status, 201);
  assertMatch(body.id, /^whk_/);
  assertMatch(body.secret, /^whsec_/);
  assertEquals(
    headers.get("location"),
    `/api/v1/structures/${id}/webhooks/${body.id}`,
  );
});

Deno.test("POST /structures/{id}/webhooks answers 422 for http", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  const answer = await api.ask(`POST /structures/${id}/webhooks`, {
    json: { ...HOOK, url: "http://hook.test/" },
  });
  assertProblem(answer, 422, "invalid_request");
  assertEquals(answer.body.errors[0].pointer, "/url");
});

Deno.test("POST /structures/{id}/webhooks answers 422 for an unknown event", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  const answer = await api.ask(`POST /structures/${id}/webhooks`, {
    json: { ...HOOK, events: ["message.read"] },
  });
  assertProblem(answer, 422, "invalid_request");
  assertEquals(answer.body.errors[0].pointer, "/events/0");
});

Deno.test("GET /structures/{id}/webhooks lists them without secrets", async () => {
  const { api, path, hook } = await openHook();
  await using _ = api;
  const { body, text } = await api.ask(`GET ${path}`);
  assertEquals(body.items.map((one: { id: string }) => one.id), [hook.id]);
  assertEquals(text.includes("whsec_"), false);
});

Deno.test("PATCH /structures/{id}/webhooks/{webhookId} pauses and resumes", async () => {
  const { api, own } = await openHook();
  await using _ = api;
  const paused = await api.ask(`PATCH ${own}`, { json: { status: "paused" } });
  assertEquals(paused.body.status, "paused");
  const active = await api.ask(`PATCH ${own}`, { json: { status: "active" } });
  assertEquals(active.body.status, "active");
});

Deno.test("POST …/rotate answers a new secret and until when the old one holds", async () => {
  const { api, own, hook } = await openHook();
  await using _ = api;
  const { status, body } = await api.ask(`POST ${own}/rotate`);
  assertEquals(status, 200);
  assertEquals(body.secret === hook.secret, false);
  assertMatch(body.secretExpiresAt, /^2026-12-02T08/);
});

Deno.test("POST …/test tells what the endpoint answered", async () => {
  const { api, own } = await openHook();
  await using _ = api;
  api.world.reply = () => new Response("pas ici", { status: 404 });
  const { status, body } = await api.ask(`POST ${own}/test`);
  assertEquals(status, 200);
  assertEquals(body.status, "failed");
  assertEquals(body.attempts[0].status, 404);
  assertEquals(body.attempts[0].answer, "pas ici");
  const listed = await api.ask(`GET ${own}/deliveries`);
  assertEquals(listed.body.items[0].id, body.id);
});

Deno.test("POST …/deliveries/{deliveryId}/replay answers 202", async () => {
  const { api, own } = await openHook();
  await using _ = api;
  const { body } = await api.ask(`POST ${own}/test`);
  const answer = await api.ask(`POST ${own}/deliveries/${body.id}/replay`);
  assertEquals(answer.status, 202);
});

Deno.test("DELETE /structures/{id}/webhooks/{webhookId} answers 204", async () => {
  const { api, own } = await openHook();
  await using _ = api;
  assertEquals((await api.ask(`DELETE ${own}`)).status, 204);
  assertProblem(await api.ask(`GET ${own}`), 404, "not_found");
});

Deno.test("GET …/webhooks/{webhookId} hides another tenant's webhook", async () => {
  const { api, hook } = await openHook();
  await using _ = api;
  const other = await api.structure("Millau");
  const cookie = await signIn(api, { [other]: "manager" });
  const asked = { key: null, headers: { cookie } };
  const path = `/structures/${other}/webhooks`;
  assertSameRefusal(
    await api.ask(`GET ${path}/${hook.id}`, asked),
    await api.ask(`GET ${path}/whk_00000000000000zzzz`, asked),
  );
});

Deno.test("GET /structures/{id}/webhooks answers 403 to an application's key", async () => {
  const { api, structureId, path } = await openHook();
  await using _ = api;
  const { key } = await api.application(structureId);
  assertProblem(await api.ask(`GET ${path}`, { key }), 403, "forbidden");
});
