import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import {
  type Answer,
  type Asked,
  freePort,
  OPERATOR_TOKEN,
  run,
  Service,
  type Town,
} from "./service.ts";

const JSON_TYPE = { "content-type": "application/json" };
const CREDITS = 10;

type Refusal = [what: string, asked: Asked, status: number, code: string];

/** A service with two towns; checks at its end that nothing was changed. */
async function withTowns(
  body: (service: Service, rodez: Town, other: Town) => Promise<void>,
): Promise<void> {
  await using service = await Service.start();
  const rodez = await service.town({ credits: CREDITS });
  const other = await service.town({ name: "Ailleurs", credits: CREDITS });
  await body(service, rodez, other);
  for (const { id } of [rodez, other]) {
    assertEquals(await service.all(`/messages?structureId=${id}`), []);
    const { available, reserved } = await service.do(
      `GET /structures/${id}/balance`,
    );
    assertEquals([available, reserved], [CREDITS, 0]);
  }
  await service.stop();
  const { code, output } = await service.verify();
  assertEquals(code, 0, output);
}

function assertProblem(answer: Answer, status: number, code: string): void {
  assertEquals([answer.status, answer.body?.code], [status, code], answer.text);
  const { headers, body } = answer;
  assertEquals(headers.get("content-type"), "application/problem+json");
  assertEquals(headers.get("x-request-id"), body.requestId);
  assert(body.title !== "" && body.detail !== "");
}

async function assertRefused(
  service: Service,
  refusals: readonly Refusal[],
): Promise<void> {
  for (const [what, asked, status, code] of refusals) {
    assertProblem(await service.ask(what, asked), status, code);
  }
}

/** A well-formed send of so many megabytes. */
function sendOf(megabytes: number): string {
  const text = "a".repeat(megabytes * 1024 * 1024);
  return JSON.stringify({ text, recipients: ["0612345678"] });
}

Deno.test("POST /messages refuses what is no JSON, no object, or too large", async () => {
  await withTowns(async (service, { key }) => {
    const what = "POST /messages";
    const body = (body: BodyInit): Asked => ({ key, body, headers: JSON_TYPE });
    await assertRefused(service, [
      [what, body('{"text": '), 400, "malformed_request"],
      [what, body(""), 400, "malformed_request"],
      [what, body(new Uint8Array([34, 233, 34])), 400, "malformed_request"],
      [what, body("[]"), 422, "invalid_request"],
      [what, body("null"), 422, "invalid_request"],
      [what, { key, body: "<a/>" }, 415, "unsupported_media_type"],
      [what, { key }, 415, "unsupported_media_type"],
      [what, body(sendOf(10)), 422, "invalid_request"],
      [what, body(sendOf(20)), 413, "too_large"],
      // Without a length announced.
      [what, body(new Blob([sendOf(20)]).stream()), 413, "too_large"],
      [what, { ...body(sendOf(20)), key: "none" }, 401, "unauthenticated"],
      [
        what,
        {
          key,
          json: { text: "a", recipients: Array(50_001).fill("0612345678") },
        },
        413,
        "too_large",
      ],
    ]);
  });
});

Deno.test("POST /messages names every field of a wrong type", async () => {
  await withTowns(async (service, { key }) => {
    const table: [json: unknown, pointers: string[]][] = [
      [{ text: 5, recipients: "0612345678" }, ["/recipients", "/text"]],
      [{ text: "a", recipients: [612345678] }, ["/recipients/0"]],
      [{ text: "a", recipients: ["0612345678"], sendAt: "demain" }, [
        "/sendAt",
      ]],
      [{ text: "a", recipients: ["0612345678"], validity: "1", tags: [1] }, [
        "/tags/0",
        "/validity",
      ]],
      [{ text: "a", recipients: ["0612345678"], skipInvalid: "no" }, [
        "/skipInvalid",
      ]],
      [{ text: "a", recipients: ["0612345678"], sender: "1" }, ["/sender"]],
      [{ text: "a", recipients: [] }, ["/recipients"]],
      [{ messages: [{ to: "0612345678", text: null }, 3] }, [
        "/messages/0/text",
        "/messages/1",
      ]],
    ];
    for (const [json, pointers] of table) {
      const answer = await service.ask("POST /messages", { key, json });
      assertProblem(answer, 422, "invalid_request");
      assertEquals(
        answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)
          .toSorted(),
        pointers,
      );
    }
    const wrong = await service.ask("POST /messages", {
      key,
      json: { text: "a", recipients: ["0612345678", "12", "poste"] },
    });
    assertProblem(wrong, 422, "invalid_recipient");
    assertEquals(wrong.body.errors.length, 2);
  });
});

Deno.test("management calls refuse fields they do not know", async () => {
  await withTowns(async (service, { id, applicationId }) => {
    const colour = "bleu";
    const table: [what: string, json: unknown, pointer: string][] = [
      ["POST /structures", { name: "a", colour }, "/colour"],
      [`PATCH /structures/${id}`, { colour }, "/colour"],
      [
        "POST /transfers",
        { fromId: null, toId: id, credits: 1, colour },
        "/colour",
      ],
      [
        `POST /structures/${id}/applications`,
        { name: "a", mode: "live", colour },
        "/colour",
      ],
      [`POST /applications/${applicationId}/rotate`, { colour }, "/colour"],
      [
        `POST /structures/${id}/senders`,
        { sender: "Mairie", colour },
        "/colour",
      ],
      [
        "POST /gateways",
        { kind: "simulator", name: "a", settings: {}, colour },
        "/colour",
      ],
      [
        "POST /gateways",
        { kind: "simulator", name: "a", settings: { colour } },
        "/settings/colour",
      ],
    ];
    const before = await service.all("/gateways");
    for (const [what, json, pointer] of table) {
      const headers = { "idempotency-key": crypto.randomUUID() };
      const answer = await service.ask(what, { json, headers });
      assertProblem(answer, 422, "invalid_request");
      assertEquals(
        answer.body.errors.map((error: { pointer: string }) => error.pointer),
        [pointer],
      );
    }
    assertEquals(await service.all("/gateways"), before);
    assertEquals((await service.all("/structures")).length, 2);
  });
});

Deno.test("lists refuse cursors and limits that are none", async () => {
  await withTowns(async (service, { id }) => {
    const [gateway] = await service.all("/gateways");
    const lists = [
      `/messages?structureId=${id}`,
      `/structures/${id}/ledger?`,
      `/structures/${id}/applications?`,
      "/structures?",
      "/gateways?",
      `/gateways/${gateway.id}/outbox?`,
    ];
    for (const list of lists) {
      for (const cursor of ["x", "", "%25", btoa("nothing"), "bnVsbA"]) {
        const answer = await service.ask(`GET ${list}&cursor=${cursor}`);
        assertProblem(answer, 400, "invalid_cursor");
      }
      for (const limit of ["0", "101", "1.5", "all", "-1"]) {
        const answer = await service.ask(`GET ${list}&limit=${limit}`);
        assertProblem(answer, 422, "invalid_request");
      }
    }
  });
});

Deno.test("a key learns nothing of what belongs to others", async () => {
  await using service = await Service.start();
  const rodez = await service.town({ credits: CREDITS });
  const other = await service.town({ name: "Ailleurs", credits: CREDITS });
  const { submissionId, messages: [message] } = await service.do(
    "POST /messages",
    { key: other.key, json: { text: "a", recipients: ["0612345678"] } },
  );
  const absent = (id: string) =>
    id.replace(/_.{8}/, (start) => start.slice(0, -4) + "zzzz");
  const send = (id: string) => ({
    text: "a",
    recipients: ["0612345678"],
    structureId: id,
  });
  const table: [
    id: string,
    what: (id: string) => string,
    json?: typeof send,
  ][] = [
    [message.id, (id) => `GET /messages/${id}`],
    [submissionId, (id) => `GET /submissions/${id}`],
    [submissionId, (id) => `POST /submissions/${id}/cancel`],
    [other.id, (id) => `GET /messages?structureId=${id}`],
    [other.id, (id) => `GET /structures/${id}`],
    [other.id, (id) => `GET /structures/${id}/balance`],
    [other.id, (id) => `GET /structures/${id}/ledger`],
    [other.id, (id) => `GET /structures/${id}/senders`],
    [other.id, () => "POST /messages", send],
    [other.applicationId, (id) => `GET /applications/${id}`],
    [other.applicationId, (id) => `DELETE /applications/${id}`],
  ];
  for (const [id, what, json] of table) {
    const answers = await Promise.all(
      [id, absent(id)].map((id) =>
        service.ask(what(id), {
          key: rodez.key,
          ...(json === undefined ? {} : { json: json(id) }),
        })
      ),
    );
    const [foreign, none] = answers as [Answer, Answer];
    assertProblem(foreign, 404, "not_found");
    assertProblem(none, 404, "not_found");
    assertEquals(
      foreign.text.replace(foreign.body.requestId, ""),
      none.text.replace(none.body.requestId, ""),
      what(id),
    );
  }
  assertEquals(await service.all(`/messages?structureId=${rodez.id}`), []);
});

Deno.test("keys that are revoked, replaced or mistyped open nothing", async () => {
  await withTowns(async (service, rodez, other) => {
    const { apiKey } = await service.do(
      `POST /applications/${rodez.applicationId}/rotate`,
      { json: { graceHours: 0 } },
    );
    assertEquals((await service.ask("GET /info", { key: apiKey })).status, 200);
    await service.do(`DELETE /applications/${other.applicationId}`);
    const mistyped = apiKey.slice(0, -1) + (apiKey.endsWith("0") ? "1" : "0");
    const wrong = [
      rodez.key,
      other.key,
      mistyped,
      apiKey.toUpperCase(),
      `${OPERATOR_TOKEN}x`,
      "lsm_live_",
    ];
    for (const key of wrong) {
      const json = { text: "a", recipients: ["0612345678"] };
      await assertRefused(service, [
        ["GET /info", { key }, 401, "unauthenticated"],
        ["POST /messages", { key, json }, 401, "unauthenticated"],
      ]);
    }
    const basic = { authorization: `Basic ${btoa(`:${apiKey}`)}` };
    await assertRefused(service, [
      ["GET /info", { key: null }, 401, "unauthenticated"],
      ["GET /info", { key: null, headers: basic }, 401, "unauthenticated"],
      ["GET //metrics", { key: apiKey }, 401, "unauthenticated"],
    ]);
  });
});

Deno.test("POST refuses an Idempotency-Key that cannot be kept, or is missing", async () => {
  await withTowns(async (service, { id, key }) => {
    const send = { key, json: { text: "a", recipients: ["0612345678"] } };
    const move = { json: { fromId: null, toId: id, credits: 1 } };
    const tooLong = { "idempotency-key": "k".repeat(256) };
    const spaced = { "idempotency-key": "a b" };
    await assertRefused(service, [
      ["POST /transfers", move, 400, "idempotency_key_required"],
      ["POST /transfers", { ...move, headers: spaced }, 422, "invalid_request"],
      ["POST /messages", { ...send, headers: tooLong }, 422, "invalid_request"],
    ]);
  });
});

/** Records of a store at rest, as text. */
function recordsOf(path: string): string[] {
  const database = new DatabaseSync(path, { readOnly: true });
  const rows = database.prepare("select hex(k) k, hex(v) v from kv order by k")
    .all();
  database.close();
  return rows.map(({ k, v }) => `${k} ${v}`);
}

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).toSorted();
}

/** Asserts a refusal to start: exit 1 and these lines, nothing else. */
async function assertNoStart(
  env: Record<string, string>,
  lines: readonly string[],
): Promise<void> {
  const { code, output } = await run("main.ts", env);
  const said = output.trimEnd().split("\n");
  assertEquals(said.length, lines.length, output);
  for (const [index, line] of lines.entries()) {
    assert(said[index]!.startsWith("lsmessage: "), output);
    assertStringIncludes(said[index]!, line);
  }
  assertEquals(code, 1);
}

Deno.test("the service lists all that is wrong in its environment, and writes nothing", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const kv = `${folder}/data/lsmessage.sqlite3`;
    const secret = "c2VjcmV0IG9mIDIwIGJ5dGVz";
    const wrong: [name: string, value: string, says: string][] = [
      ["LSMESSAGE_COLOUR", "bleu", "unknown"],
      ["PORT", "70000", '"70000" is not a port'],
      ["LSMESSAGE_PUBLIC_URL", "sms", "write the address people use"],
      ["LSMESSAGE_OPERATOR_TOKEN", "short", "at least 32"],
      ["LSMESSAGE_KEYS", `k1:${secret}`, 'key 1 ("k1") is not 32 bytes'],
      ["LSMESSAGE_SMTP", "mail.test", "write smtp(s)://"],
      ["LSMESSAGE_MAIL_FROM", "moi", '"moi" is not an address'],
      ["LSMESSAGE_OIDC", "a|b", "write issuer|clientId|clientSecret"],
      [
        "LSMESSAGE_RETENTION_DAYS",
        "90,30",
        '"90,30" is not two numbers of days',
      ],
      ["LSMESSAGE_OUTBOUND_ALLOW", "a b", '"a b" is neither a host nor a CIDR'],
      ["LSMESSAGE_LOG", "loud", '"loud" is none of debug'],
    ];
    const env = Object.fromEntries(wrong.map(([name, value]) => [name, value]));
    await assertNoStart(
      { ...env, LSMESSAGE_KV: kv },
      wrong.map(([name, , says]) => `${name}: ${says}`),
    );
    await assertNoStart(
      { LSMESSAGE_KV: "ftp://127.0.0.1" },
      ["LSMESSAGE_KV: write a path"],
    );
    await assertNoStart(
      { LSMESSAGE_KV: "http://127.0.0.1:1" },
      ["LSMESSAGE_KEYS: required with a shared store"],
    );
    const { output } = await run("main.ts", { ...env, LSMESSAGE_KV: kv });
    assertEquals(output.includes(secret), false, "a key is in the message");
    assertEquals(namesIn(folder), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("the service does not start where it cannot write, or on what is no store", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/file`, "a file, not a folder");
    await assertNoStart(
      { LSMESSAGE_KV: `${folder}/file/data/lsmessage.sqlite3` },
      [`the folder of ${folder}/file/data/lsmessage.sqlite3 cannot be written`],
    );
    const text = "Cher journal, ".repeat(1_000);
    await Deno.writeTextFile(`${folder}/diary.sqlite3`, text);
    await assertNoStart(
      { LSMESSAGE_KV: `${folder}/diary.sqlite3` },
      [`the store ${folder}/diary.sqlite3 could not be opened`],
    );
    assertEquals(await Deno.readTextFile(`${folder}/diary.sqlite3`), text);
    assertEquals(namesIn(folder), [
      "diary.sqlite3",
      "diary.sqlite3.lock",
      "file",
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("the service does not start on a store, or a port, in use by another", async () => {
  await using service = await Service.start();
  const { key } = await service.town({ credits: CREDITS });
  const env = { ...service.env, PORT: String(freePort()) };
  await assertNoStart(env, [
    `the store ${service.store} is in use by another process`,
  ]);
  const verified = await run("scripts/verify.ts", env);
  assertEquals(verified.code, 1);
  assertStringIncludes(verified.output, "is in use by another process");
  const other = { ...service.env, LSMESSAGE_KV: ":memory:" };
  await assertNoStart(other, ["PORT: already in use"]);
  assertEquals((await service.ask("GET /info", { key })).status, 200);
});

Deno.test("the service does not start with master keys that are not the store's, and leaves it as it is", async () => {
  await using service = await Service.start();
  const { key } = await service.town({ credits: CREDITS });
  await service.stop();
  const records = recordsOf(service.store);
  const names = namesIn(service.folder);
  const other = btoa("x".repeat(32));
  await assertNoStart({ ...service.env, LSMESSAGE_KEYS: `k1:${other}` }, [
    "the master keys are not those this store was written with",
  ]);
  await assertNoStart({ ...service.env, LSMESSAGE_KEYS: `k2:${other}` }, [
    'the store was written with master key "k1", which LSMESSAGE_KEYS does not hold',
  ]);
  const keysFile = `${service.folder}/keys`;
  const masterKeys = await Deno.readTextFile(keysFile);
  await Deno.writeTextFile(keysFile, "k1:c2hvcnQ=");
  await assertNoStart(service.env, [
    `the master keys in ${keysFile} cannot be used`,
  ]);
  await Deno.writeTextFile(keysFile, masterKeys);
  assertEquals(recordsOf(service.store), records);
  assertEquals(namesIn(service.folder), names);

  await service.resume();
  assertEquals((await service.ask("GET /info", { key })).body.balance, CREDITS);
});
