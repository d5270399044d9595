import { assertEquals } from "@std/assert";
import { vapidKeys } from "../../lib/domain/vapid.ts";
import { keys } from "../../lib/kv/keys.ts";
import { TestWorld } from "../support.ts";

Deno.test("vapidKeys() are made once, whoever asks first", async () => {
  await using world = await TestWorld.open();
  const made = await Promise.all([1, 2, 3].map(() => vapidKeys(world.ports)));
  assertEquals(new Set(made.map(({ publicKey }) => publicKey)).size, 1);
  assertEquals(await vapidKeys(world.ports), made[0]);
  assertEquals(made[0]!.publicKey.length, 87);
});

Deno.test("vapidKeys() are kept sealed", async () => {
  await using world = await TestWorld.open();
  const { privateKey } = await vapidKeys(world.ports);
  const stored = await world.store.get(keys.setting("vapid"));
  assertEquals(stored!.includes(privateKey), false);
});
