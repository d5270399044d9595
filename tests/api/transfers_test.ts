import { assertEquals } from "@std/assert";
import {
  ABSENT,
  ApiWorld,
  assertProblem,
  assertSameRefusal,
  signIn,
} from "./support.ts";

Deno.test("POST /transfers grants, allocates and reclaims", async () => {
  await using api = await ApiWorld.open();
  const centre = await api.structure("Centre");
  const town = await api.structure("Ville", centre);

  const granted = await api.transfer(centre, 100);
  const allocated = await api.transfer(town, 30, { fromId: centre });
  const reclaimed = await api.transfer(centre, 10, { fromId: town });

  assertEquals(
    [granted, allocated, reclaimed].map(({ status, body }) => [
      status,
      body.kind,
      body.fromId,
      body.toId,
      body.credits,
    ]),
    [
      [201, "grant", null, centre, 100],
      [201, "allocate", centre, town, 30],
      [201, "reclaim", town, centre, 10],
    ],
  );
});

Deno.test("POST /transfers answers 402 when fromId lacks credits", async () => {
  await using api = await ApiWorld.open();
  const centre = await api.structure("Centre");
  const town = await api.structure("Ville", centre);
  await api.transfer(centre, 5);

  const answer = await api.transfer(town, 6, { fromId: centre });

  assertProblem(answer, 402, "insufficient_credit");
  assertEquals([answer.body.needed, answer.body.available], [6, 5]);
  const { body } = await api.ask(`GET /structures/${centre}/balance`);
  assertEquals(body.available, 5);
});

Deno.test("POST /transfers answers 400 without Idempotency-Key", async () => {
  await using api = await ApiWorld.open();
  const toId = await api.structure();
  const json = { fromId: null, toId, credits: 1 };
  assertProblem(
    await api.ask("POST /transfers", { json }),
    400,
    "idempotency_key_required",
  );
});

Deno.test("POST /transfers moves once for 64 equal requests at once", async () => {
  await using api = await ApiWorld.open();
  const toId = await api.structure();
  const headers = { "idempotency-key": "the-same" };

  const answers = await Promise.all(
    Array.from({ length: 64 }, () => api.transfer(toId, 10, { headers })),
  );

  assertEquals(new Set(answers.map(({ text }) => text)).size, 1);
  assertEquals(new Set(answers.map(({ status }) => status)), new Set([201]));
  const firsts = answers.filter(({ headers }) =>
    headers.get("idempotency-replayed") === null
  );
  assertEquals(firsts.length, 1);
  const { body } = await api.ask(`GET /structures/${toId}/balance`);
  assertEquals(body.available, 10);
});

Deno.test("POST /transfers tries again after a refusal", async () => {
  await using api = await ApiWorld.open();
  const centre = await api.structure("Centre");
  const town = await api.structure("Ville", centre);
  const headers = { "idempotency-key": "later" };
  const move = () => api.transfer(town, 5, { fromId: centre, headers });

  assertProblem(await move(), 402, "insufficient_credit");
  await api.transfer(centre, 5);
  assertEquals((await move()).status, 201);
});

Deno.test("POST /transfers keeps one caller's keys from another's", async () => {
  await using api = await ApiWorld.open();
  const centre = await api.structure("Centre");
  const town = await api.structure("Ville", centre);
  await api.transfer(centre, 100);
  const cookie = await signIn(api, { [centre]: "manager" });
  const key = { "idempotency-key": "shared" };

  const mine = await api.transfer(town, 5, { fromId: centre, headers: key });
  const theirs = await api.transfer(town, 7, {
    fromId: centre,
    key: null,
    headers: { ...key, cookie, "sec-fetch-site": "same-origin" },
  });

  assertEquals([mine.status, theirs.status], [201, 201]);
});

Deno.test("POST /transfers answers 422 for what makes no sense", async (t) => {
  await using api = await ApiWorld.open();
  const toId = await api.structure();
  const other = await api.structure();
  const table: [json: Record<string, unknown>, pointer: string][] = [
    [{ credits: 0 }, "/credits"],
    [{ credits: -1 }, "/credits"],
    [{ credits: 1.5 }, "/credits"],
    [{ credits: "1" }, "/credits"],
    [{ credits: 1e12 }, "/credits"],
    [{ fromId: undefined }, "/fromId"],
    [{ fromId: "x" }, "/fromId"],
    [{ toId: null }, "/toId"],
    [{ note: "n".repeat(201) }, "/note"],
    [{ amount: 3 }, "/amount"],
    [{ fromId: toId }, "/toId"],
    [{ fromId: other }, "/toId"],
  ];
  for (const [wrong, pointer] of table) {
    await t.step(JSON.stringify(wrong).slice(0, 40), async () => {
      const json = { fromId: null, toId, credits: 1, ...wrong };
      const headers = { "idempotency-key": api.world.ports.newId("k") };
      const answer = await api.ask("POST /transfers", { json, headers });
      assertProblem(answer, 422, "invalid_request");
      assertEquals(answer.body.errors[0].pointer, pointer);
    });
  }
});

Deno.test("POST /transfers is not for keys, nor for strangers", async () => {
  await using api = await ApiWorld.open();
  const town = await api.structure();
  const foreign = await api.structure();
  const { key } = await api.application(town);

  assertProblem(await api.transfer(town, 1, { key }), 403, "forbidden");
  const refusal = await api.transfer(foreign, 1, { key, fromId: town });
  assertProblem(refusal, 404, "not_found");
  assertSameRefusal(
    refusal,
    await api.transfer(ABSENT.structure, 1, { key, fromId: town }),
  );
});
