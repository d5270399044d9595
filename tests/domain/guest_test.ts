import { assertEquals } from "@std/assert";
import { accountFor, forgetGuest, noteGuest } from "../../lib/domain/guest.ts";
import { keys } from "../../lib/kv/keys.ts";
import { TestWorld } from "../support.ts";

const MARIE = { email: "marie@rodez.example", name: "Marie" };
const TOWNS = ["str_0000000000000town1", "str_0000000000000town2"] as const;

function account(world: TestWorld, email = MARIE.email) {
  return world.store.transact(
    "x",
    (tx) => accountFor(tx, world.ports, { ...MARIE, email }),
  );
}

Deno.test("accountFor() makes one account an address, however it is written", async () => {
  await using world = await TestWorld.open();
  const first = await account(world);
  const second = await account(world, " MARIE@Rodez.example");
  assertEquals(second, first);
  assertEquals(first.roles, {});
});

Deno.test("noteGuest() and forgetGuest() keep who is still invited somewhere", async () => {
  await using world = await TestWorld.open();
  const member = await account(world);
  const { store } = world;
  for (const town of TOWNS) {
    await store.transact("x", (tx) => noteGuest(tx, member.id, town));
  }

  await store.transact("x", (tx) => forgetGuest(tx, member, TOWNS[0]));
  assertEquals(await store.get(keys.guest(member.id)), {
    structures: [TOWNS[1]],
  });
  await store.transact("x", async (tx) => {
    await tx.get(keys.member(member.id));
    await forgetGuest(tx, member, TOWNS[1]);
  });

  assertEquals(await store.get(keys.guest(member.id)), null);
  assertEquals(await store.get(keys.member(member.id)), null);
  assertEquals(await store.get(keys.memberByEmail(MARIE.email)), null);
});
