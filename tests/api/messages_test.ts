import { assertEquals } from "@std/assert";
import {
  ABSENT,
  ApiWorld,
  assertProblem,
  assertSameRefusal,
  signIn,
} from "./support.ts";

const SMS = { text: "Une convocation.", recipients: ["06 12 34 56 78"] };

async function given(credits = 10, application: Record<string, unknown> = {}) {
  const api = await ApiWorld.open();
  const structureId = await api.structure();
  if (credits > 0) await api.transfer(structureId, credits);
  const { id, key } = await api.application(structureId, application);
  return {
    api,
    structureId,
    id,
    key,
    [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
  };
}

Deno.test("POST /messages accepts one text to many", async () => {
  await using world = await given();
  const { api, key } = world;

  const { status, body } = await api.ask("POST /messages", {
    key,
    json: { ...SMS, recipients: ["0612345678", "+33612345679"], title: "Fête" },
  });

  assertEquals(status, 202);
  const { submissionId, messages, ...rest } = body;
  assertEquals(submissionId.slice(0, 4), "sub_");
  assertEquals(rest, { title: "Fête", segments: 2, credits: 2, available: 8 });
  assertEquals(
    messages.map(({ to, status }: Record<string, unknown>) => [to, status]),
    [["+33612345678", "queued"], ["+33612345679", "queued"]],
  );
});

Deno.test("POST /messages accepts a text each", async () => {
  await using world = await given();
  const { api, key } = world;
  const { status, body } = await api.ask("POST /messages", {
    key,
    json: {
      messages: [
        { to: "0612345678", text: "Un" },
        { to: "0612345679", text: "Deux", reference: "2" },
      ],
    },
  });
  assertEquals([status, body.title, body.credits], [202, "idelibre", 2]);
});

Deno.test("POST /messages speaks of the shape that was meant", async (t) => {
  await using world = await given();
  const { api, key } = world;
  const table: [json: unknown, pointers: string[]][] = [
    [{}, [""]],
    [[], [""]],
    [null, [""]],
    [{ title: "x" }, [""]],
    [{ text: "a" }, ["/recipients"]],
    [{ recipients: ["0612345678"] }, ["/text"]],
    [{ ...SMS, recipients: "0612345678" }, ["/recipients"]],
    [{ ...SMS, recipients: [] }, ["/recipients"]],
    [{ ...SMS, recipients: ["0612345678", 12] }, ["/recipients/1"]],
    [{ ...SMS, text: "" }, ["/text"]],
    [{ ...SMS, validity: 5 }, ["/validity"]],
    [{ ...SMS, sendAt: "demain" }, ["/sendAt"]],
    [{ ...SMS, sender: "1" }, ["/sender"]],
    [{ messages: {} }, ["/messages"]],
    [{ messages: [{ to: "0612345678" }] }, ["/messages/0/text"]],
    [
      { messages: [{ to: 6, text: "a" }, { text: "a" }] },
      ["/messages/0/to", "/messages/1/to"],
    ],
    [{ ...SMS, messages: [] }, ["/messages"]],
  ];
  for (const [json, pointers] of table) {
    await t.step(JSON.stringify(json).slice(0, 60), async () => {
      const answer = await api.ask("POST /messages", { key, json });
      assertProblem(answer, 422, "invalid_request");
      assertEquals(
        answer.body.errors.map(({ pointer }: { pointer: string }) => pointer),
        pointers,
      );
    });
  }
});

Deno.test("POST /messages answers 402 and leaves a line in the history", async () => {
  await using world = await given(1);
  const { api, key } = world;
  const json = { ...SMS, recipients: ["0612345678", "0612345679"] };

  const answer = await api.ask("POST /messages", { key, json });

  assertProblem(answer, 402, "insufficient_credit");
  assertEquals([answer.body.needed, answer.body.available], [2, 1]);
  const { body } = await api.ask("GET /messages?failed=true", { key });
  assertEquals(
    body.items.map(({ status, failed }: Record<string, unknown>) => [
      status,
      failed,
    ]),
    [["refused", true], ["refused", true]],
  );
});

Deno.test("POST /messages answers 422 for each unusable number", async () => {
  await using world = await given();
  const { api, key } = world;
  const recipients = ["0612345678", "0512345678", "x"];
  const send = (json: Record<string, unknown>) =>
    api.ask("POST /messages", { key, json: { ...SMS, recipients, ...json } });

  const refused = await send({});
  assertProblem(refused, 422, "invalid_recipient");
  assertEquals(
    refused.body.errors.map(({ pointer }: { pointer: string }) => pointer),
    ["/recipients/1", "/recipients/2"],
  );
  const skipped = await send({ skipInvalid: true });
  assertEquals(skipped.status, 202);
  assertEquals(
    skipped.body.invalid.map(({ index }: { index: number }) => index),
    [1, 2],
  );
});

Deno.test("POST /messages answers 413 beyond 50,000 recipients", async () => {
  await using world = await given();
  const { api, key } = world;
  const recipients = Array<string>(50_001).fill("0612345678");
  const json = { ...SMS, recipients };
  assertProblem(
    await api.ask("POST /messages", { key, json }),
    413,
    "too_large",
  );
});

Deno.test("POST /messages takes a key once, whoever repeats it", async () => {
  await using world = await given();
  const { api, key, structureId } = world;
  const send = (text = SMS.text) =>
    api.ask("POST /messages", {
      key,
      json: { ...SMS, text },
      headers: { "idempotency-key": "k" },
    });

  const answers = await Promise.all(Array.from({ length: 64 }, () => send()));

  assertEquals(new Set(answers.map(({ text }) => text)).size, 1);
  assertEquals(answers[0]!.status, 202);
  const replayed = answers.filter(({ headers }) =>
    headers.get("idempotency-replayed") === "true"
  );
  assertEquals(replayed.length, 63);
  const balance = await api.ask(`GET /structures/${structureId}/balance`);
  assertEquals(balance.body.reserved, 1);
  assertProblem(await send("Autre"), 422, "idempotency_mismatch");
});

Deno.test("POST /messages takes the same call within 60 s for a repetition", async () => {
  await using world = await given();
  const { api, key, structureId } = world;
  const send = () => api.ask("POST /messages", { key, json: SMS });
  const reserved = async () =>
    (await api.ask(`GET /structures/${structureId}/balance`)).body.reserved;

  const first = await send();
  const again = await send();
  assertEquals(again.text, first.text);
  assertEquals(await reserved(), 1);
  api.world.advance(61_000);
  await send();
  assertEquals(await reserved(), 2);
});

Deno.test("POST /messages by a member names its structure", async () => {
  await using world = await given();
  const { api, structureId } = world;
  const cookie = await signIn(api, { [structureId]: "sender" });
  const send = (json: Record<string, unknown>) =>
    api.ask("POST /messages", {
      key: null,
      json: { ...SMS, ...json },
      headers: { cookie, "sec-fetch-site": "same-origin" },
    });

  const unnamed = await send({});
  assertProblem(unnamed, 422, "invalid_request");
  assertEquals(unnamed.body.errors[0].pointer, "/structureId");
  const sent = await send({ structureId });
  assertEquals([sent.status, sent.body.title], [202, "Envoi simple"]);
});

Deno.test("POST /messages is refused without the scope or the structure", async () => {
  await using world = await given(10, { scopes: ["messages:read"] });
  const { api, key } = world;
  const send = (structureId?: string) =>
    api.ask("POST /messages", {
      key,
      json: structureId === undefined ? SMS : { ...SMS, structureId },
    });

  assertProblem(await send(), 403, "forbidden");
  assertSameRefusal(
    await send(await api.structure()),
    await send(ABSENT.structure),
  );
});

Deno.test("POST /messages/preview counts and stores nothing", async () => {
  await using world = await given();
  const { api, key } = world;
  const { status, body } = await api.ask("POST /messages/preview", {
    key,
    json: { text: "Ça va ? œ", recipients: ["0612345678", "x"] },
  });

  assertEquals(status, 200);
  assertEquals(
    [body.encoding, body.segments, body.credits, body.unicodeCharacters],
    ["ucs2", 1, 1, ["œ"]],
  );
  assertEquals(body.invalid.length, 1);
  assertEquals((await api.ask("GET /messages", { key })).body.items, []);
  assertProblem(
    await api.ask("POST /messages/preview", { key, json: { txt: "" } }),
    422,
    "invalid_request",
  );
});

Deno.test("GET /messages gives the history, the newest first", async () => {
  await using world = await given();
  const { api, key, id, structureId } = world;
  for (const title of ["Un", "Deux", "Trois"]) {
    await api.ask("POST /messages", { key, json: { ...SMS, title } });
  }

  const first = await api.ask("GET /messages?limit=2", { key });
  const second = await api.ask(
    `GET /messages?limit=2&cursor=${first.body.nextCursor}`,
    { key },
  );

  const titles = [...first.body.items, ...second.body.items].map(
    ({ title }: { title: string }) => title,
  );
  assertEquals(titles, ["Trois", "Deux", "Un"]);
  const [message] = first.body.items;
  assertEquals(
    [message.to, message.text, message.application, message.structureId],
    ["+33612345678", SMS.text, id, structureId],
  );
});

Deno.test("GET /messages answers for a query that is wrong", async (t) => {
  await using world = await given();
  const { api, key } = world;
  const table: [query: string, status: number, code: string][] = [
    ["status=lost", 422, "invalid_request"],
    ["failed=maybe", 422, "invalid_request"],
    ["from=yesterday", 422, "invalid_request"],
    ["recipient=x", 422, "invalid_request"],
    ["limit=1000", 422, "invalid_request"],
    ["cursor=x", 400, "invalid_cursor"],
  ];
  for (const [query, status, code] of table) {
    await t.step(query, async () => {
      const answer = await api.ask(`GET /messages?${query}`, { key });
      assertProblem(answer, status, code);
    });
  }
});

Deno.test("GET /messages gives a table where one is asked for", async () => {
  await using world = await given();
  const { api, key } = world;
  await api.ask("POST /messages", {
    key,
    json: { ...SMS, title: "=1+1", text: "Un ; deux" },
  });

  const headers = { accept: "text/csv" };
  const { status, headers: said, text } = await api.ask("GET /messages", {
    key,
    headers,
  });

  assertEquals(status, 200);
  assertEquals(said.get("content-type"), "text/csv; charset=utf-8");
  const [head, line] = text.split("\r\n");
  assertEquals(
    head!.startsWith('"Date";"Intitulé";"Destinataire";'),
    true,
  );
  assertEquals(
    line!.includes(`;"'=1+1";"'+33612345678";"";"Un ; deux";"1";"queued";`),
    true,
  );
});

Deno.test("GET /messages gives lines of JSON where they are asked for", async () => {
  await using world = await given();
  const { api, key } = world;
  const json = { ...SMS, recipients: ["+33612345678", "+33612345679"] };
  await api.ask("POST /messages", { key, json });
  const { headers, text } = await api.ask("GET /messages", {
    key,
    headers: { accept: "application/x-ndjson" },
  });
  assertEquals(
    headers.get("content-type"),
    "application/x-ndjson; charset=utf-8",
  );
  const lines = text.trimEnd().split("\n").map((line) => JSON.parse(line));
  const { body } = await api.ask("GET /messages", { key });
  assertEquals(lines, body.items);
  assertEquals(lines.length, 2);
});

Deno.test("GET /messages as a table refuses as usual", async () => {
  await using world = await given();
  const { api, key } = world;
  const headers = { accept: "text/csv" };
  const asked = { key, headers };
  assertProblem(
    await api.ask(`GET /messages?structureId=${ABSENT.structure}`, asked),
    404,
    "not_found",
  );
});

Deno.test("GET /messages/{id} gives the timeline, to its owner alone", async () => {
  await using world = await given();
  const { api, key } = world;
  const { body: { messages: [sent] } } = await api.ask("POST /messages", {
    key,
    json: SMS,
  });
  const stranger = await api.application(await api.structure());

  const { status, body } = await api.ask(`GET /messages/${sent.id}`, { key });
  assertEquals([status, body.id], [200, sent.id]);
  assertEquals(body.timeline[0].status, "queued");
  const refusal = await api.ask(`GET /messages/${sent.id}`, stranger);
  assertProblem(refusal, 404, "not_found");
  assertSameRefusal(
    refusal,
    await api.ask(`GET /messages/${ABSENT.message}`, stranger),
  );
});
