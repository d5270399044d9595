import { assertEquals } from "@std/assert";
import { createApplication } from "../../lib/domain/application.ts";
import { newApiKey } from "../../lib/domain/api_key.ts";
import { authenticateKey } from "../../lib/domain/key_access.ts";
import { revokeLeaked } from "../../lib/domain/leak.ts";
import { insertMember } from "../../lib/domain/member.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { TestWorld } from "../support.ts";

async function openLeak() {
  const world = await TestWorld.open();
  const { ports } = world;
  const { id: structureId } = await createStructure(ports, world.call(), {
    name: "Rodez",
  });
  const { apiKey } = await createApplication(ports, world.call(), {
    structureId,
    name: "idelibre",
    mode: "live",
  });
  await world.store.transact("marie", (tx) =>
    insertMember(tx, {
      id: ports.newId("mem"),
      email: "marie@example.fr",
      name: "Marie",
      operator: false,
      roles: { [structureId]: "manager" },
      password: null,
      createdAtMs: ports.now(),
    }));
  return { world, ports, apiKey };
}

Deno.test("revokeLeaked() revokes a key of ours and mails its managers", async () => {
  const { world, ports, apiKey } = await openLeak();
  await using _ = world;
  assertEquals((await authenticateKey(ports, apiKey))?.name, "idelibre");
  const keys = [` ${apiKey}\n`, apiKey];
  assertEquals(await revokeLeaked(ports, world.call(), { keys }), {
    revoked: 1,
  });
  assertEquals(await authenticateKey(ports, apiKey), null);
  assertEquals(world.mails.map(({ to }) => to), ["marie@example.fr"]);
  assertEquals(world.mails[0]!.text.includes(apiKey), false);
});

Deno.test("revokeLeaked() counts nothing for what is no key of ours", async () => {
  const { world, ports, apiKey } = await openLeak();
  await using _ = world;
  const keys = ["", "lsm_live_x", newApiKey(ports, "live").token];
  assertEquals(await revokeLeaked(ports, world.call(), { keys }), {
    revoked: 0,
  });
  assertEquals((await authenticateKey(ports, apiKey))?.name, "idelibre");
});
