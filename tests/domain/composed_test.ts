import { assertEquals, assertRejects } from "@std/assert";
import { acceptComposed } from "../../lib/domain/composed.ts";
import { putContacts } from "../../lib/domain/contact.ts";
import { createContactList } from "../../lib/domain/contact_list.ts";
import { lineage } from "../../lib/domain/directory.ts";
import { getMessage } from "../../lib/domain/history.ts";
import { addOptOut } from "../../lib/domain/opt_out.ts";
import { createTemplate, deleteTemplate } from "../../lib/domain/template.ts";
import { Problem } from "../../lib/problem.ts";
import type { Composed } from "../../lib/schema/composed.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { applicationOf, assertSound, townWith } from "./accepting.ts";
import { refusalOf } from "./tree.ts";

const [ANNE, YANN, LEA] = ["+33612345601", "+33612345602", "+33612345603"];

async function composeWorld() {
  const world = await TestWorld.open();
  const { structure: { id } } = await townWith(world, 100);
  const { ports } = world;
  const template = await createTemplate(ports, world.call(), {
    structureId: id,
    name: "RDV",
    text: "Bonjour {{prenom}}, à {{heure}}.",
  });
  const list = await createContactList(ports, world.call(), {
    structureId: id,
    name: "Élus",
  });
  await putContacts(ports, world.call(), {
    id,
    listId: list.id,
    input: {
      contacts: [
        { to: ANNE!, name: "Anne", fields: { prenom: "Anne" } },
        { to: YANN!, name: "Yann", fields: { prenom: "Yann" } },
      ],
    },
  });
  const send = async (body: Composed, options = {}) => {
    const at = (await lineage(ports, id))!;
    const call = world.call(applicationOf(at), {
      route: "POST /messages",
      ...options,
    });
    return await acceptComposed(ports, { call, at }, body);
  };
  const texts = async (ids: readonly { id: string }[] = []) =>
    (await Promise.all(
      ids.map((one) => getMessage(ports, OPERATOR, one.id)),
    )).map(({ to, text }) => `${to} ${text}`);
  return { world, id, template, list, send, texts };
}

Deno.test("acceptComposed() fills a template for each recipient, and each of a list once", async () => {
  const { world, template, list, send, texts } = await composeWorld();
  await using _ = world;

  const { messages, credits } = await send({
    templateId: template.id,
    variables: { heure: "9 h" },
    messages: [
      { to: LEA!, variables: { prenom: "Léa", heure: "10 h" } },
      { to: "06 12 34 56 01", variables: { prenom: "Anne R." } },
    ],
    listIds: [list.id],
  });

  assertEquals(await texts(messages), [
    `${LEA} Bonjour Léa, à 10 h.`,
    `${ANNE} Bonjour Anne R., à 9 h.`,
    `${YANN} Bonjour Yann, à 9 h.`,
  ]);
  assertEquals(credits, 3);
  await assertSound(world);
});

Deno.test("acceptComposed() refuses a missing variable with its place, and keeps nothing", async () => {
  const { world, id, template, list, send } = await composeWorld();
  await using _ = world;
  const templateId = template.id;

  assertEquals(
    [
      await refusalOf(send({
        templateId,
        messages: [{ to: LEA!, variables: { prenom: "Léa" } }],
      })),
      await refusalOf(send({ templateId, recipients: [LEA!] })),
      await refusalOf(send({ templateId, listIds: [list.id] })),
      await refusalOf(send({ text: "x", listIds: ["lst_00000000000000zzzz"] })),
      await refusalOf(send({
        templateId: "tpl_00000000000000zzzz",
        recipients: [LEA!],
      })),
    ],
    [
      "invalid_request /messages/0/variables/heure",
      "invalid_request /variables/prenom /variables/heure",
      "invalid_request /listIds/0",
      "invalid_request /listIds/0",
      "invalid_request /templateId",
    ],
  );
  assertEquals((await world.account(id)).reserved, 0);
});

Deno.test("acceptComposed() points at the call as it was written", async () => {
  const { world, id, template, list, send } = await composeWorld();
  await using _ = world;
  const variables = { prenom: "x", heure: "y" };
  await addOptOut(world.ports, world.call(), { id, recipient: YANN! });

  assertEquals(
    [
      await refusalOf(send({
        templateId: template.id,
        variables,
        recipients: ["0123"],
      })),
      await refusalOf(send({ text: "Bonjour", listIds: [list.id] })),
    ],
    ["invalid_recipient /recipients/0", "invalid_recipient /listIds/0"],
  );
  const { messages } = await send({
    text: "Bonjour",
    listIds: [list.id],
    skipInvalid: true,
  });
  assertEquals(messages!.map(({ to }) => to), [ANNE!]);
});

Deno.test("acceptComposed() answers a repetition although its template is gone", async () => {
  const { world, id, template, send } = await composeWorld();
  await using _ = world;
  const body = {
    templateId: template.id,
    variables: { prenom: "x", heure: "y" },
    recipients: [LEA!],
  };
  const options = { key: "once", fingerprint: "the same" };
  const first = await send(body, options);
  await deleteTemplate(world.ports, world.call(), {
    id,
    templateId: template.id,
  });

  assertEquals(await send(body, options), first);
  const problem = await assertRejects(() => send(body), Problem);
  assertEquals(problem.code, "invalid_request");
});
