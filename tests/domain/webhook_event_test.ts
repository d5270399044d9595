import { assertEquals } from "@std/assert";
import { readAccount } from "../../lib/domain/credit.ts";
import { createWebhook } from "../../lib/domain/webhook.ts";
import { queueWebhook } from "../../lib/domain/webhook_event.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import type { WebhookEvent } from "../../lib/schema/webhook.ts";
import { TestWorld } from "../support.ts";

async function openListener(events: WebhookEvent[] | null) {
  const world = await TestWorld.open();
  const { ports } = world;
  const { id } = await createStructure(ports, world.call(), { name: "Rodez" });
  if (events !== null) {
    const url = "https://hook.test/";
    await createWebhook(ports, world.call(), { structureId: id, url, events });
  }
  const queue = (type: WebhookEvent) =>
    world.store.transact(id, async (tx) => {
      await readAccount(tx, id);
      const data = { id: "rep_1" };
      queueWebhook(tx, id, { type, atMs: world.nowMs, data });
    });
  const queued = () =>
    Array.fromAsync(
      world.store.list(KINDS.webhookQueue, {}),
      ({ value }) => value.events.map((event) => event.id),
    );
  return { world, queue, queued };
}

Deno.test("queueWebhook() queues what an endpoint listens to", async () => {
  const { world, queue, queued } = await openListener(["message.received"]);
  await using _ = world;
  await queue("message.received");
  assertEquals(await queued(), [["evt_message_received_rep_1"]]);
});

Deno.test("queueWebhook() makes the endpoint's queue due at once", async () => {
  const { world, queue } = await openListener(["message.received"]);
  await using _ = world;
  await queue("message.received");
  const due = await Array.fromAsync(
    world.store.list(KINDS.due, {}),
    ({ value }) => value.kind,
  );
  assertEquals(due, ["webhook"]);
});

Deno.test("queueWebhook() leaves out what nobody listens to", async () => {
  const { world, queue, queued } = await openListener(["message.sent"]);
  await using _ = world;
  await queue("message.received");
  assertEquals(await queued(), []);
});

Deno.test("queueWebhook() writes nothing where there is no endpoint", async () => {
  const { world, queue } = await openListener(null);
  await using _ = world;
  let writes = 0;
  world.store.onCommit((written) => writes += written.length);
  await queue("message.sent");
  assertEquals(writes, 0);
});
