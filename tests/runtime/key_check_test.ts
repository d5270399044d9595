import { assertEquals, assertRejects } from "@std/assert";
import { type MasterKey, Vault } from "../../lib/crypto/vault.ts";
import { keys } from "../../lib/kv/keys.ts";
import type { Ports } from "../../lib/ports.ts";
import { checkMasterKeys } from "../../lib/runtime/key_check.ts";
import { StartError } from "../../lib/runtime/store.ts";
import { MASTER, TestWorld } from "../support.ts";

const OTHER: MasterKey = { id: "other", bytes: new Uint8Array(32).fill(9) };

/** The same store, opened with these master keys. */
function withKeys(
  { ports }: TestWorld,
  ...masters: [MasterKey, ...MasterKey[]]
): Ports {
  return { ...ports, vault: new Vault(masters) };
}

Deno.test("checkMasterKeys() seals a proof on the first start, and keeps it", async () => {
  await using world = await TestWorld.open();
  const proof = () => world.store.get(keys.setting("masterKeyCheck"));
  await checkMasterKeys(world.ports);
  const sealed = await proof();
  assertEquals(sealed?.startsWith(`${MASTER.id}:`), true);
  await checkMasterKeys(world.ports);
  assertEquals(await proof(), sealed);
});

Deno.test("checkMasterKeys() accepts a new active key beside the old one", async () => {
  await using world = await TestWorld.open();
  await checkMasterKeys(world.ports);
  await checkMasterKeys(withKeys(world, OTHER, MASTER));
});

Deno.test("checkMasterKeys() refuses keys that do not open the store, and writes nothing", async () => {
  await using world = await TestWorld.open();
  await checkMasterKeys(world.ports);
  const before = await Array.fromAsync(world.store.kv.list({ prefix: [] }));
  await assertRejects(
    () => checkMasterKeys(withKeys(world, OTHER)),
    StartError,
    `master key "${MASTER.id}", which LSMESSAGE_KEYS does not hold`,
  );
  await assertRejects(
    () => checkMasterKeys(withKeys(world, { ...OTHER, id: MASTER.id })),
    StartError,
    "not those this store was written with",
  );
  const after = await Array.fromAsync(world.store.kv.list({ prefix: [] }));
  assertEquals(after, before);
});
