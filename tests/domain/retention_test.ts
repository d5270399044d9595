import { assertEquals } from "@std/assert";
import { getMessage, listMessages } from "../../lib/domain/history.ts";
import { indexNumbers } from "../../lib/domain/number_index.ts";
import {
  listDestructions,
  listRetentionRuns,
  retain,
} from "../../lib/domain/retention.ts";
import { updateStructure } from "../../lib/domain/structure.ts";
import { keys, KINDS } from "../../lib/kv/keys.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { openTown, type Town } from "../delivery/support.ts";
import { assertSound } from "./accepting.ts";

const DAY_MS = 86_400_000;
const NUMBER = "+33612345678";

async function oldMessage(): Promise<Town & { id: string }> {
  const town = await openTown({ credits: 100 });
  const { messages } = await town.send({ recipients: [NUMBER] });
  await town.engine.runDue();
  town.world.advance(30_000);
  while (await indexNumbers(town.world.ports) > 0);
  return { ...town, id: messages![0]!.id };
}

async function secrets({ world, id }: Town & { id: string }) {
  const { to, text } = await getMessage(world.ports, OPERATOR, id);
  return [to, text !== null];
}

async function found({ world, structureId }: Town): Promise<number> {
  const query = { structureId, limit: 10, recipient: NUMBER };
  return (await listMessages(world.ports, OPERATOR, query)).items.length;
}

Deno.test("retain() takes texts after 30 days and numbers after 90, and nothing else", async () => {
  const town = await oldMessage();
  await using world = town.world;
  const account = await world.account(town.structureId);

  world.advance(30 * DAY_MS);
  await retain(world.ports);
  assertEquals(await secrets(town), [NUMBER, true], "its day is not over");
  const before = await getMessage(world.ports, OPERATOR, town.id);

  world.advance(DAY_MS);
  await retain(world.ports);
  assertEquals(await secrets(town), [NUMBER, false]);
  assertEquals(await found(town), 1);

  world.advance(60 * DAY_MS);
  await retain(world.ports);
  assertEquals(await secrets(town), [null, false]);
  assertEquals(await found(town), 0);

  const after = await getMessage(world.ports, OPERATOR, town.id);
  assertEquals(after, { ...before, to: null, text: null });
  assertEquals(await world.account(town.structureId), account);
  await assertSound(world);
});

Deno.test("retain() leaves neither the key nor the number's place in the index", async () => {
  const town = await oldMessage();
  await using world = town.world;
  world.advance(92 * DAY_MS);
  await retain(world.ports);

  const left = (kind: string) =>
    Array.fromAsync(world.store.kv.list({ prefix: [kind] }));
  assertEquals(await left("numberIndex"), []);
  assertEquals(await left("dataKey"), []);
});

Deno.test("retain() proves what it did, once, however many instances run it", async () => {
  const kv = await Deno.openKv(":memory:");
  {
    const town = await openTown({ kv, seed: 1 });
    await using one = town.world;
    await using two = await TestWorld.open({ kv, seed: 2 });
    await town.send({ recipients: [NUMBER] });
    for (const world of [one, two]) world.advance(40 * DAY_MS);

    const runs = await Promise.all([retain(one.ports), retain(two.ports)]);

    assertEquals(runs.filter((run) => run !== null).length, 1);
    const [run, ...others] = await listRetentionRuns(one.ports, 5);
    assertEquals([run!.keys, run!.texts, run!.numbers], [1, 1, 0]);
    assertEquals(others, []);
    const proofs = await listDestructions(two.ports, town.structureId, 5);
    assertEquals(proofs.map(({ period, what }) => [period, what]), [
      ["2026-12-01", "texts"],
    ]);
  }
  kv.close();
});

Deno.test("retain() keeps what is scheduled until it has left", async () => {
  const town = await openTown({ credits: 10 });
  await using world = town.world;
  const sendAt = new Date(world.nowMs + 200 * DAY_MS).toISOString();
  const { messages } = await town.send({ recipients: [NUMBER], sendAt });
  const scheduled = { ...town, id: messages![0]!.id };
  world.advance(200 * DAY_MS);
  await retain(world.ports);
  assertEquals(await secrets(scheduled), [NUMBER, true]);

  world.advance(31 * DAY_MS);
  await retain(world.ports);
  assertEquals(await secrets(scheduled), [NUMBER, false]);
});

Deno.test("retain() takes less time where a structure or one above wants it", async () => {
  const town = await oldMessage();
  await using world = town.world;
  await updateStructure(world.ports, world.call(), {
    id: town.structureId,
    patch: { retention: { text: 3, number: 7 } },
  });
  world.advance(4 * DAY_MS);
  await retain(world.ports);
  assertEquals(await secrets(town), [NUMBER, false]);
  world.advance(4 * DAY_MS);
  await retain(world.ports);
  assertEquals(await secrets(town), [null, false]);
});

Deno.test("retain() finishes what an instance that died began", async () => {
  const town = await oldMessage();
  await using world = town.world;
  const key = keys.dataKey(town.structureId, "2026-12-01");
  world.advance(92 * DAY_MS);
  await world.store.transact("died", async (tx) => {
    tx.put(key, { ...(await tx.get(key))!, numbers: null, texts: null });
  });
  await retain(world.ports);
  assertEquals(await world.store.get(key), null);
  assertEquals(
    await Array.fromAsync(world.store.list(KINDS.numberIndex, {})),
    [],
  );
});

Deno.test("retain() looks once an hour", async () => {
  await using world = await TestWorld.open();
  assertEquals((await retain(world.ports))?.keys, 0);
  assertEquals(await retain(world.ports), null);
  world.advance(3_600_000);
  assertEquals((await retain(world.ports))?.keys, 0);
});
