import { assertEquals } from "@std/assert";
import {
  closeBatches,
  countBatches,
  rowsOf,
} from "../../lib/domain/stat_count.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import { openTown } from "../delivery/support.ts";
import { allBatches } from "./accepting.ts";

Deno.test("rowsOf() sums by day in France, application and status", async () => {
  const town = await openTown({ credits: 100 });
  await using world = town.world;
  // 23:30 in Paris, and an hour later.
  world.advance(Date.parse("2026-12-01T22:30:00Z") - world.nowMs);
  await town.send({ recipients: ["0612345678", "0612345679"] });
  world.advance(3_600_000);
  await town.send({ text: "é".repeat(161), recipients: ["0612345678"] });

  const rows = (await allBatches(world)).flatMap(rowsOf);

  const { id: application } = town.application;
  assertEquals(rows, [
    {
      day: "2026-12-01",
      application,
      status: "queued",
      messages: 2,
      segments: 2,
      cost: 0,
    },
    {
      day: "2026-12-02",
      application,
      status: "queued",
      messages: 1,
      segments: 2,
      cost: 0,
    },
  ]);
});

Deno.test("rowsOf() leaves test messages out", async () => {
  const town = await openTown({ mode: "test" });
  await using world = town.world;
  await town.send({});
  assertEquals((await allBatches(world)).flatMap(rowsOf), []);
});

Deno.test("countBatches() changes nothing the second time", async () => {
  const town = await openTown();
  await using world = town.world;
  await town.send({});
  const ids = (await allBatches(world)).map(({ id }) => id);
  const stored = async () =>
    (await Array.fromAsync(
      world.store.list(KINDS.statDay, {}),
      ({ value }) => value,
    )).flat();
  await countBatches(world.ports, town.structureId, ids);
  const once = await stored();

  await countBatches(world.ports, town.structureId, [...ids, ...ids]);

  assertEquals(await stored(), once);
  assertEquals(once.map(({ messages }) => messages), [1]);
});

Deno.test("closeBatches() leaves what is younger than the end", async () => {
  const town = await openTown();
  await using world = town.world;
  await town.send({});
  const [batch] = await allBatches(world);
  await countBatches(world.ports, town.structureId, [batch!.id]);
  assertEquals(await closeBatches(world.ports, batch!.id), 0);
  assertEquals(await closeBatches(world.ports, `${batch!.id}~`), 1);
  assertEquals(
    (await Array.fromAsync(world.store.list(KINDS.counted, {}))).length,
    1,
    "it waits to be sent",
  );
});
