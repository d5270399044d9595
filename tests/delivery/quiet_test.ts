/**
 * When messages leave: at their hour, not in quiet hours, and never after
 * their validity.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { applyReceipt } from "../../lib/delivery/receipts.ts";
import { getMessage } from "../../lib/domain/history.ts";
import { addOptOut } from "../../lib/domain/opt_out.ts";
import { putSendingRules } from "../../lib/domain/sending_rules.ts";
import { verifyAccounts } from "../../lib/domain/verification.ts";
import { EPOCH, OPERATOR } from "../support.ts";
import { openTown, SCRIPTED, type Town } from "./support.ts";

const HOUR_MS = 3_600_000;

/** A town that is quiet from 20:00 to 08:00; it is nine in the morning. */
async function quietTown(timeZone = "Europe/Paris"): Promise<Town> {
  const town = await openTown();
  await putSendingRules(town.world.ports, town.world.call(), {
    id: town.structureId,
    rules: {
      quietHours: { from: "20:00", to: "08:00" },
      timeZone,
      unknownOutcome: "resend",
    },
  });
  return town;
}

async function read({ world }: Town, sent: Awaited<ReturnType<Town["send"]>>) {
  return await getMessage(world.ports, OPERATOR, sent.messages![0]!.id);
}

Deno.test("quiet hours put off what is not urgent to their end", async () => {
  const town = await quietTown();
  await using world = town.world;
  world.advance(12 * HOUR_MS);
  const calm = await town.send({});
  const urgent = await town.send({ urgent: true });
  await town.engine.runDue();
  assertEquals((await read(town, urgent)).status, "sent");
  const waits = await read(town, calm);
  assertEquals([waits.status, waits.reason], [
    "queued",
    "En attente : heures calmes de la structure",
  ]);
  world.advance(10 * HOUR_MS);
  await town.engine.runDue();
  assertEquals((await read(town, calm)).status, "queued", "07:00");
  world.advance(HOUR_MS);
  await town.engine.runDue();
  const sentMs = Date.parse((await read(town, calm)).sentAt!);
  const eightMs = EPOCH + 23 * HOUR_MS;
  assertEquals(sentMs >= eightMs && sentMs < eightMs + 1_000, true);
});

Deno.test("quiet hours are those of the structure's own time zone", async () => {
  const town = await quietTown("Pacific/Noumea");
  await using _ = town.world;
  const sent = await town.send({});
  await town.engine.runDue();
  assertEquals((await read(town, sent)).reason?.includes("calmes"), false);
  town.world.advance(2 * HOUR_MS);
  const late = await town.send({});
  await town.engine.runDue();
  assertEquals((await read(town, late)).status, "queued", "21:00 there");
});

Deno.test("who opts out before a scheduled or retried message leaves gets none", async () => {
  const town = await openTown({ gateway: SCRIPTED });
  await using world = town.world;
  const { ports } = world;
  const recipient = "+33612345678";
  const scheduled = await town.send({
    sendAt: new Date(EPOCH + HOUR_MS).toISOString(),
  });
  const accepted = world.reply;
  world.reply = () => new Response(null, { status: 503 });
  const retried = await town.send({});
  await town.engine.runDue();
  assertEquals((await read(town, retried)).status, "queued");

  await addOptOut(ports, world.call(), { id: town.structureId, recipient });
  world.reply = accepted;
  const before = world.requests.length;
  world.advance(2 * HOUR_MS);
  await town.engine.runDue();

  assertEquals(world.requests.length, before);
  for (const sent of [scheduled, retried]) {
    const { status, reason } = await read(town, sent);
    assertEquals([status, reason], [
      "failed",
      "Impossible d'envoyer le message : destinataire désabonné entre-temps",
    ]);
  }
  const { reserved, spent } = await world.account(town.structureId);
  assertEquals([reserved, spent], [0, 0]);
  assertEquals((await verifyAccounts(ports)).broken, []);
});

Deno.test("who opts out after an unanswered hand-over is not written to again", async () => {
  const town = await openTown({ gateway: SCRIPTED });
  await using world = town.world;
  world.reply = () => new Response(null, { status: 500 });
  const sent = await town.send({});
  await town.engine.runDue();
  await addOptOut(world.ports, world.call(), {
    id: town.structureId,
    recipient: "+33612345678",
  });
  world.advance(120_000);
  await town.engine.runDue();
  assertEquals(world.requests.length, 1);
  assertEquals((await read(town, sent)).status, "uncertain");
  assertEquals((await verifyAccounts(world.ports)).broken, []);
});

Deno.test("a message whose validity ends in quiet hours expires, and costs nothing", async () => {
  const town = await quietTown();
  await using world = town.world;
  world.advance(12 * HOUR_MS);
  const sent = await town.send({ validity: 3_600 });
  await town.engine.runDue();
  world.advance(HOUR_MS + 1_000);
  await town.engine.runDue();
  assertEquals((await read(town, sent)).status, "expired");
  const { reserved, spent } = await world.account(town.structureId);
  assertEquals([reserved, spent], [0, 0]);
});

Deno.test("a scheduled message leaves within a second of its hour on a running instance", async () => {
  const town = await openTown();
  await using world = town.world;
  await town.engine.start();
  const dueMs = world.nowMs + 90_000;
  const sent = await town.send({ sendAt: new Date(dueMs).toISOString() });
  for (let i = 0; i < 2_000; i++) {
    world.advance(50);
    await new Promise((resolve) => setTimeout(resolve, 0));
    if ((await world.account(town.structureId)).spent === 1) break;
  }
  await town.engine.stop();
  const { status, sentAt } = await read(town, sent);
  assertEquals(status, "sent");
  const offMs = Date.parse(sentAt!) - dueMs;
  assertEquals(offMs >= 0 && offMs < 1_000, true, `${offMs} ms`);
});

Deno.test("what nobody confirmed after 72 hours is left as sent, whatever comes then", async () => {
  const town = await openTown();
  await using world = town.world;
  const { ports } = world;
  const sent = await town.send({});
  const messageId = sent.messages![0]!.id;
  await town.engine.runDue();
  world.advance(72 * HOUR_MS);
  const view = await read(town, sent);
  assertEquals([view.status, view.failed, view.reason], [
    "sent",
    false,
    "message envoyé, sans accusé de réception après 72 h",
  ]);
  assertEquals(view.timeline.at(-1)?.detail, view.reason);
  await applyReceipt(ports, {
    messageId,
    gatewayId: null,
    said: { status: "failed", detail: null },
  });
  assertEquals((await read(town, sent)).status, "sent");
});
