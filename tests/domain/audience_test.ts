import { assertEquals } from "@std/assert";
import { managersOf, operatorsOf } from "../../lib/domain/audience.ts";
import { TestWorld } from "../support.ts";
import { join } from "./requests.ts";
import { plant } from "./tree.ts";

Deno.test("managersOf() finds the nearest level that somebody manages", async () => {
  await using world = await TestWorld.open();
  const { centre, town, school, stranger } = await plant(world);
  await join(world, "Anne", { [centre]: "manager" });
  await join(world, "Marie", { [town]: "manager", [stranger]: "viewer" });
  await join(world, "Paul", { [school]: "sender" });
  await join(world, "Olga", {}, true);
  const names = async (id: string, path: string[]) =>
    (await managersOf(world.ports, { id, path })).map(({ name }) => name);

  assertEquals(await names(centre, []), ["Anne"]);
  assertEquals(await names(town, [centre]), ["Marie"]);
  assertEquals(await names(school, [centre, town]), ["Marie"]);
  assertEquals(await names(stranger, []), ["Olga"]);
});

Deno.test("operatorsOf() finds who runs the installation", async () => {
  await using world = await TestWorld.open();
  await join(world, "Anne", {});
  await join(world, "Olga", {}, true);
  const found = await operatorsOf(world.ports);
  assertEquals(found.map(({ name }) => name), ["Olga"]);
});
