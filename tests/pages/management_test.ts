import { assertEquals, assertStringIncludes } from "@std/assert";
import { readBalance } from "../../lib/domain/account.ts";
import { listApplications } from "../../lib/domain/application.ts";
import { listSenders } from "../../lib/domain/sender.ts";
import { getStructure, listStructures } from "../../lib/domain/structure.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { makeTerritory } from "./territory.ts";
import { enter, words } from "./visitor.ts";

async function territoryWorld() {
  const world = await TestWorld.open();
  const territory = await makeTerritory(world.ports, OPERATOR);
  return { world, anne: await enter(world), ...territory };
}

async function available(world: TestWorld, id: string): Promise<number> {
  return (await readBalance(world.ports, OPERATOR, id)).available;
}

Deno.test("POST /structures/nouvelle declares a root, once however often it is sent", async () => {
  await using world = await TestWorld.open();
  const anne = await enter(world);
  const path = "/structures/nouvelle";
  const page = await anne.open(path);
  const fields = { name: "Mairie de Rodez", siren: "211 202 023" };

  const first = await anne.submit(page, path, fields);
  const again = await anne.submit(page, path, fields);

  assertEquals(first.status, 303);
  assertEquals(again.headers.get("location"), first.headers.get("location"));
  const { items } = await listStructures(world.ports, OPERATOR, { limit: 9 });
  assertEquals(items.map(({ name, siren }) => [name, siren]), [
    ["Mairie de Rodez", "211202023"],
  ]);
});

Deno.test("POST …/structures/nouvelle declares below, and keeps wrong fields", async () => {
  const { world, anne, centre } = await territoryWorld();
  await using _ = world;
  const path = `/s/${centre.id}/structures/nouvelle`;
  const page = await anne.open(path);

  const wrong = await anne.submit(page, path, {
    name: "Saint-Affrique",
    siren: "12",
    defaultSender: "9é",
  });
  const right = await anne.submit(wrong.html, path, { name: "Saint-Affrique" });

  assertEquals(wrong.status, 422);
  assertStringIncludes(wrong.html, 'value="Saint-Affrique"');
  assertStringIncludes(wrong.html, "9 chiffres.");
  assertStringIncludes(wrong.html, "3 à 11 lettres");
  assertEquals(right.status, 303);
  const { items } = await listStructures(world.ports, OPERATOR, {
    parentId: centre.id,
    limit: 9,
  });
  assertEquals(items.at(-1)!.name, "Saint-Affrique");
});

Deno.test("credits move in three taps: give, how many, confirm", async () => {
  const { world, anne, centre, millau } = await territoryWorld();
  await using _ = world;
  const credits = await anne.open(`/s/${centre.id}/credits`);
  const path = `/s/${centre.id}/credits/donner`;
  assertStringIncludes(credits, `href="${path}?a=${millau.id}"`);

  const amounts = await anne.open(`${path}?a=${millau.id}`);
  const confirm = await anne.submit(amounts, path, { credits: "500" });
  assertStringIncludes(words(confirm.html), "Mairie de Millau 1 200");
  assertEquals(await available(world, millau.id), 1_200);
  const done = await anne.submit(confirm.html, path);
  const twice = await anne.submit(confirm.html, path);

  assertEquals(
    done.headers.get("location"),
    `/s/${centre.id}/credits?fait=donnes`,
  );
  assertEquals(twice.status, 303);
  assertEquals(await available(world, millau.id), 1_700);
  const ledger = words(await anne.open(`/s/${millau.id}/credits`));
  assertStringIncludes(
    ledger,
    "Centre de gestion de l’Aveyron → Mairie de Millau",
  );
});

Deno.test("credits can be taken back, and granted by the operator", async () => {
  const { world, anne, centre, millau } = await territoryWorld();
  await using _ = world;
  const back = `/s/${centre.id}/credits/reprendre`;
  const page = await anne.open(`${back}?a=${millau.id}`);
  const confirm = await anne.submit(page, back, { credits: "1200" });
  await anne.submit(confirm.html, back);
  const grant = `/s/${millau.id}/credits/ajouter`;
  const asked = await anne.submit(await anne.open(grant), grant, {
    nombre: "1 000",
    note: "Marché 2026",
  });
  await anne.submit(asked.html, grant);

  assertEquals(await available(world, millau.id), 1_000);
  const ledger = words(await anne.open(`/s/${millau.id}/credits`));
  assertStringIncludes(ledger, "Marché 2026");
  assertStringIncludes(ledger, "Rendu");
});

Deno.test("a wrong number of SMS is kept and explained", async (t) => {
  const { world, anne, centre, millau } = await territoryWorld();
  await using _ = world;
  const path = `/s/${centre.id}/credits/donner`;
  const page = await anne.open(`${path}?a=${millau.id}`);
  const table: [string, string][] = [
    ["", "par exemple 500"],
    ["0", "par exemple 500"],
    ["-5", "par exemple 500"],
    ["cent", "par exemple 500"],
    ["99999", "n’a que"],
  ];
  for (const [nombre, expected] of table) {
    await t.step(nombre || "nothing", async () => {
      const { status, html } = await anne.submit(page, path, { nombre });
      assertEquals(status, 422);
      assertStringIncludes(words(html), expected);
      const kept = /name="nombre"[^>]* value(?:="([^"]*)")?/.exec(html);
      assertEquals(kept?.[1] ?? "", nombre);
    });
  }
});

Deno.test("an application's key is shown once, with how to use it", async () => {
  const { world, anne, rodez } = await territoryWorld();
  await using _ = world;
  const path = `/s/${rodez.id}/applications/nouvelle`;

  const made = await anne.submit(await anne.open(path), path, {
    name: "web-GFC",
    mode: "live",
  });

  const key = /lsm_live_\w+/.exec(made.html)![0];
  assertEquals(made.headers.get("cache-control"), "no-store");
  assertStringIncludes(words(made.html), `Authorization: Bearer ${key}`);
  const list = await anne.open(`/s/${rodez.id}/applications`);
  assertStringIncludes(list, "web-GFC");
  assertEquals(list.includes(key), false);
});

Deno.test("an application needs a name", async () => {
  const { world, anne, rodez } = await territoryWorld();
  await using _ = world;
  const path = `/s/${rodez.id}/applications/nouvelle`;

  const { status, html } = await anne.submit(await anne.open(path), path, {
    name: "",
    mode: "test",
  });

  assertEquals(status, 422);
  assertStringIncludes(html, "Champ obligatoire.");
  assertStringIncludes(html, 'value="test" checked');
});

Deno.test("a key is renewed, an application deleted, after a word of warning", async () => {
  const { world, anne, rodez, idelibre } = await territoryWorld();
  await using _ = world;
  const base = `/s/${rodez.id}/applications/${idelibre.id}`;

  const asked = await anne.open(`${base}/renouveler`);
  assertStringIncludes(words(asked), "24 heures");
  const renewed = await anne.submit(asked, `${base}/renouveler`);
  const warned = await anne.open(`${base}/supprimer`);
  assertStringIncludes(words(warned), "C’est définitif");
  const deleted = await anne.submit(warned, `${base}/supprimer`);

  assertEquals(/lsm_live_\w+/.test(renewed.html), true);
  assertEquals(deleted.status, 303);
  const { items } = await listApplications(world.ports, OPERATOR, {
    structureId: rodez.id,
    limit: 9,
  });
  assertEquals(items, []);
});

Deno.test("another structure's application is a page that is not there", async () => {
  const { world, anne, millau, idelibre } = await territoryWorld();
  await using _ = world;

  const { status } = await anne.get(
    `/s/${millau.id}/applications/${idelibre.id}/supprimer`,
  );

  assertEquals(status, 404);
});

Deno.test("senders are added, chosen and removed", async () => {
  const { world, anne, rodez } = await territoryWorld();
  await using _ = world;
  const path = `/s/${rodez.id}/expediteurs`;
  const page = await anne.open(path);

  const wrong = await anne.submit(page, path, { sender: "É" });
  await anne.submit(page, path, { sender: "Mairie12" });
  const list = await anne.open(path);
  await anne.submit(list, `${path}/defaut`, { sender: "Mairie12" });
  await anne.submit(list, `${path}/retirer`, { sender: "MairieRodez" });

  assertEquals(wrong.status, 422);
  assertStringIncludes(wrong.html, 'value="É"');
  assertEquals(await listSenders(world.ports, OPERATOR, rodez.id), [
    { sender: "Mairie12", default: true },
  ]);
});

Deno.test("a structure is renamed, suspended and resumed", async () => {
  const { world, anne, rodez } = await territoryWorld();
  await using _ = world;
  const path = `/s/${rodez.id}/reglages`;

  await anne.submit(await anne.open(path), path, {
    name: "Ville de Rodez",
    siren: "",
  });
  const warned = await anne.open(`${path}/suspendre`);
  assertStringIncludes(words(warned), "Plus aucun SMS n’est accepté");
  await anne.submit(warned, `${path}/suspendre`);
  const suspended = await anne.open(path);
  assertStringIncludes(words(suspended), "Envois suspendus");
  await anne.submit(suspended, `${path}/retablir`);

  const stored = await getStructure(world.ports, OPERATOR, rodez.id);
  assertEquals([stored.name, stored.suspended], ["Ville de Rodez", false]);
});
