import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { applyReceipt } from "../../lib/delivery/receipts.ts";
import { listMessages } from "../../lib/domain/history.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { makeTerritory, sendSome } from "./territory.ts";
import { enter, words } from "./visitor.ts";

async function openTerritory() {
  const world = await TestWorld.open();
  const visitor = await enter(world);
  const territory = await makeTerritory(world.ports, OPERATOR);
  await sendSome(world.ports, OPERATOR, territory);
  return { world, visitor, ...territory };
}

const rowsOf = (html: string) => html.split("data-message=").length - 1;

Deno.test("the history of a group lists what all below it sent, with whose it is", async () => {
  const { world, visitor, centre } = await openTerritory();
  await using _ = world;
  const page = await visitor.open(`/s/${centre.id}/historique`);
  const all = await listMessages(world.ports, OPERATOR, {
    structureId: centre.id,
    subtree: true,
    limit: 100,
  });
  assertEquals(rowsOf(page), all.items.length);
  assert(rowsOf(page) > 11);
  assertStringIncludes(words(page), "Mairie de Rodez");
  assertStringIncludes(words(page), "Decazeville Communauté");
});

Deno.test("the history of a group is filtered to one structure, in the address", async () => {
  const { world, visitor, centre, rodez } = await openTerritory();
  await using _ = world;
  const path = `/s/${centre.id}/historique`;
  const page = await visitor.open(`${path}?structure=${rodez.id}`);
  assertEquals(rowsOf(page), 11);
  // The other filters keep it.
  assertStringIncludes(page, `structure=${rodez.id}&amp;erreur=oui`);
  assert(
    new RegExp(`<option [^>]*${rodez.id}[^>]*selected|selected[^>]*${rodez.id}`)
      .test(page),
  );
  const alone = await visitor.open(`${path}?structure=seule`);
  assertEquals(rowsOf(alone), 0);
});

Deno.test("the history of a group does not reach beyond it", async () => {
  const { world, visitor, centre, rodez, millau } = await openTerritory();
  await using _ = world;
  for (const other of [centre.id, millau.id, "str_nothing"]) {
    const path = `/s/${rodez.id}/historique?structure=${other}`;
    const { status } = await visitor.get(path);
    assertEquals(status, 404);
  }
});

Deno.test("the table of a group names the structure of each message", async () => {
  const { world, visitor, centre, millau } = await openTerritory();
  await using _ = world;
  const all = await visitor.get(`/s/${centre.id}/historique.csv`);
  assertStringIncludes(all.html, '"Structure";"Date"');
  assertStringIncludes(all.html, '"Mairie de Rodez"');
  const none = await visitor.get(
    `/s/${centre.id}/historique.csv?structure=${millau.id}`,
  );
  assertEquals(none.html.trim().split("\r\n").length, 1);
});

Deno.test("failures are sent again together, text by text, from their history", async () => {
  const { world, visitor, centre, rodez } = await openTerritory();
  await using _ = world;
  const { items } = await listMessages(world.ports, OPERATOR, {
    structureId: rodez.id,
    limit: 100,
  });
  for (const { id } of items.filter(({ title }) => title === "idelibre")) {
    await applyReceipt(world.ports, {
      messageId: id,
      gatewayId: null,
      said: { status: "failed", detail: null, neverSent: true },
    });
  }
  const path = `/s/${centre.id}/historique?erreur=oui`;
  const page = await visitor.open(`${path}&structure=${rodez.id}`);
  assertStringIncludes(words(page), "Renvoyer aux 10 échecs…");
  assertStringIncludes(words(page), "Mairie de Rodez : « Conseil municipal");
  const answer = await visitor.submit(page, `/s/${rodez.id}/envoi`, {
    etape: "verifier",
  });
  assertEquals(answer.status, 200);
  assertStringIncludes(words(answer.html), "Envoyer 10 SMS");
  const all = await visitor.open(`/s/${rodez.id}/historique`);
  assert(!all.includes(`action="/s/${rodez.id}/envoi"`));
});

Deno.test("the rows of a list that goes on come alone, with where it does", async () => {
  const { world, visitor, centre } = await openTerritory();
  await using _ = world;
  const path = `/s/${centre.id}/historique`;
  const { html, headers } = await visitor.get(path, {
    accept: "application/json",
  });
  assertEquals(headers.get("cache-control"), "no-store");
  const { rows, next } = JSON.parse(html);
  assertEquals(rowsOf(rows), 20);
  assert(rows.startsWith("<tr "));
  const page = await visitor.open(next);
  assert(rowsOf(page) > 0);
  assert(!page.includes(/data-message="(\w+)"/.exec(rows)![1]!));
});
