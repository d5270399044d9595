import { assert, assertEquals } from "@std/assert";
import { listOptOuts } from "../../lib/domain/opt_out.ts";
import {
  eraseReply,
  keepReply,
  listReplies,
  repliesTo,
  saysStop,
} from "../../lib/domain/reply.ts";
import { createWebhook } from "../../lib/domain/webhook.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { member, plant, refusalOf } from "./tree.ts";

const MESSAGE = "msg_01kanb2v3w8j4k2m7p0a00";

function said(structureId: string, text: string, id = text) {
  return {
    structureId,
    gatewayId: "gtw_1",
    messageId: MESSAGE,
    from: "+33612345678",
    text,
    part: null,
    seenAs: { id, forMs: 60_000 },
  };
}

Deno.test("keepReply() keeps what was said, sealed, once for each posting", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);

  const first = await keepReply(world.ports, said(town, "Oui, merci"));
  const again = await keepReply(world.ports, said(town, "Oui, merci"));
  world.advance(60_000);
  const later = await keepReply(world.ports, said(town, "Oui, merci"));

  assertEquals([first, again, later], [true, false, true]);
  const { items } = await listReplies(world.ports, OPERATOR, {
    id: town,
    limit: 10,
  });
  assertEquals(
    items.map(({ from, text, messageId, optOut }) => [
      from,
      text,
      messageId,
      optOut,
    ])[0],
    ["+33612345678", "Oui, merci", MESSAGE, false],
  );
  assertEquals(items.length, 2);
  assertEquals((await repliesTo(world.ports, MESSAGE)).length, 2);
  const stored = await Array.fromAsync(world.store.list(KINDS.reply, {}));
  assert(!/merci|612345678/.test(JSON.stringify(stored)));
});

Deno.test("keepReply() opts out who says STOP, in the same commit", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);

  await keepReply(world.ports, said(town, "Stop !"));
  await keepReply(world.ports, said(town, "stop", "twice"));

  const { items } = await listOptOuts(world.ports, OPERATOR, {
    id: town,
    limit: 10,
    recipient: "0612345678",
  });
  assertEquals(items.map(({ source }) => source), ["stop"]);
});

Deno.test("saysStop() knows the words, and leaves sentences alone", () => {
  const yes = [
    "STOP",
    "stop.",
    "Stop 36034",
    "Arrêt",
    "STOP SMS svp",
    "StopSMS",
  ];
  const no = [
    "Oui",
    "",
    "Arrêt du bus",
    "Ne t'arrête pas",
    "stop ou encore on continue",
    "Le stop est ici",
    "non stop",
  ];
  assertEquals(yes.filter((text) => !saysStop(text)), []);
  assertEquals(no.filter(saysStop), []);
});

Deno.test("listReplies() goes on by cursor, and is for who may read messages", async () => {
  await using world = await TestWorld.open();
  const { town, otherTown } = await plant(world);
  for (const text of ["un", "deux", "trois"]) {
    await keepReply(world.ports, said(town, text));
  }
  const actor = member({ [town]: "viewer" });
  const list = (cursor?: string) =>
    listReplies(world.ports, actor, { id: town, limit: 2, cursor });

  const first = await list();
  const second = await list(first.nextCursor!);

  const texts = ({ items }: typeof first) => items.map(({ text }) => text);
  assertEquals([texts(first), texts(second)], [["trois", "deux"], ["un"]]);
  const elsewhere = { id: otherTown, limit: 2 };
  assertEquals(
    await refusalOf(listReplies(world.ports, actor, elsewhere)),
    "not_found",
  );
});

Deno.test("keepReply() tells the structure's endpoints, without number or text", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  await createWebhook(world.ports, world.call(), {
    structureId: town,
    url: "https://hook.test/",
    events: ["message.received"],
  });

  await keepReply(world.ports, said(town, "Oui, merci"));

  const queued = await Array.fromAsync(
    world.store.list(KINDS.webhookQueue, {}),
    ({ value }) => value.events,
  );
  const [event] = queued.flat();
  assertEquals([event?.type, event?.data.messageId], [
    "message.received",
    MESSAGE,
  ]);
  assert(!/merci|612345678/.test(JSON.stringify(queued)));
});

Deno.test("eraseReply() erases where there never was any credit, once", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  await keepReply(world.ports, said(town, "Merci"));
  const [stored] = await Array.fromAsync(
    world.store.list(KINDS.reply, {}),
    ({ value }) => value,
  );

  assertEquals(await eraseReply(world.ports, stored!), true);
  assertEquals(await eraseReply(world.ports, stored!), false);

  const { items } = await listReplies(world.ports, OPERATOR, {
    id: town,
    limit: 10,
  });
  assertEquals(items.map(({ from, text }) => [from, text]), [[null, null]]);
});
