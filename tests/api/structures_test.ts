import { assertEquals } from "@std/assert";
import {
  ABSENT,
  ApiWorld,
  assertProblem,
  assertSameRefusal,
  signIn,
} from "./support.ts";

Deno.test("POST /structures declares a structure", async () => {
  await using api = await ApiWorld.open();
  const centre = await api.structure("Centre");

  const answer = await api.ask("POST /structures", {
    json: {
      name: "  Rodez ",
      parentId: centre,
      siren: "211202023",
      defaultSender: "MairieRodez",
    },
  });

  assertEquals(answer.status, 201);
  const { id, createdAt: _, ...structure } = answer.body;
  assertEquals(structure, {
    name: "Rodez",
    parentId: centre,
    depth: 2,
    siren: "211202023",
    defaultSender: "MairieRodez",
    retention: null,
    suspended: false,
  });
  assertEquals(
    answer.headers.get("location"),
    `/api/v1/structures/${id}`,
  );
  const read = await api.ask(`GET /structures/${id}`);
  assertEquals([read.status, read.body], [200, answer.body]);
});

Deno.test("POST /structures answers 422 for fields that are wrong", async (t) => {
  await using api = await ApiWorld.open();
  const table: [json: unknown, pointer: string][] = [
    [{}, "/name"],
    [{ name: " " }, "/name"],
    [{ name: "a", parentId: "x" }, "/parentId"],
    [{ name: "a", siren: "12345678" }, "/siren"],
    [{ name: "a", defaultSender: "1Mairie" }, "/defaultSender"],
    [{ name: "a", suspended: true }, "/suspended"],
  ];
  for (const [json, pointer] of table) {
    await t.step(JSON.stringify(json), async () => {
      const answer = await api.ask("POST /structures", { json });
      assertProblem(answer, 422, "invalid_request");
      assertEquals(answer.body.errors[0].pointer, pointer);
    });
  }
});

Deno.test("POST /structures tells a replay from a mismatch", async () => {
  await using api = await ApiWorld.open();
  const headers = { "idempotency-key": "a key" };
  assertProblem(
    await api.ask("POST /structures", { json: { name: "a" }, headers }),
    422,
    "invalid_request",
  );
  const ask = (name: string) =>
    api.ask("POST /structures", {
      json: { name },
      headers: { "idempotency-key": "a-key" },
    });

  const first = await ask("Rodez");
  const again = await ask("Rodez");

  assertEquals([again.status, again.text], [201, first.text]);
  assertEquals(first.headers.get("idempotency-replayed"), null);
  assertEquals(again.headers.get("idempotency-replayed"), "true");
  assertEquals(again.headers.get("location"), first.headers.get("location"));
  assertProblem(await ask("Millau"), 422, "idempotency_mismatch");
  api.world.advance(7 * 86_400_000);
  assertEquals((await ask("Millau")).status, 201);
});

Deno.test("GET /structures pages through a level", async () => {
  await using api = await ApiWorld.open();
  const centre = await api.structure("Centre");
  const ids = [];
  for (let i = 0; i < 5; i++) ids.push(await api.structure(`V${i}`, centre));

  const found = [];
  let path = `/structures?parentId=${centre}&limit=2`;
  for (let pages = 0; pages < 3; pages++) {
    const { body } = await api.ask(`GET ${path}`);
    found.push(...body.items.map(({ id }: { id: string }) => id));
    path = `/structures?parentId=${centre}&limit=2&cursor=${body.nextCursor}`;
    if (pages === 2) assertEquals(body.nextCursor, null);
  }

  assertEquals(found, ids);
  const roots = await api.ask("GET /structures");
  assertEquals(
    roots.body.items.map(({ id }: { id: string }) => id),
    [centre],
  );
});

Deno.test("GET /structures refuses what it cannot page by", async (t) => {
  await using api = await ApiWorld.open();
  const table: [query: string, status: number, code: string][] = [
    ["limit=0", 422, "invalid_request"],
    ["limit=101", 422, "invalid_request"],
    ["limit=many", 422, "invalid_request"],
    ["limit=1.5", 422, "invalid_request"],
    ["parentId=x", 422, "invalid_request"],
    ["cursor=x", 400, "invalid_cursor"],
    ["cursor=", 400, "invalid_cursor"],
    [`cursor=${"a".repeat(501)}`, 422, "invalid_request"],
    [`parentId=${ABSENT.structure}`, 404, "not_found"],
  ];
  for (const [query, status, code] of table) {
    await t.step(query.slice(0, 30), async () => {
      assertProblem(await api.ask(`GET /structures?${query}`), status, code);
    });
  }
});

Deno.test("PATCH /structures/{id} changes what is given", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure("Rodez");
  const patch = (json: unknown) => api.ask(`PATCH /structures/${id}`, { json });

  assertEquals((await patch({ siren: "211202023" })).body.siren, "211202023");
  const { body } = await patch({ name: "Ville de Rodez" });
  assertEquals([body.name, body.siren], ["Ville de Rodez", "211202023"]);
  assertEquals((await patch({ siren: null })).body.siren, null);
  assertProblem(await patch({ parentId: null }), 422, "invalid_request");
  assertProblem(await patch({ name: null }), 422, "invalid_request");
});

Deno.test("POST /structures/{id}/suspend stops sends of the subtree", async () => {
  await using api = await ApiWorld.open();
  const centre = await api.structure("Centre");
  const town = await api.structure("Ville", centre);
  await api.transfer(town, 10);
  const { key } = await api.application(town);
  const json = { text: "Bonjour", recipients: ["0612345678"] };
  const send = () => api.ask("POST /messages", { key, json });

  const suspended = await api.ask(`POST /structures/${centre}/suspend`);
  assertEquals([suspended.status, suspended.body.suspended], [200, true]);
  assertProblem(await send(), 403, "forbidden");

  const resumed = await api.ask(`POST /structures/${centre}/resume`);
  assertEquals([resumed.status, resumed.body.suspended], [200, false]);
  assertEquals((await send()).status, 202);
});

Deno.test("structures of others are as absent as none", async (t) => {
  await using api = await ApiWorld.open();
  const { key } = await api.application(await api.structure("Rodez"));
  const foreign = await api.structure("Millau");
  const cookie = await signIn(api, { [await api.structure()]: "manager" });
  const routes: [request: string, json?: unknown][] = [
    ["GET /structures/{id}"],
    ["PATCH /structures/{id}", { name: "Pris" }],
    ["POST /structures/{id}/suspend"],
    ["POST /structures/{id}/resume"],
    ["GET /structures/{id}/balance"],
    ["GET /structures/{id}/ledger"],
    ["GET /structures/{id}/senders"],
    ["POST /structures/{id}/senders", { sender: "Mairie" }],
    ["DELETE /structures/{id}/senders/Mairie"],
    ["GET /structures/{id}/applications"],
    ["POST /structures/{id}/applications", { name: "a", mode: "live" }],
    ["GET /structures?parentId={id}"],
    ["GET /messages?structureId={id}"],
  ];
  const callers = {
    key: { key },
    session: {
      key: null,
      headers: { cookie, "sec-fetch-site": "same-origin" },
    },
  };
  for (const [name, caller] of Object.entries(callers)) {
    for (const [request, json] of routes) {
      await t.step(`${request} by ${name}`, async () => {
        const ask = (id: string) =>
          api.ask(request.replace("{id}", id), {
            ...caller,
            ...(json === undefined ? {} : { json }),
          });
        const refusal = await ask(foreign);
        assertProblem(refusal, 404, "not_found");
        assertSameRefusal(refusal, await ask(ABSENT.structure));
      });
    }
  }
});
