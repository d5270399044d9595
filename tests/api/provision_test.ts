import { assertEquals } from "@std/assert";
import {
  ABSENT,
  ApiWorld,
  assertProblem,
  assertSameRefusal,
} from "./support.ts";

async function family() {
  const api = await ApiWorld.open();
  const centre = await api.structure("Centre");
  const town = await api.structure("Ville", centre);
  await api.transfer(centre, 100);
  return { api, centre, town };
}

Deno.test("PUT /structures/{id}/sharing lets a key send what its group has", async () => {
  const { api, centre, town } = await family();
  await using _ = api;
  const path = `/structures/${town}/sharing`;
  const shared = { mode: "shared", monthlyCap: 20 };
  const put = await api.ask(`PUT ${path}`, { json: shared });
  assertEquals([put.status, put.body], [200, {
    ...shared,
    groupId: centre,
    monthDrawn: 0,
  }]);
  const { key } = await api.application(town, {
    scopes: ["messages:send", "balance:read"],
  });
  assertEquals((await api.ask("GET /info", { key })).body.balance, 20);
  const json = { text: "Bonjour", recipients: ["0612345678"] };
  const sent = await api.ask("POST /messages", { key, json });
  assertEquals([sent.status, sent.body.available], [202, 19]);
  assertEquals((await api.ask(`GET ${path}`, { key })).body.monthDrawn, 1);
  const balance = await api.ask(`GET /structures/${town}/balance`, { key });
  assertEquals([balance.body.available, balance.body.drawable], [0, 19]);
});

Deno.test("PUT /structures/{id}/allowance sets, GET reads, DELETE ends it", async () => {
  const { api, town } = await family();
  await using _ = api;
  const path = `/structures/${town}/allowance`;
  assertEquals((await api.ask(`GET ${path}`)).body, null);
  const put = await api.ask(`PUT ${path}`, { json: { credits: 10 } });
  assertEquals([put.status, put.body.credits, put.body.carryOver], [
    200,
    10,
    false,
  ]);
  assertEquals((await api.ask(`GET ${path}`)).body, put.body);
  assertEquals((await api.ask(`DELETE ${path}`)).status, 204);
  assertEquals((await api.ask(`GET ${path}`)).body, null);
});

Deno.test("provision answers 422 with a pointer, 409 at the top, 404 to strangers", async () => {
  const { api, centre, town } = await family();
  await using _ = api;
  const wrong = await api.ask(`PUT /structures/${town}/sharing`, {
    json: { mode: "both", monthlyCap: -1 },
  });
  assertProblem(wrong, 422, "invalid_request");
  const pointers = wrong.body.errors.map((
    { pointer }: { pointer: string },
  ) => pointer);
  assertEquals(pointers, ["/mode", "/monthlyCap"]);
  const top = await api.ask(`PUT /structures/${centre}/allowance`, {
    json: { credits: 1 },
  });
  assertProblem(top, 409, "conflict");
  const { key } = await api.application(await api.structure("Autre"));
  const calls: [what: string, json?: unknown][] = [
    ["GET sharing"],
    ["GET allowance"],
    ["DELETE allowance"],
    ["PUT sharing", { mode: "shared" }],
    ["PUT allowance", { credits: 1 }],
  ];
  for (const [what, json] of calls) {
    const [method, tail] = what.split(" ");
    const asked = { key, ...(json ? { json } : {}) };
    assertSameRefusal(
      await api.ask(`${method} /structures/${town}/${tail}`, asked),
      await api.ask(`${method} /structures/${ABSENT.structure}/${tail}`, asked),
    );
  }
});

Deno.test("POST /transfers grants SMS with an end, and refuses one on what is moved", async () => {
  const { api, centre, town } = await family();
  await using _ = api;
  const move = (fromId: string | null, expiresAt: string) =>
    api.ask("POST /transfers", {
      json: { fromId, toId: town, credits: 10, note: "BC-14", expiresAt },
      headers: { "idempotency-key": `${fromId}${expiresAt}` },
    });
  const made = await move(null, "2027-12-31T22:59:59Z");
  assertEquals(made.status, 201);
  const { body } = await api.ask(`GET /structures/${town}/balance`);
  assertEquals(body.expiring, [
    { credits: 10, at: "2027-12-31T22:59:59.000Z", note: "BC-14" },
  ]);
  for (
    const answer of [
      await move(centre, "2027-12-31T22:59:59Z"),
      await move(null, "2020-12-31T22:59:59Z"),
    ]
  ) {
    assertProblem(answer, 422, "invalid_request");
    assertEquals(answer.body.errors[0].pointer, "/expiresAt");
  }
});
