/**
 * Hand-overs that nobody answered for: looked into where the network can be
 * asked, then decided by the structure's policy; never sent again blindly.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { Engine } from "../../lib/delivery/engine.ts";
import { createGateway, deleteGateway } from "../../lib/delivery/gateway.ts";
import { allGateways } from "../../lib/delivery/gateways.ts";
import { getMessage } from "../../lib/domain/history.ts";
import { putSendingRules } from "../../lib/domain/sending_rules.ts";
import { verifyAccounts } from "../../lib/domain/verification.ts";
import { OPERATOR } from "../support.ts";
import { openTown, SCRIPTED, type Town } from "./support.ts";

const RULES = { quietHours: null, timeZone: "Europe/Paris" };

/** A town whose network never answers, and lists what it is told to. */
async function townOnSmsmode(
  { policy = "resend", lists = () => null }: {
    policy?: "resend" | "uncertain";
    lists?: (look: number) => unknown;
  } = {},
) {
  const town = await openTown();
  const { world } = town;
  const { ports } = world;
  const [simulator] = await allGateways(ports);
  await deleteGateway(ports, world.call(), simulator!.id);
  await createGateway(ports, world.call(), {
    kind: "smsmode",
    name: "smsmode",
    settings: { apiKey: "secret-of-the-channel" },
  });
  await putSendingRules(ports, world.call(), {
    id: town.structureId,
    rules: { ...RULES, unknownOutcome: policy },
  });
  const counts = { sent: 0, asked: 0 };
  world.reply = (_, { method }) => {
    if (method === "POST") {
      counts.sent++;
      return new Response(null, { status: 502 });
    }
    const listed = lists(++counts.asked);
    return listed === null
      ? new Response(null, { status: 500 })
      : Response.json({ items: listed });
  };
  const { messages } = await town.send({});
  const { id } = messages![0]!;
  return { town, id, counts };
}

/** Lets `minutes` pass, a minute at a time. */
async function pass({ world, engine }: Town, minutes: number) {
  for (let i = 0; i < minutes; i++) {
    world.advance(60_000);
    await engine.runDue();
  }
}

async function read({ world }: Town, id: string) {
  const message = await getMessage(world.ports, OPERATOR, id);
  const details = message.timeline.map(({ detail }) => detail);
  return { ...message, details };
}

Deno.test("what the network lists was sent: no second hand-over, no flag", async () => {
  const { town, id, counts } = await townOnSmsmode({
    lists: () => [{ messageId: "prv-7", refClient: id }],
  });
  await using world = town.world;
  await town.engine.runDue();
  const before = await read(town, id);
  assertEquals([before.status, before.reason], [
    "sending",
    "Incertain : la passerelle n'a pas répondu",
  ]);
  await pass(town, 2);
  const { status, possibleDuplicate, details } = await read(town, id);
  assertEquals([status, possibleDuplicate], ["sent", false]);
  assertEquals(details.slice(1), [
    "HTTP 502",
    "Retrouvé chez l'opérateur : il était bien parti",
    null,
  ]);
  assertEquals(counts, { sent: 1, asked: 1 });
  const { spent, reserved } = await world.account(town.structureId);
  assertEquals([spent, reserved], [1, 0]);
  assertEquals((await verifyAccounts(world.ports)).broken, []);
});

Deno.test("what the network lists late is waited for", async () => {
  const { town, id, counts } = await townOnSmsmode({
    lists: (look) => look < 3 ? [] : [{ messageId: "prv-7", refClient: id }],
  });
  await using _ = town.world;
  await town.engine.runDue();
  await pass(town, 20);
  assertEquals((await read(town, id)).status, "sent");
  assertEquals(counts, { sent: 1, asked: 3 });
});

Deno.test("what the network does not know after a quarter of an hour goes once more, flagged", async () => {
  const { town, id, counts } = await townOnSmsmode({
    policy: "uncertain",
    lists: () => [],
  });
  await using _ = town.world;
  await town.engine.runDue();
  await pass(town, 14);
  assertEquals(counts, { sent: 1, asked: 2 });
  for (let i = 0; i < 3 && counts.sent < 2; i++) await pass(town, 1);
  assertEquals(counts, { sent: 2, asked: 3 });
  const { possibleDuplicate, details, status } = await read(town, id);
  assertEquals([status, possibleDuplicate], ["uncertain", true]);
  assertEquals(details.slice(1, 7), [
    "HTTP 502",
    "L'opérateur, interrogé, ne le connaît pas encore",
    "L'opérateur, interrogé, ne le connaît pas encore",
    "L'opérateur, interrogé, ne le connaît pas encore",
    "Renvoyé une fois, signalé comme doublon possible",
    "HTTP 502",
  ]);
  // Twice is enough, whatever the network says.
  await pass(town, 30);
  assertEquals(counts.sent, 2);
});

Deno.test("the policy decides where nobody can tell", async (t) => {
  for (const policy of ["resend", "uncertain"] as const) {
    await t.step(policy, async () => {
      const { town, id, counts } = await townOnSmsmode({ policy });
      await using world = town.world;
      await town.engine.runDue();
      await pass(town, 60);
      const { status, possibleDuplicate, reason } = await read(town, id);
      assertEquals(counts.sent, policy === "resend" ? 2 : 1);
      assertEquals(possibleDuplicate, policy === "resend");
      assertEquals(status, "uncertain");
      assertEquals(
        reason,
        "Incertain : la passerelle n'a pas répondu, pas de nouvel envoi",
      );
      assertEquals((await world.account(town.structureId)).reserved, 1);
      world.advance(24 * 3_600_000);
      await town.engine.runDue();
      assertEquals((await read(town, id)).status, "expired");
      assertEquals((await world.account(town.structureId)).reserved, 0);
      assertEquals((await verifyAccounts(world.ports)).broken, []);
    });
  }
});

Deno.test("a gateway that cannot be asked leaves it to the policy after a minute", async (t) => {
  for (const policy of ["resend", "uncertain"] as const) {
    await t.step(policy, async () => {
      const town = await openTown({ gateway: SCRIPTED });
      await using world = town.world;
      await putSendingRules(world.ports, world.call(), {
        id: town.structureId,
        rules: { ...RULES, unknownOutcome: policy },
      });
      world.reply = () => new Response(null, { status: 500 });
      const { messages } = await town.send({});
      await town.engine.runDue();
      await pass(town, 3);
      const { id } = messages![0]!;
      assertEquals(world.requests.length, policy === "resend" ? 2 : 1);
      assertEquals((await read(town, id)).status, "uncertain");
    });
  }
});

Deno.test("a worker that dies while asking has sent nothing: no flag", async () => {
  const { town, id, counts } = await townOnSmsmode({
    lists: (look) => look === 1 ? "never" : [{ messageId: "p", refClient: id }],
  });
  await using world = town.world;
  await town.engine.runDue();
  world.advance(61_000);
  const reply = world.reply;
  world.reply = () => new Promise<Response>(() => {});
  const dead = new Engine(world.ports, { owner: "dead", exclusive: true });
  void dead.runDue();
  for (let i = 0; i < 500 && world.requests.length < 2; i++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  world.reply = reply;
  counts.asked = 1;
  await new Engine(world.ports, { owner: "heir", exclusive: true }).runDue();
  const { status, possibleDuplicate } = await read(town, id);
  assertEquals([status, possibleDuplicate], ["sent", false]);
  assertEquals(counts.sent, 1);
});

/** A worker that hands over the town's message and is never heard of again. */
async function workAndDie({ world }: Town): Promise<void> {
  const reply = world.reply;
  world.reply = () => new Promise<Response>(() => {});
  const dead = new Engine(world.ports, { owner: "dead", exclusive: true });
  void dead.runDue();
  for (let i = 0; i < 500 && world.requests.length < 1; i++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  world.reply = reply;
}

Deno.test("what a dead worker had in work is asked about before it goes again", async (t) => {
  await t.step("the network has it: no second hand-over, no flag", async () => {
    const { town, id, counts } = await townOnSmsmode({
      lists: () => [{ messageId: "prv-7", refClient: id }],
    });
    await using world = town.world;
    await workAndDie(town);
    await town.engine.runDue();
    assertEquals(counts, { sent: 0, asked: 0 }, "lists lag behind");
    assertEquals((await read(town, id)).status, "sending");
    await pass(town, 2);
    const { status, possibleDuplicate, details } = await read(town, id);
    assertEquals([status, possibleDuplicate], ["sent", false]);
    assertEquals(
      details[1],
      "Interrompu pendant la remise : l'opérateur est interrogé d'abord",
    );
    assertEquals(counts, { sent: 0, asked: 1 });
    assertEquals((await verifyAccounts(world.ports)).broken, []);
  });
  await t.step("the network has it not: it goes, flagged", async () => {
    const { town, id, counts } = await townOnSmsmode({ lists: () => [] });
    await using world = town.world;
    await workAndDie(town);
    await town.engine.runDue();
    assertEquals(counts, { sent: 0, asked: 0 });
    await pass(town, 1);
    assertEquals(counts, { sent: 1, asked: 1 });
    assertEquals((await read(town, id)).possibleDuplicate, true);
    assertEquals((await verifyAccounts(world.ports)).broken, []);
  });
  await t.step("nobody tells: the structure's policy decides", async () => {
    const { town, id, counts } = await townOnSmsmode({ policy: "uncertain" });
    await using _ = town.world;
    await workAndDie(town);
    await town.engine.runDue();
    await pass(town, 5);
    assertEquals(counts.sent, 0);
    const { status, possibleDuplicate } = await read(town, id);
    assertEquals([status, possibleDuplicate], ["uncertain", false]);
  });
});
