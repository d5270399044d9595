import { assertEquals, assertRejects } from "@std/assert";
import { updateWebhook } from "../../lib/domain/webhook.ts";
import {
  listDeliveries,
  replayDelivery,
} from "../../lib/domain/webhook_log.ts";
import { Problem } from "../../lib/problem.ts";
import { OPERATOR } from "../support.ts";
import { openListening } from "../delivery/webhooks.ts";

async function openTold() {
  const town = await openListening({ events: ["message.sent"] });
  await town.send({});
  await town.run();
  const [delivery] = await town.deliveries();
  const { id } = await town.webhook();
  return {
    town,
    delivery: delivery!,
    address: { structureId: town.structureId, id },
  };
}

Deno.test("replayDelivery() tells the same event again", async () => {
  const { town, delivery, address } = await openTold();
  await using _ = town;
  await replayDelivery(town.world.ports, town.world.call(), {
    ...address,
    deliveryId: delivery.id,
  });
  await town.run();
  const found = await town.deliveries();
  assertEquals(found.map(({ eventId }) => eventId), [
    delivery.eventId,
    delivery.eventId,
  ]);
  assertEquals(found.every(({ status }) => status === "delivered"), true);
});

Deno.test("replayDelivery() refuses while the endpoint is paused", async () => {
  const { town, delivery, address } = await openTold();
  await using _ = town;
  const { ports } = town.world;
  await updateWebhook(ports, town.world.call(), {
    ...address,
    change: { status: "paused" },
  });
  const problem = await assertRejects(
    () =>
      replayDelivery(ports, town.world.call(), {
        ...address,
        deliveryId: delivery.id,
      }),
    Problem,
  );
  assertEquals(problem.code, "conflict");
});

Deno.test("listDeliveries() shows request and answer, the newest first", async () => {
  const { town, address } = await openTold();
  await using _ = town;
  town.answer = () => new Response("ça va", { status: 200 });
  await town.send({ reference: "2" });
  await town.run();
  const page = await listDeliveries(town.world.ports, OPERATOR, {
    ...address,
    limit: 1,
  });
  assertEquals(page.items[0]?.request.data["reference"], "2");
  assertEquals(page.items[0]?.attempts[0]?.answer, "ça va");
  const rest = await listDeliveries(town.world.ports, OPERATOR, {
    ...address,
    limit: 1,
    cursor: page.nextCursor!,
  });
  assertEquals(rest.items.length, 1);
  assertEquals(rest.nextCursor, null);
});
