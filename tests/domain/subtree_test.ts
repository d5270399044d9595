import { assertEquals } from "@std/assert";
import { createStructure } from "../../lib/domain/structure.ts";
import { subtree } from "../../lib/domain/subtree.ts";
import { TestWorld } from "../support.ts";

Deno.test("subtree() gives a structure and all below it, and nothing beside", async () => {
  await using world = await TestWorld.open();
  const make = async (name: string, parentId?: string) =>
    (await createStructure(world.ports, world.call(), {
      name,
      ...(parentId ? { parentId } : {}),
    })).id;
  const centre = await make("Centre");
  const town = await make("Rodez", centre);
  await make("Millau", centre);
  await make("Collège", town);
  await make("Ailleurs");

  const names = async (id: string) =>
    (await Array.fromAsync(subtree(world.ports, id))).map(({ name }) => name);

  assertEquals(await names(centre), ["Centre", "Rodez", "Collège", "Millau"]);
  assertEquals(await names(town), ["Rodez", "Collège"]);
  assertEquals(await names("str_absent"), []);
});
