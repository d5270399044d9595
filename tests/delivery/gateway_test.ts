import { assertEquals } from "@std/assert";
import {
  createGateway,
  deleteGateway,
  ensureSimulator,
  getGateway,
  listGateways,
  updateGateway,
} from "../../lib/delivery/gateway.ts";
import { healthOf } from "../../lib/delivery/health.ts";
import type { NewGateway } from "../../lib/schema/gateway.ts";
import { member, plant, refusalOf } from "../domain/tree.ts";
import { OPERATOR, TestWorld } from "../support.ts";

const KANNEL = {
  kind: "kannel",
  name: "Kannel",
  settings: {
    url: "https://kannel:13013",
    username: "lsm",
    password: "sentinel-password",
  },
} satisfies NewGateway;

Deno.test("createGateway() shows no secret and stores none in clear", async () => {
  await using world = await TestWorld.open();
  const made = await createGateway(world.ports, world.call(), KANNEL);

  assertEquals(made.settings, {
    url: "https://kannel:13013",
    username: "lsm",
    password: "••••",
  });
  assertEquals(
    [made.ownerId, made.state, made.lastError, made.order],
    [null, "closed", null, 0],
  );
  assertEquals(
    made.callbackUrl.startsWith(`http://localhost:8000/callbacks/${made.id}/`),
    true,
  );
  for await (const { value } of world.store.kv.list({ prefix: [] })) {
    const text = new TextDecoder().decode(value as Uint8Array);
    assertEquals(text.includes("sentinel-password"), false);
  }
});

Deno.test("createGateway() tells each wrong setting", async (t) => {
  await using world = await TestWorld.open();
  const table: [claim: string, Partial<NewGateway>, refusal: string][] = [
    ["an unknown kind", { kind: "pigeon" }, "/kind"],
    ["an inherited name", { kind: "toString" }, "/kind"],
    [
      "nothing",
      { settings: {} },
      "/settings/url /settings/username /settings/password",
    ],
    [
      "a wrong address",
      { settings: { ...KANNEL.settings, url: "ftp://kannel" } },
      "/settings/url",
    ],
    [
      "an unknown one",
      { settings: { ...KANNEL.settings, speed: 9 } },
      "/settings/speed",
    ],
    [
      "an end before the beginning",
      {
        validFrom: "2026-12-02T00:00:00Z",
        validUntil: "2026-12-01T00:00:00Z",
      },
      "/validUntil",
    ],
  ];
  for (const [claim, wrong, pointers] of table) {
    await t.step(claim, async () => {
      const input = { ...KANNEL, ...wrong };
      assertEquals(
        await refusalOf(createGateway(world.ports, world.call(), input)),
        `invalid_request ${pointers}`,
      );
    });
  }
});

Deno.test("createGateway() is for the operator and managers of the owner", async () => {
  await using world = await TestWorld.open();
  const { town, stranger } = await plant(world);
  const create = (role: "manager" | "sender", ownerId: string | null) =>
    refusalOf(
      createGateway(
        world.ports,
        world.call(member({ [town]: role })),
        { ...KANNEL, ownerId },
      ),
    );

  assertEquals(await create("manager", town), "nothing");
  assertEquals(await create("sender", town), "forbidden");
  assertEquals(await create("manager", null), "forbidden");
  assertEquals(await create("manager", stranger), "not_found /ownerId");
});

Deno.test("updateGateway() merges settings and keeps what is not named", async () => {
  await using world = await TestWorld.open();
  const { id } = await createGateway(world.ports, world.call(), {
    ...KANNEL,
    order: 3,
    validUntil: "2027-01-01T00:00:00Z",
  });
  const update = (patch: Parameters<typeof updateGateway>[2]["patch"]) =>
    updateGateway(world.ports, world.call(), { id, patch });

  const after = await update({
    name: "Kannel 2",
    settings: { password: "••••", smsc: "rodez" },
  });
  assertEquals([after.name, after.order], ["Kannel 2", 3]);
  assertEquals(after.validUntil, "2027-01-01T00:00:00.000Z");
  assertEquals(after.settings.smsc, "rodez");
  const cleared = await update({ settings: { smsc: null }, validUntil: null });
  assertEquals(cleared.validUntil, null);
  assertEquals("smsc" in cleared.settings, false);
  assertEquals(
    await refusalOf(update({ settings: { username: null } })),
    "invalid_request /settings/username",
  );
});

Deno.test("gateways of others are not there", async () => {
  await using world = await TestWorld.open();
  const { town, stranger } = await plant(world);
  const make = async (ownerId: string | null) =>
    (await createGateway(world.ports, world.call(), { ...KANNEL, ownerId })).id;
  const operators = await make(null);
  const foreign = await make(stranger);
  const own = await make(town);
  const manager = member({ [town]: "manager" });
  const call = world.call(manager);

  for (const id of [operators, foreign]) {
    assertEquals(
      [
        await refusalOf(getGateway(world.ports, manager, id)),
        await refusalOf(updateGateway(world.ports, call, { id, patch: {} })),
        await refusalOf(deleteGateway(world.ports, call, id)),
      ],
      ["not_found", "not_found", "not_found"],
    );
  }
  const { items } = await listGateways(world.ports, manager, { limit: 50 });
  assertEquals(items.map(({ id }) => id), [own]);
});

Deno.test("deleteGateway() removes it", async () => {
  await using world = await TestWorld.open();
  const { id } = await createGateway(world.ports, world.call(), KANNEL);
  await deleteGateway(world.ports, world.call(), id);
  assertEquals(
    await refusalOf(getGateway(world.ports, OPERATOR, id)),
    "not_found",
  );
});

Deno.test("listGateways() tells what last went wrong", async () => {
  await using world = await TestWorld.open();
  const { id } = await createGateway(world.ports, world.call(), KANNEL);
  healthOf(world.ports, id).fail("connection refused", world.nowMs);
  const { items } = await listGateways(world.ports, OPERATOR, { limit: 50 });
  assertEquals(items[0]!.lastError?.detail, "connection refused");
});

Deno.test("createGateway() keeps canary numbers sealed, and refuses unusable ones", async () => {
  await using world = await TestWorld.open();
  const { ports } = world;
  const { id, canaries, prefixes, dailyCap } = await createGateway(
    ports,
    world.call(),
    {
      ...KANNEL,
      canaries: ["06 12 34 56 78"],
      prefixes: ["+33"],
      dailyCap: 500,
    },
  );
  assertEquals(
    { canaries, prefixes, dailyCap },
    { canaries: ["+33612345678"], prefixes: ["+33"], dailyCap: 500 },
  );
  for await (const { value } of world.store.kv.list({ prefix: [] })) {
    const text = new TextDecoder().decode(value as Uint8Array);
    assertEquals(text.includes("612345678"), false);
  }
  assertEquals(
    await refusalOf(
      createGateway(ports, world.call(), {
        ...KANNEL,
        canaries: ["+33612345678", "112"],
      }),
    ),
    "invalid_request /canaries/1",
  );
  const patch = { canaries: [], dailyCap: null };
  const after = await updateGateway(ports, world.call(), { id, patch });
  assertEquals([after.canaries, after.dailyCap], [[], null]);
  assertEquals(after.prefixes, ["+33"]);
});

Deno.test("ensureSimulator() makes one, whoever asks at once", async () => {
  using kv = await Deno.openKv(":memory:");
  await using world = await TestWorld.open({ kv });
  const other = await TestWorld.open({ kv, seed: 2 });

  await Promise.all(
    [world, other, world, other].map(({ ports }) => ensureSimulator(ports)),
  );
  await ensureSimulator(world.ports);

  const { items } = await listGateways(world.ports, OPERATOR, { limit: 50 });
  assertEquals(
    items.map(({ name, kind, ownerId }) => ({ name, kind, ownerId })),
    [{ name: "simulator", kind: "simulator", ownerId: null }],
  );
});

Deno.test("ensureSimulator() comes back when the last gateway goes", async () => {
  await using world = await TestWorld.open();
  await ensureSimulator(world.ports);
  const list = () => listGateways(world.ports, OPERATOR, { limit: 50 });
  const { items: [first] } = await list();
  await deleteGateway(world.ports, world.call(), first!.id);
  const { items } = await list();
  assertEquals(items.map(({ kind }) => kind), ["simulator"]);
  assertEquals(items[0]!.id === first!.id, false);
});

Deno.test("ensureSimulator() leaves an installation with a gateway alone", async () => {
  await using world = await TestWorld.open();
  const { id } = await createGateway(world.ports, world.call(), KANNEL);
  await ensureSimulator(world.ports);
  const { items } = await listGateways(world.ports, OPERATOR, { limit: 50 });
  assertEquals(items.map((gateway) => gateway.id), [id]);
});
