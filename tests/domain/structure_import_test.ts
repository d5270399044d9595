import { assertEquals, assertRejects } from "@std/assert";
import { readFence } from "../../lib/domain/fence.ts";
import { listMessages } from "../../lib/domain/history.ts";
import { indexNumbers } from "../../lib/domain/number_index.ts";
import { readLedger } from "../../lib/domain/account.ts";
import { readStats } from "../../lib/domain/stats.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { exportStructure } from "../../lib/domain/structure_export.ts";
import { importStructure } from "../../lib/domain/structure_import.ts";
import { transferCredits } from "../../lib/domain/transfer.ts";
import type { Ports } from "../../lib/ports.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { openTown } from "../delivery/support.ts";
import { assertSound, toMany } from "./accepting.ts";

/** A town below a centre that sent, and still has something to send. */
async function exported() {
  const town = await openTown({ credits: 600 });
  const { world, structureId } = town;
  const school = await createStructure(world.ports, world.call(), {
    name: "Collège",
    parentId: structureId,
  });
  await transferCredits(world.ports, world.call(), {
    fromId: structureId,
    toId: school.id,
    credits: 50,
  });
  await town.send(toMany(300));
  await town.send({ recipients: ["+33698765432"] });
  await town.engine.runDue();
  const sendAt = new Date(world.nowMs + 86_400_000).toISOString();
  await town.send({ sendAt });
  const found = await exportStructure(world.ports, world.call(), structureId);
  const lines = await Array.fromAsync(found, (one) => JSON.stringify(one));
  return { ...town, school, lines };
}

async function* from(lines: readonly string[]) {
  yield* lines;
}

async function all(ports: Ports, structureId: string) {
  const query = { structureId, limit: 1_000 };
  const { items } = await listMessages(ports, OPERATOR, query);
  return items.toSorted((a, b) => a.id < b.id ? -1 : 1);
}

Deno.test("importStructure() brings the same ledger, messages and figures elsewhere", async () => {
  const town = await exported();
  await using here = town.world;
  await using there = await TestWorld.open({ seed: 9 });
  const done = await importStructure(there.ports, from(town.lines));
  assertEquals([done.structures, done.messages, done.held], [2, 302, 1]);

  for (const id of [town.structureId, town.school.id]) {
    const page = { id, limit: 100 };
    const ledger = async (ports: Ports) =>
      (await readLedger(ports, OPERATOR, page)).items;
    assertEquals(await ledger(there.ports), await ledger(here.ports));
  }
  const id = town.structureId;
  assertEquals(await all(there.ports, id), await all(here.ports, id));
  const { total } = await readStats(there.ports, OPERATOR, {
    id,
    from: "2026-12-01",
    to: "2026-12-31",
    groupBy: ["day"],
  });
  assertEquals([total.messages, total.cost], [302, 301]);
  await assertSound(there);
  const fence = await readFence(there.ports, OPERATOR);
  assertEquals(fence.held.map(({ messages }) => messages), [1]);

  there.advance(60_000);
  while (await indexNumbers(there.ports) > 0);
  const found = await listMessages(there.ports, OPERATOR, {
    structureId: id,
    limit: 10,
    recipient: "+33698765432",
  });
  assertEquals(found.items.length, 1);
});

Deno.test("importStructure() of a part is sound where what is above is missing", async () => {
  const town = await exported();
  await using here = town.world;
  await using there = await TestWorld.open({ seed: 9 });
  const part = await exportStructure(here.ports, here.call(), town.school.id);
  const lines = await Array.fromAsync(part, (one) => JSON.stringify(one));
  await importStructure(there.ports, from(lines));
  assertEquals((await there.account(town.school.id)).granted, 50);
  await assertSound(there);
});

Deno.test("importStructure() refuses what is there, and what does not add up", async () => {
  const town = await exported();
  await using _ = town.world;
  await using there = await TestWorld.open({ seed: 9 });
  await importStructure(there.ports, from(town.lines));
  const again = await assertRejects(
    () => importStructure(there.ports, from(town.lines)),
    Error,
  );
  assertEquals(again.message.startsWith("line 2: structure"), true);

  await using fresh = await TestWorld.open({ seed: 10 });
  const cut = town.lines.filter((line) => !line.includes('"kind":"grant"'));
  const wrong = await assertRejects(
    () => importStructure(fresh.ports, from(cut)),
    Error,
  );
  assertEquals(wrong.message.includes("does not come to its account"), true);
});
