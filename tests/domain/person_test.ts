import { assertEquals, assertRejects } from "@std/assert";
import { allContacts, putContacts } from "../../lib/domain/contact.ts";
import { createContactList } from "../../lib/domain/contact_list.ts";
import { getMessage, listMessages } from "../../lib/domain/history.ts";
import { indexNumbers } from "../../lib/domain/number_index.ts";
import { addOptOut } from "../../lib/domain/opt_out.ts";
import { erasePerson, readPerson } from "../../lib/domain/person.ts";
import { keepReply } from "../../lib/domain/reply.ts";
import { Problem } from "../../lib/problem.ts";
import { OPERATOR } from "../support.ts";
import { openTown, type Town } from "../delivery/support.ts";
import { assertSound } from "./accepting.ts";

const HERS = "+33612345678";
const OTHER = "+33612345679";
const HOUR_MS = 3_600_000;

/** Someone was written to, alone and with others; she answered and left. */
async function known() {
  const town = await openTown({ credits: 100 });
  const { ports } = town.world;
  const id = town.structureId;
  const shared = await town.send({ recipients: [HERS, OTHER] });
  const own = await town.send({ text: "Madame Martin", recipients: [HERS] });
  await town.engine.runDue();
  await keepReply(ports, {
    structureId: id,
    gatewayId: "gtw_a",
    from: HERS,
    text: "Merci, Jeanne Martin",
    part: null,
    seenAs: { id: "1", forMs: 1_000 },
    messageId: null,
  });
  await addOptOut(ports, town.world.call(), { id, recipient: HERS });
  town.world.advance(30_000);
  while (await indexNumbers(ports) > 0);
  return { ...town, shared, own };
}

const held = async ({ world, structureId: id }: Town, recipient = HERS) => {
  const { messages, replies, optedOut } = await readPerson(
    world.ports,
    OPERATOR,
    { id, recipient },
  );
  return [messages.length, replies.length, optedOut.length];
};

Deno.test("readPerson() finds all that is held about a number", async () => {
  const town = await known();
  await using world = town.world;
  assertEquals(await held(town), [2, 1, 1]);
  assertEquals(await held(town, OTHER), [1, 0, 0]);
  assertEquals(await held(town, "0699999999"), [0, 0, 0]);
  const { messages, replies } = await readPerson(world.ports, OPERATOR, {
    id: town.structureId,
    recipient: "06 12 34 56 78",
  });
  assertEquals(messages.map(({ to }) => to), [HERS, HERS]);
  assertEquals(replies[0]!.text, "Merci, Jeanne Martin");
});

Deno.test("erasePerson() takes number and texts, and leaves others and the accounts", async () => {
  const town = await known();
  await using world = town.world;
  const account = await world.account(town.structureId);
  const done = await erasePerson(world.ports, world.call(), {
    id: town.structureId,
    recipient: HERS,
  });
  assertEquals(done, {
    structures: 1,
    messages: 2,
    cancelled: 0,
    leaving: 0,
    replies: 1,
    lists: 0,
  });

  assertEquals(await held(town), [0, 0, 1], "the opt-out stays");
  assertEquals(await held(town, OTHER), [1, 0, 0]);
  const read = async (id: string) => {
    const { to, text, status } = await getMessage(world.ports, OPERATOR, id);
    return [to, text, status];
  };
  const [hers, other] = town.shared.messages!;
  assertEquals(await read(hers!.id), [null, null, "sent"]);
  assertEquals(await read(other!.id), [
    OTHER,
    "Une convocation vous attend.",
    "sent",
  ]);
  assertEquals(await read(town.own.messages![0]!.id), [null, null, "sent"]);
  assertEquals(
    (await listMessages(world.ports, OPERATOR, {
      structureId: town.structureId,
      recipient: HERS,
      limit: 10,
    })).items,
    [],
  );
  assertEquals(await world.account(town.structureId), account);
  await assertSound(world);
});

Deno.test("erasePerson() may be asked again without harm", async () => {
  const town = await known();
  await using world = town.world;
  const ask = () =>
    erasePerson(world.ports, world.call(), {
      id: town.structureId,
      recipient: HERS,
    });
  await ask();
  assertEquals(await ask(), {
    structures: 1,
    messages: 0,
    cancelled: 0,
    leaving: 0,
    replies: 0,
    lists: 0,
  });
});

Deno.test("erasePerson() cancels what has not left, and finds it before it is indexed", async () => {
  const town = await openTown({ credits: 10 });
  await using world = town.world;
  const sendAt = new Date(world.nowMs + HOUR_MS).toISOString();
  await town.send({ recipients: [HERS, OTHER], sendAt });
  const done = await erasePerson(world.ports, world.call(), {
    id: town.structureId,
    recipient: HERS,
  });
  assertEquals([done.messages, done.cancelled], [1, 1]);
  assertEquals((await world.account(town.structureId)).reserved, 1);
  world.advance(2 * HOUR_MS);
  await town.engine.runDue();
  const { items } = await listMessages(world.ports, OPERATOR, {
    structureId: town.structureId,
    limit: 10,
  });
  assertEquals(items.map(({ to, status }) => [to, status]), [
    [OTHER, "sent"],
    [null, "cancelled"],
  ]);
  await assertSound(world);
});

Deno.test("erasePerson() is a manager's, and wants a mobile number", async () => {
  const town = await openTown();
  await using world = town.world;
  const id = town.structureId;
  const refused = (run: () => Promise<unknown>) => assertRejects(run, Problem);
  const call = world.call(town.application);
  const forbidden = await refused(() =>
    erasePerson(world.ports, call, { id, recipient: HERS })
  );
  assertEquals(forbidden.code, "forbidden");
  const wrong = await refused(() =>
    erasePerson(world.ports, world.call(), { id, recipient: "0512" })
  );
  assertEquals(wrong.options.errors?.[0]?.pointer, "/recipient");
});

Deno.test("erasePerson() takes the number out of contact lists too", async () => {
  const town = await openTown();
  await using world = town.world;
  const { ports } = world;
  const id = town.structureId;
  const list = await createContactList(ports, world.call(), {
    structureId: id,
    name: "Élus",
  });
  await putContacts(ports, world.call(), {
    id,
    listId: list.id,
    input: { contacts: [{ to: HERS, name: "Jeanne Martin" }, { to: OTHER }] },
  });
  const asked = { id, recipient: HERS };
  const { contacts } = await readPerson(ports, OPERATOR, asked);
  assertEquals(contacts.map(({ listName, name }) => [listName, name]), [
    ["Élus", "Jeanne Martin"],
  ]);
  assertEquals((await erasePerson(ports, world.call(), asked)).lists, 1);
  assertEquals((await readPerson(ports, OPERATOR, asked)).contacts, []);
  const left = await allContacts(ports, OPERATOR, { id, listId: list.id });
  assertEquals(left.map(({ to }) => to), [OTHER]);
});
