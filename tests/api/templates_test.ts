import { assertEquals } from "@std/assert";
import { ApiWorld, assertProblem } from "./support.ts";

Deno.test("POST /messages with templateId fills each recipient's text", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  await api.transfer(id, 10);
  const { key } = await api.application(id);
  const template = await api.ask(`POST /structures/${id}/templates`, {
    key,
    json: { name: "RDV", text: "Bonjour {{prenom}}." },
  });
  const send = (messages: unknown[]) =>
    api.ask("POST /messages", {
      key,
      json: { templateId: template.body.id, messages },
    });

  const sent = await send([
    { to: "0612345678", variables: { prenom: "Anne" } },
  ]);
  const refused = await send([{ to: "0612345678" }]);

  assertEquals([template.status, sent.status], [201, 202]);
  const read = await api.ask(`GET /messages/${sent.body.messages[0].id}`);
  assertEquals(read.body.text, "Bonjour Anne.");
  assertProblem(refused, 422, "invalid_request");
  assertEquals(refused.body.errors, [{
    pointer: "/messages/0/variables/prenom",
    detail: "Il manque la valeur de {{prenom}}.",
  }]);
});

Deno.test("POST /messages refuses text and template together, and nobody to send to", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  const { key } = await api.application(id);
  const templateId = "tpl_00000000000000zzzz";
  const send = (json: unknown) => api.ask("POST /messages", { key, json });

  const both = await send({
    templateId,
    text: "x",
    recipients: ["0612345678"],
  });
  const nobody = await send({ templateId });

  const pointers = ({ body }: typeof both) =>
    body.errors.map((one: { pointer: string }) => one.pointer);
  assertEquals([pointers(both), pointers(nobody)], [
    ["/templateId"],
    ["/recipients"],
  ]);
});

Deno.test("templates are read, changed, previewed and deleted", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  const path = `/structures/${id}/templates`;
  const { body: { id: templateId } } = await api.ask(`POST ${path}`, {
    json: { name: "RDV", text: "Bonjour {{prenom}}." },
  });

  const changed = await api.ask(`PATCH ${path}/${templateId}`, {
    json: { name: "Accueil" },
  });
  const preview = await api.ask(`POST ${path}/preview`, {
    json: {
      templateId,
      recipients: [{ variables: { prenom: "Léa" } }, {
        variables: { prenom: "Anne-Charlotte" },
      }],
    },
  });
  const list = await api.ask(`GET ${path}`);
  const removed = await api.ask(`DELETE ${path}/${templateId}`);

  assertEquals(changed.body.name, "Accueil");
  assertEquals(
    [preview.body.longest.text, preview.body.shortest.text],
    ["Bonjour Anne-Charlotte.", "Bonjour Léa."],
  );
  assertEquals([list.body.items.length, removed.status], [1, 204]);
  assertProblem(
    await api.ask(`GET ${path}/${templateId}`),
    404,
    "not_found",
  );
});
