import { assertEquals, assertRejects } from "@std/assert";
import { createGateway, updateGateway } from "../../lib/delivery/gateway.ts";
import { gatewayPorts } from "../../lib/delivery/gateway_ports.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { Problem } from "../../lib/problem.ts";
import { TestWorld } from "../support.ts";
import { SCRIPTED } from "./support.ts";

const HTTPS = {
  ...SCRIPTED,
  url: "https://gateway.test/send?id={{messageId}}",
};

async function openOwner() {
  const world = await TestWorld.open();
  const { ports } = world;
  const { id } = await createStructure(ports, world.call(), { name: "Rodez" });
  const create = (ownerId: string | null, settings: Record<string, unknown>) =>
    createGateway(ports, world.call(), {
      kind: "http",
      name: "own",
      ownerId,
      settings,
    });
  return { world, ports, ownerId: id, create };
}

Deno.test("createGateway() refuses a structure's gateway that is never asked", async () => {
  const { world, ownerId, create } = await openOwner();
  await using _ = world;
  const problem = await assertRejects(() => create(ownerId, SCRIPTED), Problem);
  assertEquals(problem.options.errors?.[0]?.pointer, "/settings/url");
});

Deno.test("createGateway() lets the operator's go anywhere", async () => {
  const { world, create } = await openOwner();
  await using _ = world;
  assertEquals((await create(null, SCRIPTED)).ownerId, null);
});

Deno.test("updateGateway() refuses to move a structure's to where it may not go", async () => {
  const { world, ports, ownerId, create } = await openOwner();
  await using _ = world;
  const { id } = await create(ownerId, HTTPS);
  const patch = { settings: { url: "http://10.0.0.1/" } };
  const problem = await assertRejects(
    () => updateGateway(ports, world.call(), { id, patch }),
    Problem,
  );
  assertEquals(problem.options.errors?.[0]?.pointer, "/settings/url");
});

Deno.test("gatewayPorts() sends a structure's requests through the guard", async () => {
  const { world, ports, ownerId } = await openOwner();
  await using _ = world;
  const own = gatewayPorts(ports, { id: "gtw_1", ownerId }, ownerId);
  const operators = gatewayPorts(
    ports,
    { id: "gtw_1", ownerId: null },
    ownerId,
  );
  assertEquals(own.fetch === ports.outbound.fetch, true);
  assertEquals(operators.fetch === ports.fetch, true);
});
