import { assertEquals } from "@std/assert";
import { isReady } from "../../lib/domain/readiness.ts";
import { TestWorld } from "../support.ts";

Deno.test("isReady() is true while the store answers", async () => {
  await using world = await TestWorld.open();
  assertEquals(await isReady(world.ports, 2_000), true);
});

Deno.test("isReady() does not wait for a store that says nothing", async () => {
  await using world = await TestWorld.open();
  const { store } = world;
  const asked = isReady({
    ...world.ports,
    store: Object.create(store, {
      get: { value: () => new Promise(() => {}) },
    }),
  }, 2_000);
  world.advance(2_000);
  assertEquals(await asked, false);
});

Deno.test("isReady() is false once the store is gone", async () => {
  const world = await TestWorld.open();
  await world.store.close();
  assertEquals(await isReady(world.ports, 2_000), false);
});
