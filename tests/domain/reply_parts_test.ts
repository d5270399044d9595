import { assert, assertEquals } from "@std/assert";
import { eraseReply, keepReply, listReplies } from "../../lib/domain/reply.ts";
import { keys, KINDS } from "../../lib/kv/keys.ts";
import { transferCredits } from "../../lib/domain/transfer.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { plant } from "./tree.ts";

const FROM = "+33612345678";

async function given() {
  const world = await TestWorld.open();
  const { town } = await plant(world);
  return {
    world,
    id: town,
    say: (index: number, text: string, from = FROM) =>
      keepReply(world.ports, {
        structureId: town,
        gatewayId: "gtw_1",
        messageId: null,
        from,
        text,
        part: { reference: "7", index, count: 3 },
        seenAs: { id: `${from} ${index} ${text}`, forMs: 60_000 },
      }),
    texts: async () => {
      const page = { id: town, limit: 10 };
      const { items } = await listReplies(world.ports, OPERATOR, page);
      return items.map(({ text }) => text);
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

Deno.test("joinReply() puts each part in its place, sealed", async () => {
  await using town = await given();
  await town.say(2, "deux, ");
  await town.say(1, "un, ");
  assertEquals(await town.texts(), ["un, deux, "]);
  await town.say(3, "trois");
  assertEquals(await town.texts(), ["un, deux, trois"]);
  const records = [
    ...await Array.fromAsync(town.world.store.list(KINDS.reply, {})),
    ...await Array.fromAsync(town.world.store.list(KINDS.replyParts, {})),
  ];
  assertEquals(records.length, 2);
  assert(!/deux|612345678/.test(JSON.stringify(records)));
});

Deno.test("joinReply() keeps people apart, and what comes too late", async () => {
  await using town = await given();
  await town.say(1, "un");
  await town.say(2, "autre", "+33612345679");
  town.world.advance(600_000);
  await town.say(2, "deux");
  assertEquals(await town.texts(), ["deux", "autre", "un"]);
});

Deno.test("joinReply() adds nothing to a reply that was erased", async () => {
  await using town = await given();
  await transferCredits(town.world.ports, town.world.call(), {
    fromId: null,
    toId: town.id,
    credits: 1,
  });
  await town.say(1, "un");
  const [entry] = await Array.fromAsync(
    town.world.store.list(KINDS.reply, {}),
  );
  const stored = await town.world.store.get(
    keys.reply(entry!.value.structureId, entry!.value.id),
  );
  await eraseReply(town.world.ports, stored!);
  await town.say(2, "deux");
  assertEquals(await town.texts(), ["deux", null]);
});
