/**
 * What is left behind by workers that die: nothing is lost, and what may have
 * gone out twice says so, whatever else happens.
 *
 * @module
 */
import { assertEquals, assertNotEquals } from "@std/assert";
import { Engine } from "../../lib/delivery/engine.ts";
import { createGateway, deleteGateway } from "../../lib/delivery/gateway.ts";
import { takeReceipt } from "../../lib/delivery/receipts.ts";
import { placeOf, shardOf } from "../../lib/domain/batch.ts";
import { getMessage } from "../../lib/domain/history.ts";
import { verifyAccounts } from "../../lib/domain/verification.ts";
import { keys } from "../../lib/kv/keys.ts";
import { PORTABLE_ENVELOPE } from "../../lib/kv/records.ts";
import { OPERATOR } from "../support.ts";
import { openTown, SCRIPTED, type Town } from "./support.ts";

const NEVER = () => new Promise<Response>(() => {});

/** A worker that hands over `count` messages and is never heard of again. */
async function workAndDie({ world }: Town, owner: string, count = 1) {
  const end = world.requests.length + count;
  world.reply = NEVER;
  const worker = new Engine(world.ports, { owner, exclusive: true });
  void worker.runDue();
  for (let i = 0; i < 1_000 && world.requests.length < end; i++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  assertEquals(world.requests.length, end);
}

/** A worker on the same store, which nobody else can be using. */
async function workAsHeir({ world }: Town, owner = "heir"): Promise<void> {
  await new Engine(world.ports, { owner, exclusive: true }).runDue();
}

/** Posts a receipt to the address the last hand-over named. */
async function postReceipt({ world }: Town): Promise<void> {
  const { callback } = JSON.parse(
    await new Response(world.requests.at(-1)!.init.body).text(),
  );
  const url = new URL(callback);
  const [gatewayId, secret] = url.pathname.split("/").slice(-2);
  const outcome = await takeReceipt(world.ports, {
    gatewayId: gatewayId!,
    secret: secret!,
    request: {
      method: "POST",
      query: url.searchParams,
      headers: new Headers({ "content-type": "application/json" }),
      body: JSON.stringify({ id: "prv-1", status: "ok" }),
    },
  });
  assertEquals(outcome, "applied");
}

/** A town whose one message is on its way. */
async function townWithOne() {
  const town = await openTown({ gateway: SCRIPTED });
  const { messages } = await town.send({});
  const { id } = messages![0]!;
  const read = () => getMessage(town.world.ports, OPERATOR, id);
  return { town, read };
}

Deno.test("runDue() flags an orphan before it goes out again, not once that is known", async () => {
  const { town, read } = await townWithOne();
  await using world = town.world;
  await workAndDie(town, "first");
  assertEquals((await read()).possibleDuplicate, false);
  await workAndDie(town, "second");
  assertEquals((await read()).possibleDuplicate, true);

  // Its receipt is all that is ever heard of it.
  await postReceipt(town);
  await workAsHeir(town);
  assertEquals(world.requests.length, 2);
  const { status, gateway, possibleDuplicate } = await read();
  assertEquals([status, possibleDuplicate], ["delivered", true]);
  assertNotEquals(gateway, null);
  assertEquals((await world.account(town.structureId)).spent, 1);
  assertEquals((await verifyAccounts(world.ports)).broken, []);
});

Deno.test("runDue() remembers an orphan while there is no gateway", async () => {
  const { town, read } = await townWithOne();
  await using world = town.world;
  await workAndDie(town, "first");
  const [gateway] = await Array.fromAsync(
    world.store.kv.list<Uint8Array>({ prefix: ["gateway"] }),
  );
  await deleteGateway(world.ports, world.call(), String(gateway!.key[1]));
  await workAsHeir(town);
  assertEquals((await read()).reason?.startsWith("En attente"), true);

  await createGateway(world.ports, world.call(), {
    kind: "http",
    name: "main",
    settings: SCRIPTED,
  });
  world.reply = () => Response.json({ id: "prv-1" });
  world.advance(60_000);
  await workAsHeir(town, "heir of the heir");
  const { status, possibleDuplicate } = await read();
  assertEquals([status, possibleDuplicate], ["sent", true]);
});

Deno.test("runDue() flags nothing that was concluded before its worker died", async () => {
  const { town, read } = await townWithOne();
  await using world = town.world;
  // The last it says of itself is that it has the message in work.
  await town.engine.runDue();
  const shard = keys.shard(shardOf(town.structureId));
  assertEquals((await world.store.get(shard))?.flying.length, 1);
  const heir = new Engine(world.ports, { owner: "heir", exclusive: true });
  await heir.runDue();
  await heir.runDue();
  assertEquals((await world.store.get(shard))?.flying, []);
  assertEquals((await read()).possibleDuplicate, false);
  assertEquals(world.requests.length, 1);
});

Deno.test("runDue() keeps what it knows of the gateway when the receipt is faster", async () => {
  const { town, read } = await townWithOne();
  await using world = town.world;
  world.reply = async () => {
    await postReceipt(town);
    return Response.json({ id: "prv-1" });
  };
  await town.engine.runDue();
  const { status, gateway, possibleDuplicate } = await read();
  assertEquals([status, possibleDuplicate], ["delivered", false]);
  assertNotEquals(gateway, null);
  assertEquals((await world.account(town.structureId)).spent, 1);
});

Deno.test("runDue() writes down more results than one commit has checks for", async () => {
  for (const options of [{}, { envelope: PORTABLE_ENVELOPE }]) {
    const town = await openTown({
      ...options,
      gateway: SCRIPTED,
      credits: 1_000,
    });
    await using world = town.world;
    // The gateway answers all of them at once.
    const { promise: all, resolve } = Promise.withResolvers<void>();
    world.reply = async () => {
      if (world.requests.length === 150) resolve();
      await all;
      return Response.json({ id: world.ports.newId("prv") });
    };
    await world.store.transact("gateway", async (tx) => {
      const [entry] = await Array.fromAsync(
        world.store.kv.list<Uint8Array>({ prefix: ["gateway"] }),
      );
      const key = keys.gateway(String(entry!.key[1]));
      tx.put(key, { ...(await tx.get(key))!, concurrency: 1_000 });
    });
    await town.send({
      recipients: Array.from({ length: 150 }, (_, i) => `+3361234${5_000 + i}`),
    });
    await town.engine.runDue();
    assertEquals(world.reports, []);
    const { reserved, spent } = await world.account(town.structureId);
    assertEquals([reserved, spent], [0, 150]);
    assertEquals((await verifyAccounts(world.ports)).broken, []);
  }
});

Deno.test("runDue() leaves work that fails alone for a second, and does the rest", async () => {
  const town = await openTown();
  await using world = town.world;
  const { messages } = await town.send({});
  const { batchId } = placeOf(messages![0]!.id, "msg")!;
  const key = keys.batch(batchId);
  const batch = (await world.store.get(key))!;
  const damaged = { ...batch, numbers: batch.texts };
  await world.store.kv.set(key.parts, key.kind.encode(damaged));
  await town.send({ recipients: ["+33612345679"] });

  await town.engine.runDue();
  assertEquals(world.reports.length, 1);
  assertEquals((await world.account(town.structureId)).spent, 1);
  await town.engine.runDue();
  assertEquals(world.reports.length, 1);
  world.advance(1_000);
  await town.engine.runDue();
  assertEquals(world.reports.length, 2);

  await world.store.kv.set(key.parts, key.kind.encode(batch));
  world.advance(1_000);
  await town.engine.runDue();
  assertEquals((await world.account(town.structureId)).spent, 2);
});
