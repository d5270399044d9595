import { assertEquals } from "@std/assert";
import {
  createGateway,
  deleteGateway,
  updateGateway,
} from "../../lib/delivery/gateway.ts";
import { findGateway, openGateways } from "../../lib/delivery/gateways.ts";
import { lineage } from "../../lib/domain/directory.ts";
import { keys } from "../../lib/kv/keys.ts";
import type { NewGateway } from "../../lib/schema/gateway.ts";
import { plant } from "../domain/tree.ts";
import { TestWorld } from "../support.ts";

const SIMULATOR = { kind: "simulator", name: "s", settings: {} };

function create(world: TestWorld, input: Partial<NewGateway>) {
  const given = { ...SIMULATOR, ...input };
  return createGateway(world.ports, world.call(), given);
}

async function namesFor(world: TestWorld, id: string): Promise<string[]> {
  const at = await lineage(world.ports, id);
  const gateways = await openGateways(world.ports, at!);
  return gateways.map(({ stored }) => stored.name);
}

Deno.test("openGateways() asks one's own first, then upwards", async () => {
  await using world = await TestWorld.open();
  const { centre, town, otherTown, school } = await plant(world);
  await create(world, { name: "operator 2", order: 2 });
  await create(world, { name: "operator 1", order: 1 });
  await create(world, { name: "centre", ownerId: centre });
  await create(world, { name: "school 9", ownerId: school, order: 9 });
  await create(world, { name: "school 5", ownerId: school, order: 5 });
  await create(world, { name: "town", ownerId: town });
  await create(world, { name: "other", ownerId: otherTown });

  assertEquals(await namesFor(world, school), [
    "school 5",
    "school 9",
    "town",
    "centre",
    "operator 1",
    "operator 2",
  ]);
});

Deno.test("openGateways() follows what is changed", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  const { id } = await create(world, { name: "first" });
  assertEquals(await namesFor(world, town), ["first"]);

  await updateGateway(world.ports, world.call(), {
    id,
    patch: { name: "renamed", settings: { latencyMs: 5 } },
  });
  assertEquals(await namesFor(world, town), ["renamed"]);
  await deleteGateway(world.ports, world.call(), id);
  assertEquals(await namesFor(world, town), []);
});

Deno.test("openGateways() gives settings with their defaults", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  await create(world, { settings: { latencyMs: 5 } });
  const [gateway] = await openGateways(
    world.ports,
    (await lineage(world.ports, town))!,
  );
  assertEquals(gateway!.kind.kind, "simulator");
  assertEquals(gateway!.settings.latencyMs, 5);
  assertEquals(gateway!.settings.errorRate, 0);
});

Deno.test("openGateways() leaves out what it does not understand", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  const { id } = await create(world, { name: "from another version" });
  const key = keys.gateway(id);
  await world.store.transact(id, async (tx) => {
    const stored = (await tx.get(key))!;
    tx.put(key, { ...stored, kind: "telepathy" });
  });

  assertEquals(await namesFor(world, town), []);
  assertEquals(world.reports.length, 1);
});

Deno.test("findGateway() wants the secret of the callback", async () => {
  await using world = await TestWorld.open();
  const { id: gatewayId, callbackUrl } = await create(world, {});
  const secret = callbackUrl.split("/").at(-1)!;
  const find = async (gatewayId: string, secret: string) =>
    (await findGateway(world.ports, { gatewayId, secret }))?.stored.id ?? null;

  assertEquals(await find(gatewayId, secret), gatewayId);
  assertEquals(await find(gatewayId, `${secret}x`), null);
  assertEquals(await find(gatewayId, ""), null);
  assertEquals(await find("gtw_00000000000000zzzz", secret), null);
});
