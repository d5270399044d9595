import { assertEquals } from "@std/assert";
import { Engine } from "../../lib/delivery/engine.ts";
import {
  createGateway,
  listGateways,
  updateGateway,
} from "../../lib/delivery/gateway.ts";
import { availableCredits } from "../../lib/domain/credit.ts";
import { getMessage, listMessages } from "../../lib/domain/history.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { openTown, SCRIPTED } from "./support.ts";

/** Statuses of a structure's history, counted. */
async function statuses(
  world: TestWorld,
  structureId: string,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const { items } = await listMessages(world.ports, OPERATOR, {
    structureId,
    limit: 1_000,
  });
  for (const { status } of items) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

Deno.test("runDue() delivers to the simulator, settles, then applies its receipt", async () => {
  const { world, engine, structureId, send } = await openTown();
  await using _ = world;
  const accepted = await send({ recipients: ["+33612345678", "0612345679"] });

  await engine.runDue();

  assertEquals(world.reports, []);
  assertEquals(await statuses(world, structureId), { sent: 2 });
  const account = await world.account(structureId);
  assertEquals([account.reserved, account.spent], [0, 2]);
  assertEquals(availableCredits(account), 98);
  world.advance(2_000);
  await engine.runDue();
  assertEquals(await statuses(world, structureId), { delivered: 2 });
  const message = await getMessage(
    world.ports,
    OPERATOR,
    accepted.messages![0]!.id,
  );
  assertEquals(message.to, "+33612345678");
  assertEquals(message.reason, "message envoyé");
  assertEquals(message.timeline.map(({ status }) => status), [
    "queued",
    "sent",
    "delivered",
  ]);
});

Deno.test("runDue() retries what was not submitted, then gives the credits back", async () => {
  const { world, engine, structureId, send } = await openTown({
    gateway: SCRIPTED,
  });
  await using _ = world;
  world.reply = () => new Response(null, { status: 503 });
  await send({});

  for (let hour = 0; hour < 26; hour++) {
    await engine.runDue();
    world.advance(3_600_000);
  }

  assertEquals(await statuses(world, structureId), { expired: 1 });
  const account = await world.account(structureId);
  assertEquals([account.reserved, account.spent], [0, 0]);
  assertEquals(availableCredits(account), 100);
  assertEquals(world.reports, []);
});

Deno.test("runDue() releases at once what the gateway refuses for good", async () => {
  const { world, engine, structureId, send } = await openTown({
    gateway: SCRIPTED,
  });
  await using _ = world;
  world.reply = () => new Response(null, { status: 400 });
  await send({});
  await engine.runDue();
  assertEquals(await statuses(world, structureId), { failed: 1 });
  assertEquals(availableCredits(await world.account(structureId)), 100);
});

Deno.test("runDue() hands an unanswered message over once more, flagged, then leaves it uncertain", async () => {
  const { world, engine, structureId, send } = await openTown({
    gateway: SCRIPTED,
  });
  await using _ = world;
  world.reply = () => new Response(null, { status: 500 });
  const { messages } = await send({});
  await engine.runDue();
  assertEquals(world.requests.length, 1);
  world.advance(61_000);
  await engine.runDue();
  assertEquals(world.requests.length, 2);
  const message = await getMessage(world.ports, OPERATOR, messages![0]!.id);
  assertEquals([message.status, message.possibleDuplicate], [
    "uncertain",
    true,
  ]);
  assertEquals((await world.account(structureId)).reserved, 1);

  world.advance(24 * 3_600_000);
  await engine.runDue();
  assertEquals(await statuses(world, structureId), { expired: 1 });
  assertEquals(availableCredits(await world.account(structureId)), 100);
});

Deno.test("runDue() sends a batch once, however many workers run", async () => {
  const { world, structureId, send } = await openTown({ gateway: SCRIPTED });
  await using _ = world;
  await Promise.all(
    Array.from(
      { length: 30 },
      (_, i) => send({ recipients: [`+336123456${10 + i}`] }),
    ),
  );
  const engines = ["a", "b", "c"].map((owner) =>
    new Engine(world.ports, { owner, exclusive: false })
  );
  await Promise.all(engines.map((engine) => engine.runDue()));
  assertEquals(world.requests.length, 30);
  assertEquals(await statuses(world, structureId), { sent: 30 });
  assertEquals((await world.account(structureId)).spent, 30);
});

Deno.test("runDue() takes over what a dead worker had in work, flagged", async () => {
  const { world, structureId, send } = await openTown({ gateway: SCRIPTED });
  await using _ = world;
  const { messages } = await send({});
  // The first worker hands over and is never heard of again.
  world.reply = () => new Promise<Response>(() => {});
  const dead = new Engine(world.ports, { owner: "dead", exclusive: false });
  void dead.runDue();
  for (let i = 0; i < 200 && world.requests.length === 0; i++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  assertEquals(world.requests.length, 1);

  world.reply = () => Response.json({ id: "again" });
  const heir = new Engine(world.ports, { owner: "heir", exclusive: false });
  await heir.runDue();
  assertEquals(world.requests.length, 1, "the lease still holds");
  world.advance(16_000);
  await heir.runDue();
  assertEquals(world.requests.length, 2);
  const message = await getMessage(world.ports, OPERATOR, messages![0]!.id);
  assertEquals([message.status, message.possibleDuplicate], ["sent", true]);
  assertEquals((await world.account(structureId)).spent, 1);
});

Deno.test("start() delivers what is accepted later, and stop() ends it", async () => {
  const { world, engine, structureId, send } = await openTown();
  await using _ = world;
  await engine.start();
  await send({});
  for (let i = 0; i < 400; i++) {
    if ((await world.account(structureId)).spent === 1) break;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await engine.stop();
  assertEquals(await statuses(world, structureId), { sent: 1 });
});

Deno.test("runDue() keeps an unanswered message at the gateway that would recognise it", async () => {
  const { world, engine, structureId, send } = await openTown({
    gateway: SCRIPTED,
  });
  await using _ = world;
  const { ports } = world;
  const { items } = await listGateways(ports, OPERATOR, { limit: 10 });
  const main = items.find(({ name }) => name === "main")!;
  await updateGateway(ports, world.call(), {
    id: main.id,
    patch: { order: 5 },
  });
  await createGateway(ports, world.call(), {
    kind: "octopush",
    name: "first",
    settings: { login: "mairie@example.fr", apiKey: "secret-of-the-account" },
  });
  const asked: string[] = [];
  world.reply = (url) => {
    asked.push(new URL(url).host);
    return new Response(null, { status: 500 });
  };
  await send({});
  for (let i = 0; i < 4; i++) {
    await engine.runDue();
    world.advance(200_000);
  }
  assertEquals(asked.length > 1, true);
  assertEquals(asked.includes("gateway.test"), false);
  assertEquals((await world.account(structureId)).reserved, 1);
});
