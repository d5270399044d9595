import { assertEquals } from "@std/assert";
import { expiredIn } from "../../lib/domain/lot_verification.ts";
import { verifyAccounts } from "../../lib/domain/verification.ts";
import { keys } from "../../lib/kv/keys.ts";
import { ledgerOf } from "./accepting.ts";
import { DAY_MS, give, openTerritory, pass, send } from "./provided.ts";

Deno.test("brokenLots() finds lots that are not their ledger's replay", async () => {
  await using territory = await openTerritory();
  const { world, tree: { town } } = territory;
  await give(territory, null, town, 10, 60);
  await send(territory, town, 2);
  assertEquals((await verifyAccounts(world.ports)).broken, []);
  const key = keys.account(town);
  await world.store.transact(town, async (tx) => {
    const account = (await tx.get(key))!;
    tx.put(key, {
      ...account,
      lots: account.lots!.map((lot) => ({ ...lot, left: lot.left + 100 })),
    });
  });
  const { broken } = await verifyAccounts(world.ports);
  assertEquals(broken.length, 2);
  assertEquals(broken.every((line) => line.includes(": lots ")), true);
});

Deno.test("brokenLots() finds an end that nothing will wake for", async () => {
  await using territory = await openTerritory();
  const { world, tree: { town } } = territory;
  const { id } = await give(territory, null, town, 10, 60);
  for await (const { key } of world.store.kv.list({ prefix: ["due"] })) {
    await world.store.kv.delete(key);
  }
  const { broken } = await verifyAccounts(world.ports);
  assertEquals(broken, [
    `${town}: lot ${id} will end, and nothing will wake for it`,
  ]);
});

Deno.test("expiredIn() sums what time took", async () => {
  await using territory = await openTerritory();
  const { world, tree: { town } } = territory;
  await give(territory, null, town, 10, 60);
  await give(territory, null, town, 10, 61);
  await pass(territory, 62 * DAY_MS);
  assertEquals(expiredIn(await ledgerOf(world, town)), 20);
});
