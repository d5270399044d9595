import { assertEquals, assertStringIncludes } from "@std/assert";
import { Engine } from "../../lib/delivery/engine.ts";
import { ApiWorld, assertProblem } from "./support.ts";

async function townOf(api: ApiWorld) {
  const structure = await api.structure();
  await api.transfer(structure, 100);
  const { key } = await api.application(structure);
  await api.ask("POST /messages", {
    key,
    json: { text: "=Séance", recipients: ["0612345678", "0612345679"] },
  });
  return { structure, key, exports: `/structures/${structure}/exports` };
}

function deliver(api: ApiWorld): Promise<void> {
  const owner = "wrk_test";
  return new Engine(api.world.ports, { owner, exclusive: true }).runDue();
}

Deno.test("POST /structures/{id}/exports prepares a file behind a link that works once", async () => {
  await using api = await ApiWorld.open();
  const { key, exports } = await townOf(api);
  const asked = await api.ask(`POST ${exports}`, { key, json: {} });
  assertEquals([asked.status, asked.body.status], [202, "running"]);
  assertEquals(
    asked.headers.get("location"),
    `/api/v1${exports}/${asked.body.id}`,
  );
  await deliver(api);
  const own = `${exports}/${asked.body.id}`;
  const { body } = await api.ask(`GET ${own}`, { key });
  assertEquals([body.status, body.rows, body.percent], ["ready", 2, 100]);

  const { body: link } = await api.ask(`POST ${own}/link`, { key });
  const path = new URL(link.url).pathname;
  const head = await api.ask(`HEAD /${path}`, { key: null });
  assertEquals(head.status, 200);
  const file = await api.ask(`GET /${path}`, { key: null });
  assertEquals(file.headers.get("content-type"), "text/csv; charset=utf-8");
  assertEquals(file.text.trim().split("\r\n").length, 3);
  assertStringIncludes(file.text, `"'=Séance"`);
  assertProblem(await api.ask(`GET /${path}`, { key: null }), 404, "not_found");
});

Deno.test("POST /structures/{id}/exports gives lines of JSON where they are wanted", async () => {
  await using api = await ApiWorld.open();
  const { key, exports } = await townOf(api);
  await deliver(api);
  const json = { format: "ndjson", failed: false };
  const asked = await api.ask(`POST ${exports}`, { key, json });
  await deliver(api);
  const own = `${exports}/${asked.body.id}`;
  const { body: link } = await api.ask(`POST ${own}/link`, { key });
  const file = await api.ask(`GET /${new URL(link.url).pathname}`, {
    key: null,
  });
  const texts = file.text.trim().split("\n")
    .map((line) => JSON.parse(line).text);
  assertEquals(texts, ["=Séance", "=Séance"]);
});

Deno.test("POST /structures/{id}/exports answers 422 for a number to look for", async () => {
  await using api = await ApiWorld.open();
  const { key, exports } = await townOf(api);
  const json = { recipient: "0612345678" };
  const answer = await api.ask(`POST ${exports}`, { key, json });
  assertProblem(answer, 422, "invalid_request");
});

Deno.test("POST /structures/{id}/exports/{exportId}/link answers 409 before it is ready", async () => {
  await using api = await ApiWorld.open();
  const { key, exports } = await townOf(api);
  const { body } = await api.ask(`POST ${exports}`, { key });
  const answer = await api.ask(`POST ${exports}/${body.id}/link`, { key });
  assertProblem(answer, 409, "conflict");
});

Deno.test("DELETE /structures/{id}/exports/{exportId} destroys what was prepared", async () => {
  await using api = await ApiWorld.open();
  const { key, exports } = await townOf(api);
  const { body } = await api.ask(`POST ${exports}`, { key });
  await deliver(api);
  const own = `${exports}/${body.id}`;
  assertEquals((await api.ask(`DELETE ${own}`, { key })).status, 204);
  assertEquals((await api.ask(`GET ${own}`, { key })).body.status, "expired");
  const answer = await api.ask(`POST ${own}/link`, { key });
  assertProblem(answer, 409, "already_final");
});
