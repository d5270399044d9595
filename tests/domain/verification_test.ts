import { assertEquals } from "@std/assert";
import { verifyAccounts } from "../../lib/domain/verification.ts";
import { keys } from "../../lib/kv/keys.ts";
import { openTown } from "../delivery/support.ts";

Deno.test("verifyAccounts() finds nothing wrong with a town at work", async () => {
  const { world, engine, send } = await openTown();
  await using _ = world;
  await send({ recipients: ["0612345678", "0612345679"] });
  await send({ sendAt: "2026-12-02T08:00:00Z" });
  await engine.runDue();
  const { broken, structures, messages } = await verifyAccounts(world.ports);
  assertEquals([broken, structures, messages], [[], 1, 3]);
});

Deno.test("verifyAccounts() finds credits that come from nowhere", async () => {
  const { world, structureId } = await openTown();
  await using _ = world;
  const key = keys.account(structureId);
  await world.store.transact(structureId, async (tx) => {
    const account = (await tx.get(key))!;
    tx.put(key, { ...account, granted: account.granted + 5 });
  });
  const { broken } = await verifyAccounts(world.ports);
  assertEquals(broken.length, 2);
});

Deno.test("verifyAccounts() finds a message that forgot its reservation", async () => {
  const { world, structureId, send } = await openTown();
  await using _ = world;
  await send({});
  const key = keys.account(structureId);
  const batchId = (await world.account(structureId)).latestBatches[0]!;
  await world.store.transact(structureId, async (tx) => {
    tx.put(key, (await tx.get(key))!);
    const batch = (await tx.get(keys.batch(batchId)))!;
    tx.put(keys.batch(batchId), {
      ...batch,
      messages: batch.messages.map((message) => ({
        ...message,
        status: "cancelled" as const,
      })),
    });
  });
  const { broken } = await verifyAccounts(world.ports);
  assertEquals(broken, [
    `${structureId}: reserved is 1, its messages sum to 0`,
  ]);
});

Deno.test("verifyAccounts() finds a message nothing will wake for", async () => {
  const { world, structureId, send } = await openTown();
  await using _ = world;
  await send({});
  for await (const { key } of world.store.kv.list({ prefix: ["due"] })) {
    await world.store.kv.delete(key);
  }
  const { broken } = await verifyAccounts(world.ports);
  const batchId = (await world.account(structureId)).latestBatches[0]!;
  assertEquals(broken, [
    `${structureId}: batch ${batchId} has messages that wait, and no due entry`,
  ]);
});
