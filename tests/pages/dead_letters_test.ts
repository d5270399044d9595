import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Engine } from "../../lib/delivery/engine.ts";
import { createGateway } from "../../lib/delivery/gateway.ts";
import { acceptMessages } from "../../lib/domain/acceptance.ts";
import { lineage } from "../../lib/domain/directory.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { makeTerritory } from "./territory.ts";
import { enter, words } from "./visitor.ts";

Deno.test("failures are chosen, confirmed with their cost, and sent again once", async () => {
  await using world = await TestWorld.open();
  const { ports } = world;
  const { centre } = await makeTerritory(ports, OPERATOR);
  const anne = await enter(world);
  const path = `/s/${centre.id}/echecs`;
  await createGateway(ports, world.call(), {
    kind: "simulator",
    name: "refuses",
    ownerId: centre.id,
    settings: { rejectRate: 1 },
  });
  const { messages } = await acceptMessages(ports, {
    call: world.call(),
    at: (await lineage(ports, centre.id))!,
  }, { text: "Bonjour", recipients: ["+33612345678", "+33612345679"] });
  await new Engine(ports, { owner: "w", exclusive: true }).runDue();

  const list = await anne.open(path);
  assertStringIncludes(words(list), "refusé par la passerelle");
  const none = await anne.submit(list, `${path}/confirmer`, {});
  assertEquals(none.status, 422);
  assertStringIncludes(words(none.html), "Choisissez au moins un message.");

  const before = await world.account(centre.id);
  const confirm = await anne.submit(list, `${path}/confirmer`, {
    [`m-${messages![0]!.id}`]: "1",
  });
  assertMatch(words(confirm.html), /1 message : 1 SMS réservé/);
  const done = await anne.submit(confirm.html, `${path}/renvoyer`, {});
  assertStringIncludes(words(done.html), "1 message en cours de renvoi.");
  assertStringIncludes(words(done.html), "Déjà renvoyé");
  const after = await world.account(centre.id);
  assertEquals(after.reserved - before.reserved, 1);
});
