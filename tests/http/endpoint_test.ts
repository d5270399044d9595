import { RateLimiter } from "../../lib/domain/rate_limit.ts";
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { OpenAPIHono, z } from "@hono/zod-openapi";
import { type Endpoint, endpoint, mount } from "../../lib/http/endpoint.ts";
import { Admission } from "../../lib/http/admission.ts";
import { Metrics } from "../../lib/http/metrics.ts";
import { ApiWorld, assertProblem, OPERATOR_TOKEN } from "../api/support.ts";
import { TestWorld } from "../support.ts";

const MIB = 1024 * 1024;

/** Answers to a body, whatever it is. */
async function send(body: BodyInit, headers: Record<string, string> = {}) {
  await using api = await ApiWorld.open();
  return await api.ask("POST /structures", {
    body,
    headers: { "content-type": "application/json", ...headers },
  });
}

Deno.test("a body that is no JSON is malformed", async (t) => {
  const table: Record<string, BodyInit> = {
    "nothing": "",
    "a brace": "{",
    "a trailing comma": '{"name":"a",}',
    "a form": "name=a",
    "NaN": '{"name":NaN}',
    "latin-1": new Uint8Array([0x22, 0xe9, 0x22]),
    "half a character": new Uint8Array([0x22, 0xe2, 0x82, 0x22]),
  };
  for (const [claim, body] of Object.entries(table)) {
    await t.step(claim, async () => {
      assertProblem(await send(body), 400, "malformed_request");
    });
  }
});

Deno.test("JSON of the wrong shape is told where", async (t) => {
  const table: [body: string, pointer: string][] = [
    ["null", ""],
    ["[]", ""],
    ['"name"', ""],
    ["{}", "/name"],
    ['{"name":1}', "/name"],
    ['{"name":"a","naem":"b"}', "/naem"],
    ['{"name":"a","__proto__":{}}', "/__proto__"],
    ['{"name":"a","siren":"12"}', "/siren"],
    [`{"name":"${"a".repeat(121)}"}`, "/name"],
  ];
  for (const [body, pointer] of table) {
    await t.step(body.slice(0, 40), async () => {
      const answer = await send(body);
      assertProblem(answer, 422, "invalid_request");
      assertEquals(answer.body.errors[0].pointer, pointer);
    });
  }
});

Deno.test("a body begins with a mark or not", async () => {
  assertEquals((await send('\ufeff{"name":"a"}')).status, 201);
});

Deno.test("a body must say that it is JSON", async (t) => {
  const table: [type: string, status: number][] = [
    ["application/json", 201],
    ["application/json; charset=utf-8", 201],
    ["Application/JSON", 201],
    ["application/vnd.api+json", 201],
    ["text/plain", 415],
    ["application/x-www-form-urlencoded", 415],
    ["application/jsonp", 415],
    ["", 415],
  ];
  for (const [type, status] of table) {
    await t.step(type, async () => {
      const answer = await send('{"name":"a"}', { "content-type": type });
      assertEquals(answer.status, status);
      if (status === 415) {
        assertProblem(answer, 415, "unsupported_media_type");
      }
    });
  }
});

Deno.test("a body beyond 16 MiB is refused by what it announces", async () => {
  const headers = { "content-length": String(16 * MIB + 1) };
  assertProblem(await send("{}", headers), 413, "too_large");
});

Deno.test("a body beyond 16 MiB is refused as it comes in", async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      sent += MIB;
      controller.enqueue(new Uint8Array(MIB).fill(0x20));
    },
  });
  assertProblem(await send(endless), 413, "too_large");
  assertEquals(sent < 20 * MIB, true);
});

Deno.test("a body of 10 MiB is read and refused for what it says", async () => {
  const answer = await send(`{"name":"${"a".repeat(10 * MIB)}"}`);
  assertProblem(answer, 422, "invalid_request");
});

Deno.test("a body that breaks off is malformed, and no bug", async () => {
  const broken = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => controller.error(new Error("connection reset")),
  });
  assertProblem(await send(broken), 400, "malformed_request");
});

Deno.test("who calls is asked before what is sent", async () => {
  await using api = await ApiWorld.open();
  const asked = { key: null, body: "{", headers: { "content-type": "x" } };
  assertProblem(
    await api.ask("POST /structures", asked),
    401,
    "unauthenticated",
  );
});

Deno.test("field errors follow the language of the request", async () => {
  const french = await send("{}");
  const english = await send("{}", { "accept-language": "en-GB,en;q=0.9" });

  assertEquals(french.body.title, "Champs invalides");
  assertEquals(french.body.errors[0].detail, "Champ obligatoire.");
  assertEquals(french.headers.get("content-language"), "fr");
  assertEquals(english.body.title, "Invalid fields");
  assertEquals(english.body.errors[0].detail, "This field is required.");
  assertEquals(english.headers.get("content-language"), "en");
});

Deno.test("every answer carries its id and what keeps it private", async () => {
  await using api = await ApiWorld.open();
  for (const path of ["/structures", "/structures/none"]) {
    const { headers } = await api.ask(`GET ${path}`);
    assertMatch(headers.get("x-request-id")!, /^req_[0-9a-z]{18}$/);
    assertEquals(headers.get("cache-control"), "no-store");
    assertEquals(headers.get("x-content-type-options"), "nosniff");
  }
});

Deno.test("an Idempotency-Key is 1 to 255 visible characters", async (t) => {
  const table: [key: string, status: number][] = [
    ["a", 201],
    ["~!#", 201],
    ["k".repeat(255), 201],
    ["k".repeat(256), 422],
    ["", 422],
    ["two words", 422],
    ["clé", 422],
  ];
  for (const [key, status] of table) {
    await t.step(key.slice(0, 20), async () => {
      const headers = { "idempotency-key": key };
      const answer = await send('{"name":"a"}', headers);
      assertEquals(answer.status, status);
      if (status === 201) return;
      assertProblem(answer, 422, "invalid_request");
      assertEquals(answer.body.errors[0].pointer, "/headers/idempotency-key");
    });
  }
});

Deno.test("a known path tells which methods it takes", async (t) => {
  await using api = await ApiWorld.open();
  const table: [request: string, allow: string][] = [
    ["PUT /structures", "POST, GET, HEAD"],
    ["POST /structures/str_1", "GET, PATCH, HEAD"],
    ["GET /transfers", "POST"],
    ["OPTIONS /info", "GET, HEAD"],
  ];
  for (const [request, allow] of table) {
    await t.step(request, async () => {
      const answer = await api.ask(request);
      assertProblem(answer, 405, "method_not_allowed");
      assertEquals(answer.headers.get("allow"), allow);
    });
  }
});

Deno.test("an unknown path is not found", async () => {
  await using api = await ApiWorld.open();
  for (const path of ["/nothing", "/structures/", "/info/more", "//nothing"]) {
    assertProblem(await api.ask(`GET ${path}`), 404, "not_found");
  }
});

Deno.test("an id that cannot be one is as absent as any other", async (t) => {
  await using api = await ApiWorld.open();
  const ids = ["x", "str_", "%00", "..%2f..", "str_" + "0".repeat(9_000)];
  for (const id of ids) {
    await t.step(id.slice(0, 12), async () => {
      const answer = await api.ask(`GET /structures/${id}/balance`);
      assertProblem(answer, 404, "not_found");
    });
  }
});

/** An API of one endpoint. */
async function answerOf(one: Endpoint, checkResponses: boolean) {
  await using world = await TestWorld.open();
  const app = new OpenAPIHono();
  mount(app, [one], {
    ports: world.ports,
    base: "",
    operatorToken: OPERATOR_TOKEN,
    checkResponses,
    metrics: new Metrics(),
    admission: new Admission(),
    limiter: new RateLimiter(),
  });
  const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` };
  const response = await app.request("/thing", { headers });
  const text = await response.text();
  return { status: response.status, text, reports: world.reports };
}

function thing(handle: () => unknown): Endpoint {
  return endpoint({
    id: "readThing",
    tag: "things",
    summary: { fr: "Lit", en: "Reads" },
    method: "get",
    path: "/thing",
    returns: { 200: z.object({ a: z.string() }) },
    problems: [],
  }, handle as () => { a: string });
}

Deno.test("a bug is reported and answered without detail", async () => {
  const { status, text, reports } = await answerOf(
    thing(() => {
      throw new TypeError("the secret is 42");
    }),
    false,
  );
  assertEquals(status, 500);
  assertStringIncludes(text, '"code":"internal_error"');
  assertEquals(text.includes("42"), false);
  assertEquals(reports.length, 1);
});

Deno.test("an answer its schema does not know is refused when checked", async () => {
  const leaky = thing(() => ({ a: "1", hash: "secret" }));
  const { status, text } = await answerOf(leaky, true);
  assertEquals(status, 500);
  assertEquals(text.includes("secret"), false);
  assertEquals((await answerOf(leaky, false)).status, 200);
});
