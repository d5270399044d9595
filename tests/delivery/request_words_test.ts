import { assertEquals, assertStringIncludes } from "@std/assert";
import { Engine } from "../../lib/delivery/engine.ts";
import { requestMail } from "../../lib/delivery/request_words.ts";
import { approveRequest } from "../../lib/domain/credit_answer.ts";
import { keys } from "../../lib/kv/keys.ts";
import { openAsking } from "../domain/requests.ts";

Deno.test("a request is mailed to the group, its answer to who asked", async () => {
  await using asking = await openAsking();
  const { world, tree, anne } = asking;
  const engine = new Engine(world.ports, { owner: "w1", exclusive: true });
  const { id } = await asking.ask(500);
  await engine.runDue();
  await approveRequest(world.ports, world.call(anne), { id, credits: 200 });
  await engine.runDue();

  const [asked, answered] = world.mails;
  assertEquals([asked!.to, asked!.subject], [
    "anne@example.fr",
    "Ville demande 500 SMS",
  ]);
  assertStringIncludes(asked!.text, "Élections");
  assertStringIncludes(asked!.text, `/s/${tree.centre}/demandes/${id}`);
  assertEquals([answered!.to, answered!.subject], [
    "marie@example.fr",
    "Ville : 200 SMS accordés",
  ]);
  assertStringIncludes(answered!.text, "sur 500 demandés");
  assertStringIncludes(answered!.text, `/s/${tree.town}/demandes/${id}`);
  assertEquals(world.mails.length, 2);
});

Deno.test("requestMail() says a refusal and its word", async () => {
  await using asking = await openAsking();
  const { world } = asking;
  const { id } = await asking.ask(500);
  const stored = (await world.store.get(keys.request(id)))!;
  const { subject, text } = requestMail(
    { ...stored, status: "declined", word: "En janvier" },
    { what: "answered", name: "Ville", publicUrl: "http://localhost" },
  );
  assertEquals(subject, "Ville : demande de SMS refusée");
  assertStringIncludes(text, "En janvier");
});
