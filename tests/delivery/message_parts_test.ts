import { assertEquals } from "@std/assert";
import { concludeBatch } from "../../lib/delivery/conclude.ts";
import {
  afterPart,
  readNamed,
  writeNamed,
} from "../../lib/delivery/message_parts.ts";
import { takeArrived } from "../../lib/delivery/receipts.ts";
import { takeShard } from "../../lib/delivery/shards.ts";
import { placeOf, shardOf } from "../../lib/domain/batch.ts";
import { getMessage } from "../../lib/domain/history.ts";
import type { Said } from "../../lib/domain/step.ts";
import { verifyAccounts } from "../../lib/domain/verification.ts";
import type { StoredMessage } from "../../lib/schema/batch.ts";
import { OPERATOR } from "../support.ts";
import { openTown } from "./support.ts";

const GATEWAY = "gtw_00000000000000zzzz";

const said = (status: Said["status"]): Said => ({ status, detail: null });

/** A town whose message of three parts is handed over as `p1`, `p2`, `p3`. */
async function townWithParts() {
  const town = await openTown();
  const { ports } = town.world;
  const { messages } = await town.send({ text: "a".repeat(400) });
  const { id } = messages![0]!;
  const { batchId, index } = placeOf(id, "msg")!;
  const lease = (await takeShard(ports, {
    shard: shardOf(town.structureId),
    owner: "w",
    exclusive: true,
  }))!;
  const handOver = () =>
    concludeBatch(ports, lease, {
      batchId,
      structureId: town.structureId,
      results: [{
        index,
        result: {
          kind: "accepted",
          providerId: "p1",
          partIds: ["p1", "p2", "p3"],
        },
        gatewayId: GATEWAY,
        byProviderId: true,
        followUp: null,
      }],
    });
  const hear = (providerId: string, status: Said["status"]) =>
    takeArrived(ports, GATEWAY, { providerId, said: said(status) });
  const read = async () => (await getMessage(ports, OPERATOR, id)).status;
  return { town, handOver, hear, read };
}

Deno.test("a message of several parts is delivered once all of them are", async () => {
  const { town, handOver, hear, read } = await townWithParts();
  await using world = town.world;
  await handOver();
  await hear("p2", "delivered");
  await hear("p2", "delivered");
  assertEquals(await read(), "sent");
  await hear("p1", "delivered");
  assertEquals(await read(), "sent");
  await hear("p3", "sent");
  await hear("p3", "delivered");
  assertEquals(await read(), "delivered");
  const { spent, reserved } = await world.account(town.structureId);
  assertEquals([spent, reserved], [3, 0]);
  assertEquals((await verifyAccounts(world.ports)).broken, []);
});

Deno.test("a message of several parts is lost with any of them", async () => {
  const { town, handOver, hear, read } = await townWithParts();
  await using _ = town.world;
  await handOver();
  await hear("p1", "delivered");
  await hear("p3", "failed");
  assertEquals(await read(), "failed");
  await hear("p2", "delivered");
  assertEquals(await read(), "failed");
});

Deno.test("receipts of parts may come before the commit that names them", async () => {
  const { town, handOver, hear, read } = await townWithParts();
  await using _ = town.world;
  await hear("p1", "delivered");
  await hear("p3", "delivered");
  await handOver();
  assertEquals(await read(), "sent");
  await hear("p2", "delivered");
  assertEquals(await read(), "delivered");
});

Deno.test("afterPart() does not go back on what a part came to", () => {
  const message = { parts: "d-" } as StoredMessage;
  const part = { index: 0, count: 2 };
  const after = afterPart(message, said("sent"), part);
  assertEquals(after.message.parts, "d-");
  assertEquals(after.said.status, "sent");
});

Deno.test("readNamed() reads what writeNamed() wrote", () => {
  const messageId = "msg_00000000000000zzzz00";
  for (const part of [null, { index: 2, count: 3 }]) {
    assertEquals(readNamed(writeNamed({ messageId, part })), {
      messageId,
      part,
    });
  }
});
