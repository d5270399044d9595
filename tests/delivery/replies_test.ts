import { assertEquals, assertStringIncludes } from "@std/assert";
import { createGateway, listGateways } from "../../lib/delivery/gateway.ts";
import { answerFromPhone } from "../../lib/delivery/phone.ts";
import { takeReceipt } from "../../lib/delivery/receipts.ts";
import { takeReply } from "../../lib/delivery/replies.ts";
import { listReplies } from "../../lib/domain/reply.ts";
import { putReplySettings } from "../../lib/domain/reply_settings.ts";
import { refusalOf } from "../domain/tree.ts";
import { OPERATOR } from "../support.ts";
import { openTown, SCRIPTED, type Town } from "./support.ts";

const WITH_REPLIES = {
  ...SCRIPTED,
  reply: { fromPointer: "/from", textPointer: "/text", idPointer: "/mo" },
};

async function post(town: Town, body: unknown) {
  const { items } = await listGateways(town.world.ports, OPERATOR, {
    limit: 10,
  });
  const [gatewayId, secret] = items.at(-1)!.callbackUrl.split("/").slice(-2);
  return await takeReceipt(town.world.ports, {
    gatewayId: gatewayId!,
    secret: secret!,
    request: {
      method: "POST",
      query: new URLSearchParams(),
      headers: new Headers({ "content-type": "application/json" }),
      body: JSON.stringify(body),
    },
  });
}

async function repliesOf({ world, structureId }: Town) {
  const { items } = await listReplies(world.ports, OPERATOR, {
    id: structureId,
    limit: 10,
  });
  return items;
}

Deno.test("takeReceipt() keeps a reply for who wrote last, once however often it is posted", async () => {
  const town = await openTown({ gateway: WITH_REPLIES });
  await using _ = town.world;
  const { messages } = await town.send({});
  await town.engine.runDue();
  const reply = { from: "33612345678", text: "J’y serai", mo: "mo-1" };

  const first = await post(town, reply);
  const again = await post(town, reply);

  assertEquals([first, again], ["kept", "ignored"]);
  assertEquals(
    (await repliesOf(town)).map(({ text, messageId }) => [text, messageId]),
    [["J’y serai", messages![0]!.id]],
  );
});

Deno.test("takeReply() joins the parts of a long reply, whatever their order", async () => {
  const town = await openTown({ gateway: WITH_REPLIES });
  await using world = town.world;
  const { messages } = await town.send({});
  await town.engine.runDue();
  const { items: [gateway] } = await listGateways(world.ports, OPERATOR, {
    limit: 1,
  });
  const texts = ["Je serai en retard, ", "commencez sans moi : ", "stop"];
  const say = (index: number, reference = "7") =>
    takeReply(world.ports, { id: gateway!.id, ownerId: null }, {
      from: "33612345678",
      text: texts[index - 1]!,
      id: null,
      messageId: null,
      providerId: null,
      part: { reference, index, count: 3 },
    });

  const kept = await Promise.all([say(3), say(1), say(2)]);
  assertEquals(kept, ["kept", "kept", "kept"]);
  assertEquals(await say(2), "ignored", "posted again");

  const read = async () =>
    (await repliesOf(town)).map(({ text, messageId, optOut }) => [
      text,
      messageId,
      optOut,
    ]);
  const { id } = messages![0]!;
  assertEquals(await read(), [[texts.join(""), id, false]]);

  // The same reference stands for another reply once that one is whole.
  world.advance(11 * 60_000);
  await say(1);
  assertEquals((await read()).map(([text]) => text), [
    texts[0],
    texts.join(""),
  ]);
});

Deno.test("takeReceipt() ignores a reply that is nobody's, or not from a phone", async () => {
  const town = await openTown({ gateway: WITH_REPLIES });
  await using _ = town.world;

  assertEquals(
    [
      await post(town, { from: "33698765432", text: "Qui ?", mo: "1" }),
      await post(town, { from: "38001", text: "Publicité", mo: "2" }),
    ],
    ["ignored", "ignored"],
  );
  assertEquals(await repliesOf(town), []);
});

Deno.test("takeReceipt() gives the owner of a gateway what answers no message", async () => {
  const town = await openTown();
  await using _ = town.world;
  await createGateway(town.world.ports, town.world.call(), {
    kind: "http",
    name: "own",
    ownerId: town.structureId,
    settings: { ...WITH_REPLIES, url: "https://gateway.example/send" },
  });

  const done = await post(town, { from: "33698765432", text: "Bonjour" });

  assertEquals(done, "kept");
  assertEquals(
    (await repliesOf(town)).map(({ text, messageId }) => [text, messageId]),
    [["Bonjour", null]],
  );
});

Deno.test("takeReceipt() opts out by STOP: the next send is refused", async () => {
  const town = await openTown({ gateway: WITH_REPLIES });
  await using _ = town.world;
  await town.send({});
  await town.engine.runDue();

  await post(town, { from: "33612345678", text: "STOP", mo: "1" });

  assertEquals(
    await refusalOf(town.send({ text: "Encore" })),
    "invalid_recipient /recipients/0",
  );
});

Deno.test("tellReplies() mails once for several replies, without what they say", async () => {
  const town = await openTown({ gateway: WITH_REPLIES });
  await using _ = town.world;
  const { world, structureId } = town;
  await putReplySettings(world.ports, world.call(), {
    id: structureId,
    settings: { emails: ["anne@example.fr"] },
  });
  await town.send({});
  await town.engine.runDue();

  for (const mo of ["1", "2"]) {
    await post(town, { from: "33612345678", text: `Oui ${mo}`, mo });
  }
  await town.engine.runDue();
  const early = world.mails.length;
  world.advance(5 * 60_000);
  await town.engine.runDue();
  await town.engine.runDue();

  assertEquals(early, 0);
  assertEquals(world.mails.map(({ to, subject }) => [to, subject]), [
    ["anne@example.fr", "Rodez : 2 réponses à vos SMS"],
  ]);
  assertStringIncludes(world.mails[0]!.text, `/s/${structureId}/reponses`);
  assertEquals(/Oui|612345678/.test(world.mails[0]!.text), false);
});

Deno.test("tellReplies() tries again while the mail server is away", async () => {
  const town = await openTown({ gateway: WITH_REPLIES });
  await using _ = town.world;
  const { world, structureId } = town;
  await putReplySettings(world.ports, world.call(), {
    id: structureId,
    settings: { emails: ["anne@example.fr"] },
  });
  await town.send({});
  await town.engine.runDue();
  await post(town, { from: "33612345678", text: "Oui", mo: "1" });
  const { sendMail } = world.ports;
  const ports = world.ports as { sendMail: typeof sendMail };

  ports.sendMail = () => Promise.reject(new Error("away"));
  world.advance(5 * 60_000);
  await town.engine.runDue();
  ports.sendMail = sendMail;
  world.advance(5 * 60_000 + 1_000);
  await town.engine.runDue();

  assertEquals(world.mails.length, 1);
});

Deno.test("answerFromPhone() answers what the simulator's phone received", async () => {
  const town = await openTown();
  await using _ = town.world;
  const { ports } = town.world;
  const { items: [gateway] } = await listGateways(ports, OPERATOR, {
    limit: 1,
  });
  const messageId = (await town.send({})).messages![0]!.id;
  await town.engine.runDue();
  const answer = (id: string) =>
    answerFromPhone(ports, OPERATOR, {
      gatewayId: gateway!.id,
      messageId: id,
      text: "Merci",
    });

  await answer(messageId);

  assertEquals(
    (await repliesOf(town)).map(({ from, text, messageId }) => [
      from,
      text,
      messageId,
    ]),
    [["+33612345678", "Merci", messageId]],
  );
  assertEquals(
    await refusalOf(answer("msg_00000000000000zzzz00")),
    "not_found",
  );
});
