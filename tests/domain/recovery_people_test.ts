import { assertEquals } from "@std/assert";
import { answerers, mayAnswer } from "../../lib/domain/recovery_people.ts";
import { OPERATOR } from "../support.ts";
import { openRodez } from "./recoveries.ts";

Deno.test("answerers() are the managers, never the person, else the operators", async () => {
  const { world, marie, paul } = await openRodez();
  await using _ = world;
  const ids = async (one: typeof marie) =>
    (await answerers(world.ports, one)).map(({ id }) => id);

  assertEquals(await ids(marie), [paul.id]);
  assertEquals(await ids(paul), []);
});

Deno.test("mayAnswer() is for another person who manages, or who runs it all", async () => {
  const { world, marie, paul, luc, as } = await openRodez();
  await using _ = world;
  const may = (one: typeof marie, about: typeof marie) =>
    mayAnswer(world.ports, as(one).actor, about);

  assertEquals(await may(paul, marie), true);
  assertEquals(await may(luc, marie), false);
  assertEquals(await may(paul, paul), false);
  assertEquals(await may(paul, { ...marie, operator: true }), false);
  assertEquals(await mayAnswer(world.ports, OPERATOR, marie), true);
});
