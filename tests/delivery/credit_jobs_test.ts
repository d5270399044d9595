import { assertEquals } from "@std/assert";
import { KINDS } from "../../lib/kv/keys.ts";
import { DAY_MS, give, openTerritory, pass } from "../domain/provided.ts";

Deno.test("doCreditJob() takes its entry off the due-index with what it did", async () => {
  await using territory = await openTerritory();
  const { world, tree: { town } } = territory;
  await give(territory, null, town, 10, 2);
  await pass(territory, 3 * DAY_MS);
  const due = await Array.fromAsync(world.store.list(KINDS.due, {}));
  assertEquals(due.filter(({ value }) => value.kind === "expiry"), []);
  assertEquals((await world.account(town)).granted, 0);
});
