import { assertEquals, assertStringIncludes } from "@std/assert";
import { Engine } from "../../lib/delivery/engine.ts";
import { ensureSimulator } from "../../lib/delivery/gateway.ts";
import { readReplySettings } from "../../lib/domain/reply_settings.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { makeTerritory, sendSome } from "./territory.ts";
import { enter, words } from "./visitor.ts";

async function sentWorld() {
  const world = await TestWorld.open();
  await ensureSimulator(world.ports);
  const territory = await makeTerritory(world.ports, OPERATOR);
  await sendSome(world.ports, OPERATOR, territory);
  await new Engine(world.ports, { owner: "w1", exclusive: true }).runDue();
  return { world, anne: await enter(world), ...territory };
}

Deno.test("the simulator's phone answers, and the reply is shown to who wrote", async () => {
  const { world, anne, rodez } = await sentWorld();
  await using _ = world;
  const inbox = await anne.open("/reception");

  const sent = await anne.submit(inbox, "/reception/repondre", {
    texte: "Merci, j’arrive",
  });
  const page = await anne.open(`/s/${rodez.id}/reponses`);
  const link = /href="(\/s\/[^"]*\/historique\/msg_[^"]*)"/.exec(page)![1]!;
  const detail = await anne.open(link);

  assertEquals(sent.status, 303);
  assertStringIncludes(words(page), "Merci, j’arrive");
  assertStringIncludes(words(detail), "Réponses");
  assertStringIncludes(words(detail), "Merci, j’arrive");
});

Deno.test("GET …/reponses teaches while there is none, and sets who is told", async () => {
  const { world, anne, millau } = await sentWorld();
  await using _ = world;
  const path = `/s/${millau.id}/reponses`;
  const page = await anne.open(path);

  const wrong = await anne.submit(page, path, { emails: "pas une adresse" });
  const right = await anne.submit(page, path, { emails: "a@example.fr" });

  assertStringIncludes(words(page), "Aucune réponse");
  assertEquals([wrong.status, right.status], [422, 303]);
  assertStringIncludes(wrong.html, "adresse électronique");
  const { emails } = await readReplySettings(world.ports, OPERATOR, millau.id);
  assertEquals(emails, ["a@example.fr"]);
});
