import { assertEquals } from "@std/assert";
import { ApiWorld, assertProblem, signIn } from "./support.ts";

Deno.test("senders are added, listed and removed", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  const path = `/structures/${id}/senders`;

  const added = await api.ask(`POST ${path}`, {
    json: { sender: "Mairie 12" },
  });
  assertEquals(
    [added.status, added.body],
    [201, { sender: "Mairie 12", default: false }],
  );
  const list = await api.ask(`GET ${path}`);
  assertEquals(list.body, { items: [added.body], nextCursor: null });

  const removed = await api.ask(`DELETE ${path}/Mairie%2012`);
  assertEquals([removed.status, removed.text], [204, ""]);
  assertEquals((await api.ask(`GET ${path}`)).body.items, []);
  assertProblem(await api.ask(`DELETE ${path}/Mairie%2012`), 404, "not_found");
});

Deno.test("POST /structures/{id}/senders answers 422 for what networks refuse", async (t) => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  for (const sender of ["", "ab", "1Mairie", "MairieDeRodez", "Écoles", 12]) {
    await t.step(`${sender}`, async () => {
      const answer = await api.ask(`POST /structures/${id}/senders`, {
        json: { sender },
      });
      assertProblem(answer, 422, "invalid_request");
      assertEquals(answer.body.errors[0].pointer, "/sender");
    });
  }
});

Deno.test("a key reads senders and changes none", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  const { key } = await api.application(id);
  const path = `/structures/${id}/senders`;
  const json = { sender: "Mairie" };

  assertEquals((await api.ask(`GET ${path}`, { key })).status, 200);
  assertProblem(await api.ask(`POST ${path}`, { key, json }), 403, "forbidden");
  assertProblem(
    await api.ask(`DELETE ${path}/Mairie`, { key }),
    403,
    "forbidden",
  );
});

Deno.test("a manager asks for a sender, the operator allows or refuses it", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  const cookie = await signIn(api, { [id]: "manager" });
  const headers = { cookie, origin: "http://localhost:8000" };
  const path = `/structures/${id}`;
  const ask = (sender: string) =>
    api.ask(`POST ${path}/senders`, { key: null, headers, json: { sender } });

  const asked = await ask("MairieVille");
  await ask("Prefecture");
  const requests = `${path}/sender-requests`;
  const approved = await api.ask(`POST ${requests}/MairieVille/approve`);
  const refused = await api.ask(`POST ${requests}/Prefecture/refuse`, {
    json: { reason: "Non" },
  });
  const generic = await ask("RDV");

  assertEquals([asked.status, asked.body.state], [201, "pending"]);
  assertEquals([approved.body.state, refused.body.reason], ["approved", "Non"]);
  assertProblem(generic, 422, "invalid_request");
  const list = await api.ask(`GET ${path}/senders`);
  assertEquals(list.body.items, [{ sender: "MairieVille", default: false }]);
  const left = await api.ask(`GET ${requests}`);
  assertEquals(left.body.items.length, 1);
});
