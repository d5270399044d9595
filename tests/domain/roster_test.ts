import { assertEquals } from "@std/assert";
import {
  assertManaged,
  changeRoster,
  isManaged,
} from "../../lib/domain/roster.ts";
import { keys } from "../../lib/kv/keys.ts";
import type { Role } from "../../lib/schema/member.ts";
import { TestWorld } from "../support.ts";
import { refusalOf } from "./tree.ts";

const TOWN = "str_0000000000000town1";

function change(world: TestWorld, id: string, role: Role | null) {
  return world.store.transact(
    "x",
    (tx) => changeRoster(tx, TOWN, id, role),
  );
}

Deno.test("changeRoster() notes who manages", async () => {
  await using world = await TestWorld.open();
  await change(world, "a", "manager");
  await change(world, "b", "viewer");
  await change(world, "c", "manager");
  await change(world, "a", "sender");

  const roster = await world.store.get(keys.roster(TOWN));

  assertEquals(roster, { managers: ["c"] });
  assertEquals(await isManaged(world.ports, [TOWN]), true);
  await change(world, "c", null);
  assertEquals(await isManaged(world.ports, [TOWN]), false);
});

Deno.test("assertManaged() refuses to lose the last manager, unless some are above", async () => {
  await using world = await TestWorld.open();
  await change(world, "a", "manager");
  const without = (id: string, isManagedAbove: boolean) =>
    refusalOf(
      world.store.transact("x", (tx) =>
        assertManaged(tx, TOWN, { without: id, isManagedAbove })),
    );

  assertEquals(await without("a", false), "conflict");
  assertEquals(await without("a", true), "nothing");
  assertEquals(await without("b", false), "nothing");
  await change(world, "b", "manager");
  assertEquals(await without("a", false), "nothing");
});
