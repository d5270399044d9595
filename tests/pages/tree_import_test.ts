import { assertEquals, assertStringIncludes } from "@std/assert";
import { Engine } from "../../lib/delivery/engine.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { grant } from "../domain/tree.ts";
import { TestWorld } from "../support.ts";
import { enter, FROM_HERE, hiddenFields, words } from "./visitor.ts";

const CSV = "nom;parent;courriel;membre;sms\n" +
  "Communauté;;a@exemple.fr;Anne;100\nMairie;Communauté;;;40";

async function centre() {
  const world = await TestWorld.open();
  const { id } = await createStructure(world.ports, world.call(), {
    name: "Centre",
  });
  await grant(world, id, 150);
  const anne = await enter(world, {
    operator: false,
    roles: { [id]: "manager" },
  });
  return { world, anne, path: `/s/${id}/structures/importer` };
}

Deno.test("a table is checked, imported, and its progress shown without script", async () => {
  const { world, anne, path } = await centre();
  await using _ = world;
  const form = await anne.open(path);
  assertStringIncludes(form, 'enctype="multipart/form-data"');

  const checked = await anne.submit(form, path, { table: CSV });
  assertStringIncludes(
    words(checked.html),
    "2 structures créées, 1 personnes invitées par courriel, 140 SMS donnés.",
  );
  const started = await anne.submit(checked.html, `${path}/lancer`, {
    table: CSV,
  });
  const at = started.headers.get("location")!;
  assertStringIncludes(words(await anne.open(at)), "0 lignes sur 2");
  const engine = { owner: "wrk_test", exclusive: true };
  await new Engine(world.ports, engine).runDue();

  assertStringIncludes(words(await anne.open(at)), "2 lignes sur 2");
  assertStringIncludes(
    words(await anne.open(path.replace("/importer", ""))),
    "Communauté",
  );
});

Deno.test("a wrong table is refused cell by cell, whatever a spreadsheet saved", async () => {
  const { world, anne, path } = await centre();
  await using _ = world;
  const fields = hiddenFields(await anne.open(path), path);
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  // « école », as Windows-1252 writes it.
  const bytes = new Uint8Array([0xe9, 0x63, 0x6f, 0x6c, 0x65]);
  body.set(
    "table",
    new Blob(["nom;parent\n", bytes, ";Nulle part\n"]),
    "t.csv",
  );

  const answer = await anne.app.request(`http://localhost:8000${path}`, {
    method: "POST",
    headers: { cookie: anne.cookie, accept: "text/html", ...FROM_HERE },
    body,
  });

  assertEquals(answer.status, 422);
  assertStringIncludes(words(await answer.text()), "Ligne 2, « parent »");
});

Deno.test("a template can be downloaded", async () => {
  const { world, anne, path } = await centre();
  await using _ = world;
  const { headers, html } = await anne.get(`${path}/modele.csv`);
  assertStringIncludes(headers.get("content-disposition")!, "structures.csv");
  assertStringIncludes(html, "nom;parent;siren");
});
