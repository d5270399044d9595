import { assertEquals } from "@std/assert";
import { raiseFence } from "../../lib/domain/fence.ts";
import { ApiWorld, assertProblem } from "./support.ts";

async function fenced() {
  const api = await ApiWorld.open();
  const id = await api.structure();
  await api.transfer(id, 10);
  const { key } = await api.application(id);
  await api.ask("POST /messages", {
    key,
    json: { text: "Bonjour", recipients: ["+33612345678"] },
  });
  await raiseFence(api.world.ports);
  return { api, id, key };
}

Deno.test("POST /operations/fence/lift answers what is still held", async () => {
  const { api, id } = await fenced();
  await using _ = api;
  const before = await api.ask("GET /operations/fence");
  assertEquals(before.body.held, [{
    structureId: id,
    structureName: "Mairie",
    messages: 1,
  }]);
  const lifted = await api.ask("POST /operations/fence/lift", {
    json: { structureId: id, how: "cancel" },
  });
  assertEquals([lifted.status, lifted.body.held], [200, []]);
});

Deno.test("POST /operations/fence/lift wants to be told how", async () => {
  const { api } = await fenced();
  await using _ = api;
  const answer = await api.ask("POST /operations/fence/lift", { json: {} });
  assertProblem(answer, 422, "invalid_request");
  assertEquals(answer.body.errors[0].pointer, "/how");
});

Deno.test("the operations are refused to an application", async () => {
  const { api, key } = await fenced();
  await using _ = api;
  assertProblem(
    await api.ask("GET /operations/fence", { key }),
    403,
    "forbidden",
  );
  const json = { how: "send" };
  const lift = await api.ask("POST /operations/fence/lift", { key, json });
  assertProblem(lift, 403, "forbidden");
});
