import { assertEquals } from "@std/assert";
import { Engine } from "../../lib/delivery/engine.ts";
import { ApiWorld, assertProblem } from "./support.ts";

const CSV = "nom;parent;courriel;membre;sms\n" +
  "Communauté;;a@exemple.fr;Anne;100\nMairie;Communauté;;;40";

async function centre(api: ApiWorld): Promise<string> {
  const id = await api.structure("Centre");
  await api.transfer(id, 150);
  return id;
}

Deno.test("POST /structures/{id}/imports makes a table's structures in the background", async () => {
  await using api = await ApiWorld.open();
  const id = await centre(api);

  const { status, body } = await api.ask(`POST /structures/${id}/imports`, {
    json: { csv: CSV },
  });
  assertEquals([status, body.status, body.lines], [202, "running", 2]);
  const owner = "wrk_test";
  await new Engine(api.world.ports, { owner, exclusive: true }).runDue();

  const read = await api.ask(`GET /structures/${id}/imports/${body.id}`);
  assertEquals([read.body.status, read.body.done], ["done", 2]);
  const below = await api.ask(`GET /structures?parentId=${id}`);
  assertEquals(below.body.items[0].name, "Communauté");
  assertEquals(api.world.mails.map(({ to }) => to), ["a@exemple.fr"]);
});

Deno.test("POST /structures/{id}/imports/preview answers each wrong cell", async () => {
  await using api = await ApiWorld.open();
  const id = await centre(api);
  const { body } = await api.ask(`POST /structures/${id}/imports/preview`, {
    json: { csv: "nom;siren\nMairie;12" },
    headers: { "accept-language": "en" },
  });
  assertEquals(body.errors[0].line, 2);
  assertEquals(body.errors[0].column, "siren");
});

Deno.test("POST /structures/{id}/imports answers 422 with a pointer to the cell", async () => {
  await using api = await ApiWorld.open();
  const id = await centre(api);
  const answer = await api.ask(`POST /structures/${id}/imports`, {
    json: { csv: "nom;siren\nMairie;12" },
  });
  assertProblem(answer, 422, "invalid_request");
  assertEquals(answer.body.errors[0].pointer, "/csv/2/siren");
});
