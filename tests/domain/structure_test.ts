import { assertEquals } from "@std/assert";
import {
  createStructure,
  getStructure,
  listStructures,
  namedStructure,
  setSuspended,
  updateStructure,
} from "../../lib/domain/structure.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { member, plant, refusalOf } from "./tree.ts";

const ABSENT = "str_00000000000000zzzz";

Deno.test("createStructure() puts a structure below its parent", async () => {
  await using world = await TestWorld.open();
  const { centre, town } = await plant(world);

  const { id, createdAt, ...school } = await createStructure(
    world.ports,
    world.call(),
    {
      name: "Collège",
      parentId: town,
      siren: "123456789",
      defaultSender: "College",
    },
  );

  assertEquals(school, {
    name: "Collège",
    parentId: town,
    depth: 3,
    siren: "123456789",
    defaultSender: "College",
    suspended: false,
    retention: null,
  });
  assertEquals(await getStructure(world.ports, OPERATOR, id), {
    id,
    createdAt,
    ...school,
  });
  const { structure } = await namedStructure(world.ports, OPERATOR, {
    id,
    pointer: "",
  });
  assertEquals(structure.path, [centre, town]);
  assertEquals(structure.senders, ["College"]);
});

Deno.test("createStructure() lets a manager declare below its own", async () => {
  await using world = await TestWorld.open();
  const { town, stranger } = await plant(world);
  const declare = (parentId: string | undefined, role: "manager" | "viewer") =>
    refusalOf(createStructure(
      world.ports,
      world.call(member({ [town]: role })),
      { name: "Service", ...(parentId === undefined ? {} : { parentId }) },
    ));

  assertEquals(await declare(town, "manager"), "nothing");
  assertEquals(await declare(town, "viewer"), "forbidden");
  assertEquals(await declare(undefined, "manager"), "forbidden");
  assertEquals(await declare(stranger, "manager"), "not_found /parentId");
  assertEquals(await declare(ABSENT, "manager"), "not_found /parentId");
});

Deno.test("createStructure() stops at the sixth level", async () => {
  await using world = await TestWorld.open();
  let parentId: string | undefined;
  for (let depth = 1; depth <= 6; depth++) {
    const made = await createStructure(world.ports, world.call(), {
      name: `Niveau ${depth}`,
      ...(parentId === undefined ? {} : { parentId }),
    });
    assertEquals(made.depth, depth);
    parentId = made.id;
  }

  const seventh = { name: "Niveau 7", parentId: parentId! };
  const work = createStructure(world.ports, world.call(), seventh);
  assertEquals(await refusalOf(work), "invalid_request /parentId");
});

Deno.test("createStructure() makes one structure for a repeated key", async () => {
  await using world = await TestWorld.open();
  const call = () => world.call(OPERATOR, { key: "k", fingerprint: "f" });

  const made = await Promise.all(
    Array.from(
      { length: 20 },
      () => createStructure(world.ports, call(), { name: "Mairie" }),
    ),
  );

  assertEquals(new Set(made.map(({ id }) => id)).size, 1);
  const { items } = await listStructures(world.ports, OPERATOR, { limit: 9 });
  assertEquals(items, [made[0]!]);
});

Deno.test("listStructures() pages through the children", async () => {
  await using world = await TestWorld.open();
  const { centre, town, otherTown } = await plant(world);

  const list = (limit: number, cursor?: string) =>
    listStructures(world.ports, OPERATOR, { parentId: centre, limit, cursor });
  const first = await list(1);
  const second = await list(1, first.nextCursor!);

  assertEquals(first.items.map(({ id }) => id), [town]);
  assertEquals(second.items.map(({ id }) => id), [otherTown]);
  assertEquals(second.nextCursor, null);
  assertEquals((await list(2)).nextCursor, null);
});

Deno.test("listStructures() begins where the actor enters the tree", async () => {
  await using world = await TestWorld.open();
  const { centre, town, school, stranger } = await plant(world);
  const application = {
    kind: "application",
    id: "app_1",
    name: "idelibre",
    structureId: school,
    mode: "live",
    scopes: ["balance:read"],
    dailyCap: null,
  } as const;
  const idsFor = async (actor: Parameters<typeof listStructures>[1]) => {
    const page = await listStructures(world.ports, actor, { limit: 50 });
    return page.items.map(({ id }) => id);
  };

  assertEquals(await idsFor(OPERATOR), [centre, stranger]);
  assertEquals(
    await idsFor(member({ [school]: "viewer", [town]: "manager" })),
    [town],
  );
  assertEquals(await idsFor(application), [school]);
  assertEquals(await idsFor({ ...application, scopes: [] }), []);
});

Deno.test("listStructures() refuses foreign parents and bad cursors", async () => {
  await using world = await TestWorld.open();
  const { town, stranger } = await plant(world);
  const list = (parentId: string | undefined, cursor?: string) =>
    refusalOf(listStructures(world.ports, member({ [town]: "viewer" }), {
      parentId,
      limit: 1,
      cursor,
    }));

  assertEquals(await list(stranger), "not_found");
  assertEquals(await list(ABSENT), "not_found");
  assertEquals(await list(town, "nonsense"), "invalid_cursor");
  assertEquals(await list(undefined, "nonsense"), "invalid_cursor");
});

Deno.test("updateStructure() changes what is given and nothing else", async () => {
  await using world = await TestWorld.open();
  const { centre, town } = await plant(world);
  const update = (patch: Parameters<typeof updateStructure>[2]["patch"]) =>
    updateStructure(world.ports, world.call(member({ [centre]: "manager" })), {
      id: town,
      patch,
    });

  await update({ siren: "123456789", defaultSender: "Mairie" });
  const renamed = await update({ name: "Rodez" });
  const cleared = await update({ siren: null, defaultSender: null });

  assertEquals(
    [renamed.name, renamed.siren, renamed.defaultSender],
    ["Rodez", "123456789", "Mairie"],
  );
  assertEquals(
    [cleared.name, cleared.siren, cleared.defaultSender],
    ["Rodez", null, null],
  );
});

Deno.test("updateStructure() is for managers", async () => {
  await using world = await TestWorld.open();
  const { town, stranger } = await plant(world);
  const update = (id: string) =>
    refusalOf(updateStructure(
      world.ports,
      world.call(member({ [town]: "sender" })),
      { id, patch: { name: "Pris" } },
    ));

  assertEquals(await update(town), "forbidden");
  assertEquals(await update(stranger), "not_found");
});

Deno.test("setSuspended() takes a manager of a level above", async () => {
  await using world = await TestWorld.open();
  const { centre, town, school } = await plant(world);
  const suspend = (managed: string, id: string) =>
    refusalOf(setSuspended(
      world.ports,
      world.call(member({ [managed]: "manager" })),
      { id, suspended: true },
    ));

  assertEquals(await suspend(centre, town), "nothing");
  assertEquals(await suspend(town, town), "forbidden");
  assertEquals(await suspend(centre, centre), "forbidden");
  assertEquals(await suspend(town, school), "nothing");
  assertEquals(
    (await getStructure(world.ports, OPERATOR, town)).suspended,
    true,
  );
  const resumed = await setSuspended(world.ports, world.call(), {
    id: town,
    suspended: false,
  });
  assertEquals(resumed.suspended, false);
});
