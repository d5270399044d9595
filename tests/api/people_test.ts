import { assertEquals } from "@std/assert";
import {
  ABSENT,
  ApiWorld,
  assertProblem,
  assertSameRefusal,
} from "./support.ts";

const RECIPIENT = { recipient: "06 98 76 54 32" };

async function writtenTo() {
  const api = await ApiWorld.open();
  const centre = await api.structure("Centre");
  const id = await api.structure("Rodez", centre);
  await api.transfer(id, 10);
  const { key } = await api.application(id);
  await api.ask("POST /messages", {
    key,
    json: { text: "Bonjour", recipients: ["+33698765432"] },
  });
  return { api, centre, key };
}

Deno.test("POST /structures/{id}/people/search then erase works over the subtree", async () => {
  const { api, centre } = await writtenTo();
  await using _ = api;
  const search = () =>
    api.ask(`POST /structures/${centre}/people/search`, { json: RECIPIENT });
  const before = await search();
  assertEquals(before.status, 200);
  assertEquals(before.body.messages.map(({ text }: { text: string }) => text), [
    "Bonjour",
  ]);

  const erased = await api.ask(`POST /structures/${centre}/people/erase`, {
    json: RECIPIENT,
  });
  assertEquals(erased.body, {
    structures: 2,
    messages: 1,
    cancelled: 1,
    leaving: 0,
    replies: 0,
    lists: 0,
  });
  assertEquals((await search()).body.messages, []);
  const { body } = await api.ask(`GET /structures/${centre}/audit`);
  assertEquals(JSON.stringify(body).includes("98765432"), false);
  assertEquals(body.items[0].action, "person.erase");
});

Deno.test("POST /structures/{id}/people/erase says what is wrong with the number", async () => {
  const { api, centre } = await writtenTo();
  await using _ = api;
  const answer = await api.ask(`POST /structures/${centre}/people/erase`, {
    json: { recipient: "123" },
  });
  assertProblem(answer, 422, "invalid_request");
  assertEquals(answer.body.errors[0].pointer, "/recipient");
});

Deno.test("POST /structures/{id}/people/* are refused to others", async () => {
  const { api, centre, key } = await writtenTo();
  await using _ = api;
  for (const what of ["search", "erase"]) {
    const foreign = await api.ask(`POST /structures/${centre}/people/${what}`, {
      key,
      json: RECIPIENT,
    });
    const absent = await api.ask(
      `POST /structures/${ABSENT.structure}/people/${what}`,
      { key, json: RECIPIENT },
    );
    assertProblem(foreign, 404, "not_found");
    assertSameRefusal(foreign, absent);
  }
});
