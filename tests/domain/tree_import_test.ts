import { assertEquals } from "@std/assert";
import {
  previewImport,
  readImport,
  startImport,
} from "../../lib/domain/tree_import.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { grant, member, plant, refusalOf } from "./tree.ts";

const CSV = "nom;parent;courriel;membre;sms\n" +
  "Communauté;;a@exemple.fr;Anne;100\nMairie;Communauté;;;40";

async function ready() {
  const world = await TestWorld.open();
  const tree = await plant(world);
  await grant(world, tree.centre, 150);
  return { world, ...tree };
}

Deno.test("previewImport() counts, and writes nothing", async () => {
  const { world, centre } = await ready();
  await using _ = world;

  const found = await previewImport(world.ports, OPERATOR, {
    structureId: centre,
    csv: CSV,
  });

  assertEquals(found, { structures: 2, members: 1, credits: 140, errors: [] });
  const jobs = await Array.fromAsync(world.store.list(KINDS.treeImport, {}));
  assertEquals(jobs, []);
});

Deno.test("previewImport() says that SMS lack, and what is taken", async () => {
  const { world, centre } = await ready();
  await using _ = world;
  const { errors } = await previewImport(world.ports, OPERATOR, {
    structureId: centre,
    csv: "nom;sms\nVille;151",
  });
  assertEquals(errors.map(({ line, column }) => `${line} ${column}`), [
    "2 name",
    "1 credits",
  ]);
});

Deno.test("startImport() refuses all of a table for one wrong cell", async () => {
  const { world, centre } = await ready();
  await using _ = world;
  const start = startImport(world.ports, world.call(), {
    structureId: centre,
    csv: CSV + "\nÉcole;Nulle part;;;",
  });
  assertEquals(await refusalOf(start), "invalid_request /csv/4/parent");
});

Deno.test("startImport() is for managers", async () => {
  const { world, centre, town } = await ready();
  await using _ = world;
  const start = (roles: Parameters<typeof member>[0]) =>
    refusalOf(startImport(world.ports, world.call(member(roles)), {
      structureId: centre,
      csv: CSV,
    }));
  assertEquals(await start({ [centre]: "sender" }), "forbidden");
  assertEquals(await start({ [town]: "manager" }), "not_found");
});

Deno.test("startImport() waits for its work, and readImport() tells of it", async () => {
  const { world, centre, town } = await ready();
  await using _ = world;
  const wanted = { structureId: centre, csv: CSV };
  const { id } = await startImport(world.ports, world.call(), wanted);

  const found = await readImport(world.ports, OPERATOR, {
    structureId: centre,
    importId: id,
  });

  assertEquals([found.status, found.lines, found.done], ["running", 2, 0]);
  const elsewhere = readImport(world.ports, OPERATOR, {
    structureId: town,
    importId: id,
  });
  assertEquals(await refusalOf(elsewhere), "not_found");
});
