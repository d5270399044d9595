import { assertEquals, assertMatch } from "@std/assert";
import { listAlertEvents } from "../../lib/domain/alert_settings.ts";
import { raiseEvent } from "../../lib/domain/event_alert.ts";
import { ID } from "../../lib/domain/page.ts";
import { EPOCH, OPERATOR } from "../support.ts";
import { give, openTerritory } from "./provided.ts";

Deno.test("raiseEvent() raises alerts that no movement caused, each its own", async () => {
  await using territory = await openTerritory();
  const { world, tree: { town } } = territory;
  const raise = (value: number) =>
    world.store.transact(town, (tx) =>
      raiseEvent(tx, town, {
        kind: "expiring",
        threshold: 30,
        value,
        atMs: EPOCH,
      }));
  await raise(1);
  await raise(2);
  await give(territory, null, town, 10);
  await raise(3);

  const list = (cursor?: string) =>
    listAlertEvents(world.ports, OPERATOR, { id: town, limit: 2, cursor });
  const first = await list();
  const second = await list(first.nextCursor!);
  const all = [...first.items, ...second.items];
  assertEquals(all.map(({ value, entry }) => [value, entry]), [
    [3, 1],
    [2, 0],
    [1, 0],
  ]);
  assertEquals(new Set(all.map(({ id }) => id)).size, 3);
  for (const { id } of all) assertMatch(id, ID);
});
