import { assertEquals, assertStringIncludes } from "@std/assert";
import { allContacts } from "../../lib/domain/contact.ts";
import { listContactLists } from "../../lib/domain/contact_list.ts";
import { listOptOuts } from "../../lib/domain/opt_out.ts";
import { listTemplates } from "../../lib/domain/template.ts";
import { decodeTable } from "../../routes/pages/uploads.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { makeTerritory } from "./territory.ts";
import {
  enter,
  FROM_HERE,
  hiddenFields,
  type Visitor,
  words,
} from "./visitor.ts";

async function territoryWorld() {
  const world = await TestWorld.open();
  const territory = await makeTerritory(world.ports, OPERATOR);
  return { world, anne: await enter(world), ...territory };
}

/** Sends a form with a file, as a browser does. */
async function upload(
  { app, cookie }: Visitor,
  path: string,
  fields: Record<string, string | Blob>,
) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const response = await app.request(`http://localhost:8000${path}`, {
    method: "POST",
    headers: { cookie, accept: "text/html", ...FROM_HERE },
    body,
  });
  return { status: response.status, html: await response.text() };
}

Deno.test("a list is made, filled from a file, exported and deleted without script", async () => {
  const { world, anne, rodez } = await territoryWorld();
  await using _ = world;
  const { ports } = world;
  const path = `/s/${rodez.id}/listes`;
  const empty = await anne.open(path);
  const made = await anne.submit(empty, path, { name: "Élus" });
  const at = made.headers.get("location")!.split("?")[0]!;
  const page = await anne.open(at);
  const csv = new Blob(["mobile;prenom\n0612345678;Anne\n06123;Court\n"]);

  const done = await upload(anne, at, {
    ...hiddenFields(page, at),
    fichier: csv,
    colle: "",
  });
  const file = await anne.get(`${at}/export`);

  assertStringIncludes(words(empty), "Aucune liste");
  assertStringIncludes(words(done.html), "1 contact ajouté");
  assertStringIncludes(
    words(done.html),
    "Ligne 3, « 06123 » : Le numéro est trop court",
  );
  assertStringIncludes(file.html, '"33612345678";"Anne"');
  const listId = at.split("/").at(-1)!;
  const contacts = await allContacts(ports, OPERATOR, { id: rodez.id, listId });
  await anne.submit(done.html, `${at}/retirer`, { contact: contacts[0]!.id });
  const confirm = await anne.open(`${at}/supprimer`);
  await anne.submit(confirm, `${at}/supprimer`);
  assertEquals(await listContactLists(ports, OPERATOR, rodez.id), []);
});

Deno.test("decodeTable() reads UTF-8, UTF-16 and what Excel saves in France", () => {
  const ansi = Uint8Array.from([0x50, 0x72, 0xe9, 0x6e, 0x6f, 0x6d]);
  const wide = Uint8Array.from([0xff, 0xfe, 0x50, 0, 0xe9, 0]);
  assertEquals(
    [
      decodeTable(ansi),
      decodeTable(wide),
      decodeTable(
        new TextEncoder().encode("Prénom"),
      ),
    ],
    ["Prénom", "Pé", "Prénom"],
  );
});

Deno.test("numbers are opted out by hand and by list, asked about and opted in again", async () => {
  const { world, anne, rodez } = await territoryWorld();
  await using _ = world;
  const path = `/s/${rodez.id}/desabonnes`;
  const page = await anne.open(path);

  const wrong = await anne.submit(page, path, { recipient: "0123" });
  const added = await anne.submit(page, path, { recipient: "06 12 34 56 78" });
  const taken = await anne.submit(page, `${path}/import`, {
    colle: "0612345679\n0612345678",
  });
  const asked = await anne.open(`${path}?numero=0612345678`);
  const { items } = await listOptOuts(world.ports, OPERATOR, {
    id: rodez.id,
    limit: 9,
  });
  const again = `${path}/${items[0]!.id}/reabonner`;
  const confirm = await anne.open(`${again}?fin=79`);
  await anne.submit(confirm, again);

  assertEquals([wrong.status, added.status], [422, 303]);
  assertStringIncludes(
    words(taken.html),
    "1 numéro désabonné, 1 l’étaient déjà",
  );
  assertStringIncludes(words(asked), "Oui, ce numéro est désabonné");
  assertStringIncludes(words(confirm), "Réabonner •• 79");
  const left = await anne.open(path);
  assertEquals(left.includes("•• •• •• •• 79"), false);
  assertStringIncludes(left, "•• •• •• •• 78");
});

Deno.test("a template is written, previewed with a list, inherited and deleted", async () => {
  const { world, anne, centre, rodez } = await territoryWorld();
  await using _ = world;
  const lists = `/s/${centre.id}/listes`;
  const made = await anne.submit(await anne.open(lists), lists, {
    name: "Élus",
  });
  const list = made.headers.get("location")!.split("?")[0]!;
  await anne.submit(await anne.open(list), list, {
    colle:
      "mobile;prenom\n0612345678;Léa\n0612345679;Anne-Charlotte\n0612345670;",
  });
  const path = `/s/${centre.id}/modeles`;
  const page = await anne.open(`${path}/nouveau`);
  const fields = { name: "RDV", text: "Bonjour {{prenom}}." };

  const wrong = await anne.submit(page, `${path}/nouveau`, {
    ...fields,
    text: "Bonjour {{prenom",
  });
  const shown = await anne.submit(page, `${path}/nouveau`, {
    ...fields,
    liste: list.split("/").at(-1)!,
    etape: "apercu",
  });
  const saved = await anne.submit(page, `${path}/nouveau`, fields);
  const twice = await anne.submit(page, `${path}/nouveau`, fields);

  assertStringIncludes(words(wrong.html), "Une accolade double");
  assertStringIncludes(words(shown.html), "Bonjour Anne-Charlotte.");
  assertStringIncludes(words(shown.html), "1 contact sans prenom");
  assertEquals([saved.status, twice.status], [303, 303]);
  const found = await listTemplates(world.ports, OPERATOR, rodez.id);
  assertEquals(found.length, 1);
  const below = words(await anne.open(`/s/${rodez.id}/modeles`));
  assertStringIncludes(below, "De Centre de gestion");
  const remove = `${path}/${found[0]!.id}/supprimer`;
  await anne.submit(await anne.open(remove), remove);
  assertEquals(await listTemplates(world.ports, OPERATOR, rodez.id), []);
});
