import { assertEquals, assertStringIncludes } from "@std/assert";
import { ApiWorld, assertProblem } from "./support.ts";

Deno.test("a list is filled from CSV, sent to by listIds, exported and deleted", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  await api.transfer(id, 10);
  const { key } = await api.application(id);
  const path = `/structures/${id}/lists`;
  const { body: list } = await api.ask(`POST ${path}`, {
    key,
    json: { name: "Élus" },
  });
  const at = `${path}/${list.id}`;

  const put = await api.ask(`POST ${at}/contacts`, {
    key,
    json: { csv: "mobile;prenom\n0612345678;Anne\n01;x\n" },
  });
  const sent = await api.ask("POST /messages", {
    key,
    json: { text: "Bonjour {{prenom}}", listIds: [list.id] },
  });
  const csv = await api.ask(`GET ${at}/contacts`, {
    key,
    headers: { accept: "text/csv" },
  });
  const { body: page } = await api.ask(`GET ${at}/contacts`, { key });

  assertEquals([put.body.added, put.body.invalid[0].line], [1, 3]);
  assertEquals([sent.status, sent.body.credits], [202, 1]);
  assertStringIncludes(csv.text, '"33612345678";"Anne";"Anne"');
  const contact = `${at}/contacts/${page.items[0].id}`;
  assertEquals((await api.ask(`DELETE ${contact}`, { key })).status, 204);
  assertEquals((await api.ask(`GET ${at}`, { key })).body.count, 0);
  assertEquals((await api.ask(`DELETE ${at}`, { key })).status, 204);
  assertProblem(await api.ask(`GET ${at}`, { key }), 404, "not_found");
});

Deno.test("a stranger's key finds no list", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  const { key } = await api.application(await api.structure());

  assertProblem(
    await api.ask(`GET /structures/${id}/lists`, { key }),
    404,
    "not_found",
  );
});
