import { assertEquals, assertStringIncludes } from "@std/assert";
import { readSendingRules } from "../../lib/domain/sending_rules.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { makeTerritory } from "./territory.ts";
import { enter, words } from "./visitor.ts";

Deno.test("sending rules are set, refused by halves, and given back", async () => {
  await using world = await TestWorld.open();
  const { centre } = await makeTerritory(world.ports, OPERATOR);
  const anne = await enter(world);
  const path = `/s/${centre.id}/reglages/envois`;
  const read = () => readSendingRules(world.ports, OPERATOR, centre.id);
  const page = await anne.open(path);
  const half = await anne.submit(page, path, { from: "20:00", to: "" });
  assertEquals(half.status, 422);
  assertStringIncludes(words(half.html), "Donnez les deux heures, ou aucune.");

  const set = await anne.submit(page, path, {
    from: "20:00",
    to: "08:00",
    timeZone: "Indian/Reunion",
    unknownOutcome: "uncertain",
  });
  assertEquals(set.status, 303);
  assertEquals(await read(), {
    quietHours: { from: "20:00", to: "08:00" },
    timeZone: "Indian/Reunion",
    unknownOutcome: "uncertain",
    inheritedFrom: null,
  });
  await anne.submit(await anne.open(path), `${path}/reprendre`, {});
  assertEquals((await read()).quietHours, null);
});
