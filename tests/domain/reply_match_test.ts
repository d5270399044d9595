import { assertEquals } from "@std/assert";
import { listGateways } from "../../lib/delivery/gateway.ts";
import { indexNumbers } from "../../lib/domain/number_index.ts";
import { lastMessageTo, messageTo } from "../../lib/domain/reply_match.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { OPERATOR } from "../support.ts";
import { openTown, type Town } from "../delivery/support.ts";

const NUMBER = "+33612345678";

async function gatewayOf(town: Town): Promise<string> {
  const { ports } = town.world;
  return (await listGateways(ports, OPERATOR, { limit: 1 })).items[0]!.id;
}

Deno.test("lastMessageTo() finds the last message through the gateway, indexed or not", async () => {
  const town = await openTown();
  await using _ = town.world;
  const { ports } = town.world;
  const gatewayId = await gatewayOf(town);
  const find = (options: Record<string, unknown> = {}) =>
    lastMessageTo(ports, {
      number: NUMBER,
      gatewayId,
      ownerId: null,
      ...options,
    });

  await town.send({ text: "Premier" });
  const { messages } = await town.send({ text: "Second" });
  const unsent = await find();
  await town.engine.runDue();
  const recent = await find();
  town.world.advance(60_000);
  while (await indexNumbers(ports) > 0);
  const indexed = await find();

  const expected = {
    structureId: town.structureId,
    messageId: messages![0]!.id,
  };
  assertEquals([unsent, recent, indexed], [null, expected, expected]);
  assertEquals(await find({ number: "+33612345679" }), null);
  assertEquals(await find({ gatewayId: "gtw_00000000000000zzzz" }), null);
});

Deno.test("lastMessageTo() looks only at those who may use an owner's gateway", async () => {
  const town = await openTown();
  await using _ = town.world;
  const { ports } = town.world;
  const gatewayId = await gatewayOf(town);
  const other = await createStructure(ports, town.world.call(), {
    name: "Ailleurs",
  });
  await town.send({});
  await town.engine.runDue();
  const find = (ownerId: string) =>
    lastMessageTo(ports, { number: NUMBER, gatewayId, ownerId });

  assertEquals(await find(other.id), null);
  assertEquals((await find(town.structureId))?.structureId, town.structureId);
});

Deno.test("messageTo() believes an id only for its own number and gateway", async () => {
  const town = await openTown();
  await using _ = town.world;
  const { ports } = town.world;
  const gatewayId = await gatewayOf(town);
  const id = (await town.send({})).messages![0]!.id;
  await town.engine.runDue();

  assertEquals(
    (await messageTo(ports, { id, number: NUMBER, gatewayId }))?.messageId,
    id,
  );
  assertEquals(
    [
      await messageTo(ports, { id, number: "+33612345679", gatewayId }),
      await messageTo(ports, { id, number: NUMBER, gatewayId: "gtw_x" }),
      await messageTo(ports, { id: "junk", number: NUMBER, gatewayId }),
    ],
    [null, null, null],
  );
});
