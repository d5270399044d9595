import { assertEquals } from "@std/assert";
import {
  createApplication,
  deleteApplication,
  getApplication,
} from "../../lib/domain/application.ts";
import { authenticateKey, isAllowedFrom } from "../../lib/domain/key_access.ts";
import { parseRange } from "../../lib/domain/address.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import type { NewApplication } from "../../lib/schema/application.ts";
import { OPERATOR, TestWorld } from "../support.ts";

const DAY_MS = 86_400_000;

async function openKey(
  input: Partial<NewApplication> = {},
  kv: Deno.Kv | undefined = undefined,
) {
  const world = await TestWorld.open(kv === undefined ? {} : { kv });
  const { ports } = world;
  const { id: structureId } = await createStructure(ports, world.call(), {
    name: "Rodez",
  });
  const made = await createApplication(ports, world.call(), {
    structureId,
    name: "idelibre",
    mode: "live",
    ...input,
  });
  return { world, ports, ...made };
}

Deno.test("authenticateKey() refuses a key once its days are over", async () => {
  const { world, ports, apiKey, keyExpiresAt } = await openKey({ keyDays: 10 });
  await using _ = world;
  assertEquals(Date.parse(keyExpiresAt!) > world.nowMs, true);
  world.advance(10 * DAY_MS - 60_000);
  assertEquals((await authenticateKey(ports, apiKey))?.name, "idelibre");
  world.advance(120_000);
  assertEquals(await authenticateKey(ports, apiKey), null);
});

Deno.test("authenticateKey() notes the use once an hour", async () => {
  const { world, ports, id, apiKey } = await openKey();
  await using _ = world;
  let writes = 0;
  world.store.onCommit((written) => {
    writes += written.filter(({ key }) => key.kind.name === "keyUse").length;
  });
  for (let i = 0; i < 50; i++) await authenticateKey(ports, apiKey);
  await world.store.transact("settle", () => Promise.resolve());
  assertEquals(writes, 1);
  const { lastUsedAt } = await getApplication(ports, OPERATOR, id);
  assertEquals(lastUsedAt, "2026-12-01T08:00:00.000Z");
});

Deno.test("a key that is revoked here is refused elsewhere within 5 s", async () => {
  const kv = await Deno.openKv(":memory:");
  const { world, ports, id, apiKey } = await openKey({}, kv);
  const other = await TestWorld.open({ kv, seed: 2 });
  assertEquals((await authenticateKey(other.ports, apiKey))?.id, id);
  await deleteApplication(ports, world.call(), id);
  assertEquals(await authenticateKey(ports, apiKey), null);
  other.advance(5_000);
  assertEquals(await authenticateKey(other.ports, apiKey), null);
  await world[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
  kv.close();
});

Deno.test("isAllowedFrom() compares with each network, and any without one", () => {
  const ranges = [parseRange("192.0.2.0/24")!, parseRange("2001:db8::/32")!];
  const access = { policies: [], ranges };
  assertEquals(isAllowedFrom(access, "192.0.2.7"), true);
  assertEquals(isAllowedFrom(access, "2001:db8::7"), true);
  assertEquals(isAllowedFrom(access, "192.0.3.7"), false);
  assertEquals(isAllowedFrom(access, null), false);
  assertEquals(isAllowedFrom({ policies: [], ranges: [] }, null), true);
});
