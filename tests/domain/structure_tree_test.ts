import { assertEquals } from "@std/assert";
import {
  childrenOf,
  entryPoints,
  structureView,
} from "../../lib/domain/structure_tree.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { member, plant } from "./tree.ts";

Deno.test("childrenOf() gives what stands directly below", async () => {
  await using world = await TestWorld.open();
  const { centre, town, otherTown } = await plant(world);

  const page = await childrenOf(world.ports, OPERATOR, {
    parentId: centre,
    limit: 50,
  });

  assertEquals(page.items.map(({ id }) => id), [town, otherTown]);
});

Deno.test("childrenOf() gives the roots without a parent", async () => {
  await using world = await TestWorld.open();
  const { centre, stranger } = await plant(world);

  const page = await childrenOf(world.ports, OPERATOR, { limit: 50 });

  assertEquals(page.items.map(({ id }) => id), [centre, stranger]);
});

Deno.test("entryPoints() gives the highest of a person's structures", async () => {
  await using world = await TestWorld.open();
  const { centre, school, stranger } = await plant(world);
  const roles = {
    [centre]: "viewer",
    [school]: "manager",
    [stranger]: "sender",
  } as const;

  const entries = await entryPoints(world.ports, member(roles));

  assertEquals(entries.map(({ id }) => id), [centre, stranger]);
});

Deno.test("structureView() tells the parent and the depth", async () => {
  await using world = await TestWorld.open();
  const { centre, town } = await plant(world);
  const page = await childrenOf(world.ports, OPERATOR, {
    parentId: centre,
    limit: 1,
  });
  const [entry] = await entryPoints(world.ports, member({ [town]: "viewer" }));

  assertEquals(page.items[0], structureView(entry!));
  assertEquals([page.items[0]!.parentId, page.items[0]!.depth], [centre, 2]);
});
