import { assertEquals, assertStringIncludes } from "@std/assert";
import { raiseFence } from "../../lib/domain/fence.ts";
import { readFence } from "../../lib/domain/fence.ts";
import { retain } from "../../lib/domain/retention.ts";
import { StatCounter } from "../../lib/domain/stat_counter.ts";
import { ensureSimulator } from "../../lib/delivery/gateway.ts";
import { Engine } from "../../lib/delivery/engine.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { makeTerritory, sendSome } from "./territory.ts";
import { enter, words } from "./visitor.ts";

const DAY_MS = 86_400_000;

async function territory() {
  const world = await TestWorld.open();
  await ensureSimulator(world.ports);
  const counter = new StatCounter(world.ports);
  counter.start();
  const made = await makeTerritory(world.ports, OPERATOR);
  await sendSome(world.ports, OPERATOR, made);
  const engine = new Engine(world.ports, { owner: "w", exclusive: true });
  const work = async () => {
    await engine.runDue();
    while (await counter.run());
  };
  return { world, ...made, work };
}

Deno.test("the statistics say what was sent, and the CSV says the same", async () => {
  const { world, rodez, centre, work } = await territory();
  await using _ = world;
  await work();
  const anne = await enter(world);
  const page = await anne.open(`/s/${rodez.id}/statistiques`);
  assertStringIncludes(words(page), "idelibre 10 10 0");
  const above = await anne.open(`/s/${centre.id}/statistiques`);
  assertStringIncludes(words(above), "Decazeville Communauté 10 0 10");
  const { headers, html } = await anne.get(`/s/${rodez.id}/statistiques/csv`);
  assertStringIncludes(headers.get("content-type")!, "text/csv");
  assertStringIncludes(html, '"idelibre";"sent";"10";"10";"10"');
});

Deno.test("the statement of a month opens, moves and closes as the ledger", async () => {
  const { world, rodez, work } = await territory();
  await using _ = world;
  await work();
  const anne = await enter(world);
  const path = `/s/${rodez.id}/statistiques/releve`;
  const page = words(await anne.open(`${path}?mois=2026-12`));
  const { spent } = await world.account(rodez.id);
  assertStringIncludes(page, "Disponible au début du mois 0");
  assertStringIncludes(page, `Disponible à la fin du mois 2 ${500 - spent}`);
  const csv = (await anne.get(`${path}.csv?mois=2026-12`)).html;
  assertEquals(
    csv.trim().split("\n").length - 1,
    (await world.account(rodez.id)).entries,
  );
});

Deno.test("the register shortens what is kept, and proves what is gone", async () => {
  const { world, rodez, work } = await territory();
  await using _ = world;
  await work();
  const anne = await enter(world);
  const path = `/s/${rodez.id}/registre`;
  const page = await anne.open(path);
  assertStringIncludes(words(page), "Rien n’a encore dépassé sa durée");

  const wrong = await anne.submit(page, `${path}/duree`, {
    text: "40",
    number: "90",
  });
  assertEquals(wrong.status, 422);
  assertStringIncludes(words(wrong.html), "30 jours au plus");
  const saved = await anne.submit(page, `${path}/duree`, {
    text: "5",
    number: "10",
  });
  assertEquals(saved.status, 303);

  world.advance(6 * DAY_MS);
  await retain(world.ports);
  const after = words(
    await (await enter(world, {
      id: "mem_00000000000000000b",
      email: "b@x.fr",
    })).open(path),
  );
  assertStringIncludes(after, "1er décembre 2026 les textes");
});

Deno.test("a person's number is looked up, then erased after a question", async () => {
  const { world, rodez, work } = await territory();
  await using _ = world;
  await work();
  const anne = await enter(world);
  const path = `/s/${rodez.id}/registre`;
  const recipient = "06 98 76 54 32";
  const found = await anne.submit(await anne.open(path), `${path}/numero`, {
    recipient,
  });
  assertStringIncludes(words(found.html), "1 SMS et 0 réponse sont gardés.");
  const question = await anne.submit(found.html, `${path}/effacer`);
  assertStringIncludes(
    words(question.html),
    "disparaissent de l’historique, des réponses",
  );
  const done = await anne.submit(question.html, `${path}/effacer`);
  assertStringIncludes(
    words(done.html),
    "1 SMS sans numéro ni texte désormais",
  );
  const again = await anne.submit(await anne.open(path), `${path}/numero`, {
    recipient,
  });
  assertStringIncludes(words(again.html), "Rien n’est gardé sur ce numéro");
});

Deno.test("the verification is run on demand, and says that all is exact", async () => {
  const { world, centre, work } = await territory();
  await using _ = world;
  await work();
  const anne = await enter(world);
  const path = `/s/${centre.id}/verification`;
  const done = await anne.submit(await anne.open(path), path);
  assertStringIncludes(words(done.html), "20 000 SMS sont entrés");
  assertStringIncludes(words(done.html), "dans 4 structures");
});

Deno.test("the operator lets go of what a restore holds, after a question", async () => {
  const { world, rodez } = await territory();
  await using _ = world;
  await raiseFence(world.ports);
  const anne = await enter(world);
  const page = await anne.open("/exploitation");
  assertStringIncludes(words(page), "Mairie de Rodez : 11 retenus");
  const question = await anne.submit(page, "/exploitation/barriere", {
    structureId: rodez.id,
    how: "cancel",
  });
  assertStringIncludes(words(question.html), "Ils ne partiront pas");
  const done = await anne.submit(question.html, "/exploitation/barriere");
  assertEquals(done.status, 303);
  assertEquals((await readFence(world.ports, OPERATOR)).held, []);
});

Deno.test("these pages are nobody else's", async () => {
  const { world, rodez } = await territory();
  await using _ = world;
  const viewer = await enter(world, {
    operator: false,
    roles: { [rodez.id]: "viewer" },
  });
  assertEquals((await viewer.get("/exploitation")).status, 404);
  for (const section of ["registre", "verification"]) {
    assertEquals((await viewer.get(`/s/${rodez.id}/${section}`)).status, 403);
  }
  await viewer.open(`/s/${rodez.id}/statistiques`);
});
