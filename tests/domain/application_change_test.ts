import { assertEquals, assertRejects } from "@std/assert";
import { createApplication } from "../../lib/domain/application.ts";
import { updateApplication } from "../../lib/domain/application_change.ts";
import { authenticateKey } from "../../lib/domain/key_access.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { Problem } from "../../lib/problem.ts";
import { TestWorld } from "../support.ts";

async function openApplication() {
  const world = await TestWorld.open();
  const { ports } = world;
  const { id: structureId } = await createStructure(ports, world.call(), {
    name: "Rodez",
  });
  const made = await createApplication(ports, world.call(), {
    structureId,
    name: "idelibre",
    mode: "live",
  });
  return { world, ports, ...made };
}

Deno.test("updateApplication() holds for the keys there are", async () => {
  const { world, ports, id, apiKey } = await openApplication();
  await using _ = world;
  const changed = await updateApplication(ports, world.call(), {
    id,
    patch: { scopes: ["balance:read"], perMinute: 60 },
  });
  assertEquals([changed.scopes, changed.perMinute], [["balance:read"], 60]);
  const actor = await authenticateKey(ports, apiKey);
  assertEquals(actor?.scopes, ["balance:read"]);
  assertEquals(actor?.access?.policies.map(({ quota }) => quota), [60]);
});

Deno.test("updateApplication() leaves what is not named, and removes with null", async () => {
  const { world, ports, id } = await openApplication();
  await using _ = world;
  const call = () => world.call();
  await updateApplication(ports, call(), { id, patch: { dailyCap: 5 } });
  const named = await updateApplication(ports, call(), {
    id,
    patch: { name: "web-GFC" },
  });
  assertEquals([named.name, named.dailyCap], ["web-GFC", 5]);
  const free = await updateApplication(ports, call(), {
    id,
    patch: { dailyCap: null },
  });
  assertEquals(free.dailyCap, null);
});

Deno.test("updateApplication() points at an address that is none", async () => {
  const { world, ports, id } = await openApplication();
  await using _ = world;
  const problem = await assertRejects(
    () =>
      updateApplication(ports, world.call(), {
        id,
        patch: { allowedAddresses: ["192.0.2.1", "192.0.2.300"] },
      }),
    Problem,
  );
  assertEquals(problem.options.errors?.[0]?.pointer, "/allowedAddresses/1");
});
