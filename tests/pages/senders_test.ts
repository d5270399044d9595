import { assertEquals, assertStringIncludes } from "@std/assert";
import { listSenders } from "../../lib/domain/sender.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { makeTerritory } from "./territory.ts";
import { enter, words } from "./visitor.ts";

Deno.test("a structure asks for a sender, and the group allows it from its own page", async () => {
  await using world = await TestWorld.open();
  const { centre, rodez } = await makeTerritory(world.ports, OPERATOR);
  const mayor = await enter(world, {
    operator: false,
    roles: { [rodez.id]: "manager" },
  });
  const group = await enter(world, {
    id: "mem_00000000000000000b",
    email: "b@cdg.example",
    operator: false,
    roles: { [centre.id]: "manager" },
  });
  const own = `/s/${rodez.id}/expediteurs`;
  const above = `/s/${centre.id}/expediteurs`;

  const generic = await mayor.submit(await mayor.open(own), own, {
    sender: "Info",
  });
  const asked = await mayor.submit(await mayor.open(own), own, {
    sender: "Mediatheque",
  });
  const waiting = await mayor.open(own);
  const decide = `${above}/decider`;
  const page = await group.open(above);
  const done = await group.submit(page, decide, { decision: "oui" });

  assertEquals(generic.status, 422);
  assertStringIncludes(words(generic.html), "mot générique");
  assertStringIncludes(asked.headers.get("location")!, "expediteurDemande");
  assertStringIncludes(words(waiting), "En attente du groupe");
  assertStringIncludes(words(page), "Demandé par Mairie de Rodez");
  assertEquals(done.status, 303);
  const senders = await listSenders(world.ports, OPERATOR, rodez.id);
  assertEquals(senders.map(({ sender }) => sender), [
    "MairieRodez",
    "Mediatheque",
  ]);
});
