import { assertEquals, assertRejects } from "@std/assert";
import { startExport } from "../../lib/domain/history_export.ts";
import {
  continueExport,
  deleteExport,
  destroyExports,
} from "../../lib/domain/history_export_run.ts";
import { keys } from "../../lib/kv/keys.ts";
import { openTown, type Town } from "../delivery/support.ts";
import {
  link,
  partsOf,
  prepare,
  ready,
  storedExport,
} from "./history_exports.ts";

async function busyTown(): Promise<Town> {
  const town = await openTown({ credits: 5_000 });
  for (let i = 0; i < 12; i++) {
    await town.send({
      recipients: Array.from(
        { length: 100 },
        (_, n) => `06${String(10_000_000 + 100 * i + n)}`,
      ),
    });
    town.world.advance(1_000);
  }
  return town;
}

async function smallTown(): Promise<Town> {
  const town = await openTown({ credits: 10 });
  await town.send({ recipients: ["0612345678"] });
  return town;
}

async function start({ structureId, world }: Town): Promise<string> {
  const asked = { format: "csv", structureId } as const;
  return (await startExport(world.ports, world.call(), asked)).id;
}

Deno.test("continueExport() goes on where it was interrupted, and doubles nothing", async () => {
  const town = await busyTown();
  await using _ = town.world;
  const { structureId, world: { ports } } = town;
  const id = await start(town);
  // A message of later is not in it.
  await town.send({ recipients: ["0699999999"] });
  const crash = () => Promise.reject(new Error("the process died"));
  const step = { structureId, id, guard: () => Promise.resolve() };
  assertEquals(await continueExport(ports, step), true);
  await assertRejects(
    () => continueExport(ports, { ...step, guard: crash }),
    Error,
    "died",
  );
  const half = (await storedExport(town, id))!;
  assertEquals(half.rows, 1_000);
  await Promise.all([continueExport(ports, step), continueExport(ports, step)]);
  await prepare(town, id);
  const done = (await storedExport(town, id))!;
  assertEquals([done.rows, done.finishedAtMs === null], [1_200, false]);
  assertEquals(await partsOf(town, id), done.parts);
});

Deno.test("continueExport() destroys key and rows once their time is over", async () => {
  const town = await smallTown();
  await using _ = town.world;
  const { id } = await ready(town);
  assertEquals(await partsOf(town, id) > 0, true);
  town.world.advance(86_400_000);
  await prepare(town, id);
  assertEquals((await storedExport(town, id))!.key, null);
  assertEquals(await partsOf(town, id), 0);
});

Deno.test("continueExport() leaves nothing readable in a row of the store", async () => {
  const town = await smallTown();
  await using _ = town.world;
  const { id } = await ready(town);
  const part = (await town.world.store.get(keys.exportPart(id, 0)))!;
  const text = new TextDecoder("latin1").decode(part);
  assertEquals(/recipient|\+336|segments/.test(text), false);
});

Deno.test("deleteExport() destroys it at once, and a link to it", async () => {
  const town = await smallTown();
  await using _ = town.world;
  const { structureId, world } = town;
  const { id } = await ready(town);
  await link(town, id);
  const named = { structureId, exportId: id };
  await deleteExport(world.ports, world.call(), named);
  assertEquals((await storedExport(town, id))!.key, null);
  assertEquals(await partsOf(town, id), 0);
});

Deno.test("destroyExports() destroys all of a structure, at work or ready", async () => {
  const town = await smallTown();
  await using _ = town.world;
  const a = await ready(town);
  const b = await start(town);
  await destroyExports(town.world.ports, town.structureId);
  for (const id of [a.id, b]) {
    assertEquals((await storedExport(town, id))!.key, null);
  }
  assertEquals(await prepare(town, b), 1);
});
