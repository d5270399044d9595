import { assertEquals, assertNotEquals } from "@std/assert";
import { Engine } from "../../lib/delivery/engine.ts";
import { createGateway } from "../../lib/delivery/gateway.ts";
import type { Lineage } from "../../lib/domain/directory.ts";
import { getMessage } from "../../lib/domain/history.ts";
import {
  listDeadLetters,
  replayMessage,
  replayMessages,
} from "../../lib/domain/replay.ts";
import { getSubmission } from "../../lib/domain/submission.ts";
import { verifyAccounts } from "../../lib/domain/verification.ts";
import { SCRIPTED } from "../delivery/support.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { accept, applicationOf, numberOf, townWith } from "./accepting.ts";
import { member, refusalOf } from "./tree.ts";

/** A town whose gateway refuses every message, and then takes them. */
async function townOfFailures(world: TestWorld, count: number, credits = 10) {
  const at = await townWith(world, credits);
  await createGateway(world.ports, world.call(), {
    kind: "http",
    name: "main",
    settings: SCRIPTED,
  });
  world.reply = () => new Response(null, { status: 400 });
  const recipients = Array.from({ length: count }, (_, i) => numberOf(i));
  const { messages } = await accept(world, at, {
    text: "Une convocation vous attend.",
    recipients,
    reference: "seance-42",
  });
  const engine = new Engine(world.ports, { owner: "w", exclusive: true });
  await engine.runDue();
  world.reply = () => Response.json({ id: world.ports.newId("prv") });
  return { at, engine, ids: messages!.map(({ id }) => id) };
}

const accountOf = async (world: TestWorld, { structure }: Lineage) => {
  const { reserved, spent } = await world.account(structure.id);
  return { reserved, spent };
};

Deno.test("replayMessage() sends a failed message again, with a reservation of its own", async () => {
  await using world = await TestWorld.open();
  const { ports } = world;
  const { at, engine, ids: [id] } = await townOfFailures(world, 1);
  assertEquals(await accountOf(world, at), { reserved: 0, spent: 0 });

  const accepted = await replayMessage(ports, world.call(), { id: id! });
  assertEquals(await accountOf(world, at), { reserved: 1, spent: 0 });
  await engine.runDue();
  const [again] = accepted.messages!;
  const message = await getMessage(ports, OPERATOR, again!.id);
  assertEquals([message.status, message.to, message.text, message.reference], [
    "sent",
    numberOf(0),
    "Une convocation vous attend.",
    "seance-42",
  ]);
  assertEquals(await accountOf(world, at), { reserved: 0, spent: 1 });
  const { items } = await listDeadLetters(ports, OPERATOR, {
    id: at.structure.id,
    limit: 10,
  });
  assertEquals(
    items.map(({ id, replayable, replayedAs }) => [id, replayable, replayedAs]),
    [[id!, false, accepted.submissionId]],
  );
  assertEquals((await verifyAccounts(ports)).broken, []);
});

Deno.test("replayMessage() replays once, whoever asks and however often", async () => {
  await using world = await TestWorld.open();
  const { ports } = world;
  const { at, engine, ids: [id] } = await townOfFailures(world, 1);
  const people = [
    world.call(),
    world.call(applicationOf(at)),
    world.call(member({ [at.structure.id]: "manager" })),
    world.call(),
  ];
  const answers = await Promise.all(
    people.map((call) => replayMessage(ports, call, { id: id! })),
  );
  const later = await replayMessage(ports, world.call(), { id: id! });
  const submissions = new Set(
    [...answers, later].map(({ submissionId }) => submissionId),
  );
  assertEquals(submissions.size, 1);
  await engine.runDue();
  assertEquals(await accountOf(world, at), { reserved: 0, spent: 1 });
  // One that was refused, and one that left.
  assertEquals(world.requests.length, 2);
});

Deno.test("replayMessage() refuses what did not fail, and leaves nothing behind", async () => {
  await using world = await TestWorld.open();
  const { ports } = world;
  const { at, engine, ids: [id] } = await townOfFailures(world, 1, 1);
  const replay = (actor = OPERATOR, messageId = id!) =>
    refusalOf(replayMessage(ports, world.call(actor), { id: messageId }));
  const structureId = at.structure.id;
  assertEquals(
    await replay(member({ [structureId]: "viewer" })),
    "forbidden",
  );
  assertEquals(await replay(member({})), "not_found");
  assertEquals(await replay(OPERATOR, "msg_00000000000000zzzz00"), "not_found");

  const { messages } = await accept(world, at, {
    text: "Bonjour",
    recipients: [numberOf(7)],
  });
  await engine.runDue();
  assertEquals(await replay(OPERATOR, messages![0]!.id), "conflict");

  const before = await listDeadLetters(ports, OPERATOR, {
    id: structureId,
    limit: 10,
  });
  assertEquals(await replay(), "insufficient_credit");
  const after = await listDeadLetters(ports, OPERATOR, {
    id: structureId,
    limit: 10,
  });
  assertEquals(after.items.length, before.items.length);
});

Deno.test("replayMessages() tells of each what became of it", async () => {
  await using world = await TestWorld.open();
  const { ports } = world;
  const { at, ids } = await townOfFailures(world, 3, 4);
  const other = await townWith(world, 5);
  const { replayed, refused } = await replayMessages(ports, world.call(), {
    id: at.structure.id,
    messageIds: [...ids, ids[0]!, "msg_00000000000000zzzz00"],
  });
  assertEquals(replayed.map(({ messageId }) => messageId), ids);
  assertEquals(refused.map(({ messageId, code }) => [messageId, code]), [
    ["msg_00000000000000zzzz00", "not_found"],
  ]);
  for (const { submissionId } of replayed) {
    const submission = await getSubmission(ports, OPERATOR, submissionId);
    assertEquals(submission.recipients, 1);
  }
  assertEquals(await accountOf(world, at), { reserved: 3, spent: 0 });
  const foreign = await replayMessages(ports, world.call(), {
    id: other.structure.id,
    messageIds: [ids[0]!],
  });
  assertEquals(foreign.refused[0]?.code, "not_found");
  assertNotEquals(other.structure.id, at.structure.id);
});
