import { assertEquals } from "@std/assert";
import {
  authorised,
  isSuspended,
  lineage,
  lookUp,
  remembered,
} from "../../lib/domain/directory.ts";
import { keys } from "../../lib/kv/keys.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { member, plant, refusalOf } from "./tree.ts";

/** Suspends a structure as another part of the service would. */
async function suspend(world: TestWorld, id: string): Promise<void> {
  await world.store.transact(id, async (tx) => {
    const key = keys.structure(id);
    tx.put(key, { ...(await tx.get(key))!, suspended: true });
  });
}

Deno.test("lineage() names a structure and those above it, the root first", async () => {
  await using world = await TestWorld.open();
  const tree = await plant(world);

  const found = (await lineage(world.ports, tree.school))!;

  assertEquals(found.structure.name, "École");
  assertEquals(found.ancestors.map(({ name }) => name), ["Centre", "Ville"]);
  assertEquals(await lineage(world.ports, "str_none"), null);
});

Deno.test("isSuspended() counts what is above", async () => {
  await using world = await TestWorld.open();
  const tree = await plant(world);
  await suspend(world, tree.town);
  const suspended = async (id: string) =>
    isSuspended((await lineage(world.ports, id))!);

  assertEquals(await suspended(tree.school), true);
  assertEquals(await suspended(tree.town), true);
  assertEquals(await suspended(tree.centre), false);
  assertEquals(await suspended(tree.otherTown), false);
});

Deno.test("lookUp() sees at once what this process changes", async () => {
  await using world = await TestWorld.open();
  const tree = await plant(world);
  const key = keys.structure(tree.town);
  assertEquals((await lookUp(world.ports, key))!.suspended, false);

  await suspend(world, tree.town);

  assertEquals((await lookUp(world.ports, key))!.suspended, true);
});

Deno.test("lookUp() sees within three seconds what another instance changes", async () => {
  const kv = await Deno.openKv(":memory:");
  {
    await using one = await TestWorld.open({ kv, seed: 1 });
    await using two = await TestWorld.open({ kv, seed: 2 });
    const tree = await plant(one);
    const key = keys.structure(tree.town);
    await lookUp(two.ports, key);

    await suspend(one, tree.town);

    assertEquals((await lookUp(two.ports, key))!.suspended, false);
    two.advance(3_000);
    assertEquals((await lookUp(two.ports, key))!.suspended, true);
  }
  kv.close();
});

Deno.test("remembered() loads once for all who ask at once", async () => {
  await using world = await TestWorld.open();
  let loads = 0;
  const ask = () =>
    remembered(world.ports, "thing", () => Promise.resolve(++loads));

  assertEquals(await Promise.all([ask(), ask(), ask()]), [1, 1, 1]);
});

Deno.test("remembered() does not remember a failure", async () => {
  await using world = await TestWorld.open();
  let fails = true;
  const ask = () =>
    remembered(
      world.ports,
      "thing",
      () => fails ? Promise.reject(new Error("lost")) : Promise.resolve("here"),
    );

  assertEquals(await ask().catch(({ message }) => message), "lost");
  fails = false;
  assertEquals(await ask(), "here");
});

Deno.test("authorised() hides what one may not see from what one may not do", async () => {
  await using world = await TestWorld.open();
  const tree = await plant(world);
  const viewer = member({ [tree.town]: "viewer" });
  const ask = (id: string, permission: "credit:read" | "credit:move") =>
    refusalOf(authorised(world.ports, viewer, permission, id));

  assertEquals(await ask(tree.town, "credit:read"), "nothing");
  assertEquals(await ask(tree.school, "credit:read"), "nothing");
  assertEquals(await ask(tree.town, "credit:move"), "forbidden");
  assertEquals(await ask(tree.centre, "credit:read"), "not_found");
  assertEquals(await ask("str_none", "credit:read"), "not_found");
  assertEquals(
    await refusalOf(authorised(world.ports, OPERATOR, "credit:move", "str_0")),
    "not_found",
  );
});
