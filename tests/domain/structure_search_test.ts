import { assertEquals, assertRejects } from "@std/assert";
import type { Actor } from "../../lib/domain/actor.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { searchStructures } from "../../lib/domain/structure_search.ts";
import { Problem } from "../../lib/problem.ts";
import { OPERATOR, TestWorld } from "../support.ts";

async function territory() {
  const world = await TestWorld.open();
  const make = async (name: string, parentId?: string, siren?: string) =>
    (await createStructure(world.ports, world.call(), {
      name,
      ...(parentId ? { parentId } : {}),
      ...(siren ? { siren } : {}),
    })).id;
  const centre = await make("Centre de gestion");
  const com = await make("Communauté de l’Aveyron", centre);
  const rodez = await make("Mairie de Rodez", com, "211202025");
  const school = await make("École Jean-Jaurès", rodez);
  const other = await make("Mairie de Rodelle");
  const find = async (
    text: string,
    { below = null as string | null, actor = OPERATOR as Actor } = {},
  ) =>
    (await searchStructures(world.ports, actor, { below, text })).items
      .map(({ structure }) => structure.name);
  return { world, centre, com, rodez, school, other, find };
}

function member(roles: Record<string, "viewer">): Actor {
  return {
    kind: "member",
    id: "mem_00000000000000000a",
    name: "Luc",
    email: "luc@rodez.example",
    operator: false,
    roles,
  };
}

Deno.test("searchStructures() finds by words, accents or not, and by the beginning of a SIREN", async () => {
  const { world, find } = await territory();
  await using _ = world;

  assertEquals(await find("rode"), ["Mairie de Rodelle", "Mairie de Rodez"]);
  assertEquals(await find("ECOLE jaures"), ["École Jean-Jaurès"]);
  assertEquals(await find("communaute aveyron"), ["Communauté de l’Aveyron"]);
  assertEquals(await find("211 202"), ["Mairie de Rodez"]);
  assertEquals(await find("nulle part"), []);
  assertEquals(await find("   "), []);
});

Deno.test("searchStructures() looks below a place, at any depth, and tells what is above", async () => {
  const { world, centre, rodez, find } = await territory();
  await using _ = world;

  assertEquals(await find("mairie", { below: centre }), ["Mairie de Rodez"]);
  assertEquals(await find("mairie", { below: rodez }), []);
  const { items } = await searchStructures(world.ports, OPERATOR, {
    below: null,
    text: "jaurès",
  });
  assertEquals(items[0]?.above, [
    "Centre de gestion",
    "Communauté de l’Aveyron",
    "Mairie de Rodez",
  ]);
});

Deno.test("searchStructures() finds for a member what they may see, and names no more", async () => {
  const { world, com, other, find } = await territory();
  await using _ = world;
  const luc = member({ [com]: "viewer" });

  assertEquals(await find("rode", { actor: luc }), ["Mairie de Rodez"]);
  const { items } = await searchStructures(world.ports, luc, {
    below: null,
    text: "rodez",
  });
  assertEquals(items[0]?.above, ["Communauté de l’Aveyron"]);
  await assertRejects(() => find("x", { actor: luc, below: other }), Problem);
});

Deno.test("searchStructures() knows a structure as soon as it is made, and stops at fifty", async () => {
  const { world, centre, find } = await territory();
  await using _ = world;
  await find("halle");

  for (let i = 0; i < 51; i++) {
    await createStructure(world.ports, world.call(), {
      name: `Halle ${i}`,
      parentId: centre,
    });
  }

  const found = await searchStructures(world.ports, OPERATOR, {
    below: centre,
    text: "halle",
  });
  assertEquals([found.items.length, found.hasMore], [50, true]);
});
