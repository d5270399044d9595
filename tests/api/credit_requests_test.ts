import { assertEquals } from "@std/assert";
import {
  ABSENT,
  ApiWorld,
  assertProblem,
  assertSameRefusal,
  signIn,
} from "./support.ts";

const FROM_HERE = { "sec-fetch-site": "same-origin" };
const ASKED = { credits: 500, reason: "Élections" };

async function family(credits = 1_000) {
  const api = await ApiWorld.open();
  const centre = await api.structure("Centre");
  const town = await api.structure("Ville", centre);
  await api.transfer(centre, credits);
  const as = async (id: string) => ({
    key: null,
    headers: { cookie: await signIn(api, { [id]: "manager" }), ...FROM_HERE },
  });
  return { api, centre, town, anne: await as(centre), marie: await as(town) };
}

Deno.test("POST /structures/{id}/credit-requests asks, POST /credit-requests/{id}/approve gives", async () => {
  const { api, centre, town, anne, marie } = await family();
  await using _ = api;
  const path = `/structures/${town}/credit-requests`;
  const asked = await api.ask(`POST ${path}`, { ...marie, json: ASKED });
  assertEquals([asked.status, asked.body.status], [201, "pending"]);
  const { id } = asked.body;
  assertEquals(
    asked.headers.get("location"),
    `/api/v1/credit-requests/${id}`,
  );
  const received = await api.ask(
    `GET /structures/${centre}/credit-requests/received`,
    anne,
  );
  assertEquals(received.body.items, [asked.body]);

  const given = await api.ask(`POST /credit-requests/${id}/approve`, {
    ...anne,
    json: { credits: 300 },
  });
  assertEquals([given.status, given.body.granted], [200, 300]);
  const read = await api.ask(`GET /credit-requests/${id}`, marie);
  assertEquals(read.body, given.body);
  const made = await api.ask(`GET ${path}`, marie);
  assertEquals(made.body.items, [given.body]);
  const balance = await api.ask(`GET /structures/${town}/balance`, marie);
  assertEquals(balance.body.available, 300);
});

Deno.test("POST /structures/{id}/credit-requests answers 422 with a pointer to each mistake", async () => {
  const { api, town } = await family();
  await using _ = api;
  const answer = await api.ask(`POST /structures/${town}/credit-requests`, {
    json: { credits: 0, reason: " ", more: 1 },
  });
  assertProblem(answer, 422, "invalid_request");
  const pointers = answer.body.errors.map((
    { pointer }: { pointer: string },
  ) => pointer);
  assertEquals(pointers, ["/credits", "/reason", "/more"]);
});

Deno.test("POST /credit-requests/{id}/approve answers 402 when the group has too little", async () => {
  const { api, town, anne, marie } = await family(100);
  await using _ = api;
  const { body } = await api.ask(`POST /structures/${town}/credit-requests`, {
    ...marie,
    json: ASKED,
  });
  const answer = await api.ask(
    `POST /credit-requests/${body.id}/approve`,
    anne,
  );
  assertProblem(answer, 402, "insufficient_credit");
  assertEquals([answer.body.needed, answer.body.available], [500, 100]);
});

Deno.test("POST /credit-requests/{id}/decline wants a word, and answers 409 the second time", async () => {
  const { api, town, anne, marie } = await family();
  await using _ = api;
  const { body } = await api.ask(`POST /structures/${town}/credit-requests`, {
    ...marie,
    json: ASKED,
  });
  const path = `POST /credit-requests/${body.id}/decline`;
  assertProblem(
    await api.ask(path, { ...anne, json: {} }),
    422,
    "invalid_request",
  );
  const json = { word: "En janvier" };
  assertEquals((await api.ask(path, { ...anne, json })).body.word, json.word);
  const again = await api.ask(path, { ...anne, json });
  assertProblem(again, 409, "already_final");
  const late = await api.ask(
    `POST /credit-requests/${body.id}/withdraw`,
    marie,
  );
  assertProblem(late, 409, "already_final");
});

Deno.test("requests of a foreign tenant are like those of nobody", async () => {
  const { api, town, marie } = await family();
  await using _ = api;
  const { body } = await api.ask(`POST /structures/${town}/credit-requests`, {
    ...marie,
    json: ASKED,
  });
  const { key } = await api.application(await api.structure("Autre"));
  const absent = "ask_00000000000000zzzz";
  const calls: [method: string, tail: string, json?: unknown][] = [
    ["GET", ""],
    ["POST", "/approve"],
    ["POST", "/decline", { word: "non" }],
    ["POST", "/withdraw"],
  ];
  for (const [method, tail, json] of calls) {
    const asked = { key, ...(json ? { json } : {}) };
    assertSameRefusal(
      await api.ask(`${method} /credit-requests/${body.id}${tail}`, asked),
      await api.ask(`${method} /credit-requests/${absent}${tail}`, asked),
    );
  }
  for (const tail of ["", "/received"]) {
    assertSameRefusal(
      await api.ask(`GET /structures/${town}/credit-requests${tail}`, { key }),
      await api.ask(
        `GET /structures/${ABSENT.structure}/credit-requests${tail}`,
        { key },
      ),
    );
  }
});
