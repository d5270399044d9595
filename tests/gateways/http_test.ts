import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Handover, Outcome, Receipt } from "../../lib/gateways/gateway.ts";
import { http } from "../../lib/gateways/http.ts";
import { HttpSettings } from "../../lib/gateways/http_settings.ts";
import {
  deadUrl,
  Double,
  isDiscreet,
  PORTS,
  RawDouble,
  say,
  SMS,
} from "./double.ts";

const JSON_BODY =
  '{"to": "{{to}}", "text": "{{ text }}", "from": "{{sender}}", "ref": "{{messageId}}"}';

function settingsFor(
  url: string,
  others: Partial<HttpSettings> = {},
): HttpSettings {
  return HttpSettings.parse({
    url,
    method: "POST",
    body: JSON_BODY,
    success: { status: [200, 201], idPointer: "/messages/0/id" },
    rejected: { status: [400, 401, 422] },
    retry: { status: [409] },
    ...others,
  });
}

function submit(
  settings: HttpSettings,
  sms: Partial<Handover> = {},
): Promise<Outcome> {
  const signal = new AbortController().signal;
  return http.submit(PORTS, settings, { ...SMS, ...sms }, signal);
}

function accepted(providerId: string | null): Outcome {
  return { kind: "accepted", providerId };
}

function unknown(detail: string): Outcome {
  return { kind: "unknown", detail };
}

type AnswerRow = [
  status: number,
  body: string,
  outcome: Outcome,
  headers?: Record<string, string>,
];

const ANSWERS: AnswerRow[] = [
  [200, '{"messages": [{"id": "a-1"}]}', accepted("a-1")],
  [201, '{"messages": [{"id": 42}]}', accepted("42")],
  [
    200,
    '{"messages": [{"id": 9007199254740993}]}',
    accepted("9007199254740993"),
  ],
  [200, '{"messages": []}', unknown("HTTP 200 without an id")],
  [200, '{"messages": [{"id": ""}]}', unknown("HTTP 200 without an id")],
  [200, '{"messages": [{"id": {}}]}', unknown("HTTP 200 without an id")],
  [200, "sent to +33612345678", unknown("HTTP 200 without an id")],
  [200, "", unknown("HTTP 200 without an id")],
  [202, '{"messages": [{"id": "a-1"}]}', unknown("HTTP 202")],
  [
    400,
    "bad number +33612345678",
    { kind: "rejected", scope: "message", detail: "HTTP 400" },
  ],
  [
    422,
    "{}",
    { kind: "rejected", scope: "message", detail: "HTTP 422" },
  ],
  [
    401,
    "{}",
    { kind: "rejected", scope: "gateway", detail: "HTTP 401" },
  ],
  [403, "{}", unknown("HTTP 403")],
  [409, "{}", { kind: "retry", detail: "HTTP 409" }],
  [
    429,
    "",
    { kind: "retry", detail: "HTTP 429", afterMs: 30_000 },
    { "retry-after": "30" },
  ],
  [
    503,
    "",
    { kind: "retry", detail: "HTTP 503", afterMs: 60_000 },
    { "retry-after": "Thu, 01 Jan 2026 00:01:00 GMT" },
  ],
  [
    503,
    "",
    { kind: "retry", detail: "HTTP 503", afterMs: 0 },
    { "retry-after": "Thu, 01 Jan 2015 00:01:00 GMT" },
  ],
  [
    503,
    "",
    { kind: "retry", detail: "HTTP 503", afterMs: 86_400_000 },
    { "retry-after": "99999999999" },
  ],
  [
    503,
    "",
    { kind: "retry", detail: "HTTP 503" },
    { "retry-after": "soon" },
  ],
  [500, "", unknown("HTTP 500")],
  [502, "", unknown("HTTP 502")],
  [504, "", unknown("HTTP 504")],
  [302, "", unknown("HTTP 302"), { location: "/elsewhere" }],
];

Deno.test("http.submit() reads an answer as its settings say", async (t) => {
  for (const [status, body, outcome, headers = {}] of ANSWERS) {
    await t.step(`${status} ${body} ${JSON.stringify(headers)}`, async () => {
      await using double = new Double(() =>
        new Response(body, { status, headers })
      );
      const found = await submit(settingsFor(double.url));
      assertEquals(found, outcome);
      assert(isDiscreet(found));
      assertEquals(double.asked.length, 1);
    });
  }
});

Deno.test("http.submit() lets the settings decide about 429 and 503", async () => {
  await using double = new Double(() => new Response("", { status: 503 }));
  const settings = settingsFor(double.url, { rejected: { status: [503] } });
  assertEquals(await submit(settings), {
    kind: "rejected",
    scope: "message",
    detail: "HTTP 503",
  });
});

Deno.test("http.submit() needs no body where the status says all", async () => {
  await using double = new Double(() => new Response(null, { status: 204 }));
  const settings = settingsFor(double.url, { success: { status: [204] } });
  assertEquals(await submit(settings), accepted(null));
});

const HARD_TEXT = 'Été "5 €" <b>&amp;\\\n😀 {{to}} 100%+';

interface Writing {
  readonly settings: Partial<HttpSettings>;
  readonly body: string;
}

const WRITINGS: Record<string, Writing> = {
  "JSON without a content type": {
    settings: { body: '{"t": "{{text}}"}' },
    body: JSON.stringify({ t: HARD_TEXT }).replace(":", ": "),
  },
  "JSON with a vendor's type": {
    settings: {
      headers: { "Content-Type": "application/vnd.sms+json; charset=utf-8" },
      body: '["{{text}}"]',
    },
    body: JSON.stringify([HARD_TEXT]),
  },
  "a form": {
    settings: {
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "to={{to}}&text={{text}}",
    },
    body: new URLSearchParams({ to: SMS.to, text: HARD_TEXT }).toString(),
  },
  "XML": {
    settings: {
      headers: { "content-type": "text/xml" },
      body: '<sms to="{{to}}">{{text}}</sms>',
    },
    body:
      '<sms to="+33612345678">Été &quot;5 €&quot; &lt;b&gt;&amp;amp;\\\n😀 {{to}} 100%+</sms>',
  },
  "plain text": {
    settings: {
      headers: { "content-type": "text/plain" },
      body: "{{text}}",
    },
    body: HARD_TEXT,
  },
};

Deno.test("http.submit() escapes values for the body they stand in", async (t) => {
  for (const [what, { settings, body }] of Object.entries(WRITINGS)) {
    await t.step(what, async () => {
      await using double = new Double(() => new Response());
      const whole = settingsFor(double.url, {
        ...settings,
        success: { status: [200] },
      });
      assertEquals(await submit(whole, { text: HARD_TEXT }), accepted(null));
      assertEquals(double.asked[0]!.body, body);
    });
  }
});

Deno.test("http.submit() says application/json unless told otherwise", async () => {
  await using double = new Double(() => new Response());
  await submit(settingsFor(double.url));
  const form = { "Content-Type": "application/x-www-form-urlencoded" };
  await submit(settingsFor(double.url, { headers: form, body: "a={{to}}" }));
  assertEquals(
    double.asked.map((asked) => asked.headers.get("content-type")),
    ["application/json", "application/x-www-form-urlencoded"],
  );
});

Deno.test("http.submit() escapes values in the address", async () => {
  await using double = new Double(() => new Response());
  const settings = settingsFor(
    `${double.url}/{{messageId}}/send?to={{to}}&text={{text}}&cb={{callbackUrl}}`,
    { method: "GET", body: "", success: { status: [200] } },
  );
  assertEquals(await submit(settings, { text: HARD_TEXT }), accepted(null));
  const [asked] = double.asked;
  const query = new URLSearchParams(asked!.target.split("?")[1]);
  assertEquals(asked!.method, "GET");
  assertEquals(asked!.body, "");
  assertStringIncludes(asked!.target, `/${SMS.messageId}/send?to=%2B336`);
  assertEquals(query.get("text"), HARD_TEXT);
  assertEquals(query.get("cb"), SMS.callbackUrl);
});

Deno.test("http.submit() writes header values as UTF-8", async () => {
  await using double = new Double(() => new Response());
  const headers = {
    "Authorization": "Bearer clé",
    "X-Text": "{{text}}",
    "X-From": "{{sender}}",
    "User-Agent": "mairie",
  };
  const settings = settingsFor(double.url, { headers });
  await submit(settings, { text: "5 €", sender: null });
  const asked = double.asked[0]!.headers;
  const octets = Uint8Array.from(asked.get("x-text")!, (c) => c.charCodeAt(0));
  assertEquals(new TextDecoder().decode(octets), "5 €");
  assertEquals(asked.get("authorization"), "Bearer cl\u00c3\u00a9");
  assertEquals(asked.get("x-from"), "");
  assertEquals(asked.get("user-agent"), "mairie");
});

Deno.test("http.submit() refuses a line break in a header", async (t) => {
  for (const text of ["a\nb", "a\r\nX-Admin: 1", "a\0b"]) {
    await t.step(JSON.stringify(text), async () => {
      await using double = new Double(() => new Response());
      const headers = { "X-Text": "{{text}}" };
      const found = await submit(settingsFor(double.url, { headers }), {
        text,
      });
      assertEquals(found, {
        kind: "rejected",
        scope: "message",
        detail: "a line break cannot stand in the header x-text",
      });
      assertEquals(double.asked, []);
    });
  }
});

Deno.test("http.submit() does not fill in what a value brings along", async () => {
  await using double = new Double(() => new Response());
  const settings = settingsFor(double.url, { body: '["{{text}}", "{{to}}"]' });
  await submit(settings, { text: "{{messageId}}" });
  assertEquals(JSON.parse(double.asked[0]!.body), [
    "{{messageId}}",
    "+33612345678",
  ]);
});

const BREAKDOWNS: Record<string, (conn: Deno.Conn) => void | Promise<void>> = {
  "no answer at all": (conn) => conn.close(),
  "garbage": (conn) => say(conn, "OK 12\r\n\r\n").then(() => conn.close()),
  "an end in the middle of the answer": async (conn) => {
    await say(conn, 'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"mess');
    conn.close();
  },
};

Deno.test("http.submit() answers unknown when the connection breaks", async (t) => {
  for (const [what, breakdown] of Object.entries(BREAKDOWNS)) {
    await t.step(what, async () => {
      await using double = new RawDouble(breakdown);
      assertEquals(
        await submit(settingsFor(double.url)),
        unknown("the connection ended without an answer"),
      );
      assertEquals(double.requests, 1);
    });
  }
});

Deno.test("http.submit() answers unknown when no answer comes in time", async () => {
  await using double = new RawDouble(() => {});
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 150);
  const settings = settingsFor(double.url);
  const found = await http.submit(PORTS, settings, SMS, controller.signal);
  clearTimeout(timer);
  assertEquals(found, unknown("no answer in time"));
});

Deno.test("http.submit() answers retry when nothing listens", async () => {
  assertEquals(await submit(settingsFor(deadUrl())), {
    kind: "retry",
    detail: "connection refused",
  });
});

Deno.test("http.submit() reads at most 64 KiB of an answer", async (t) => {
  const id = '{"messages": [{"id": "a-1"}], "rest": "';
  const bodies = { "within": 60_000, "beyond": 70_000, "far beyond": 9e6 };
  for (const [what, length] of Object.entries(bodies)) {
    for (const isChunked of [false, true]) {
      await t.step(`${what}, ${isChunked ? "chunked" : "whole"}`, async () => {
        const body = `${id}${"x".repeat(length)}"}`;
        await using double = new Double(() =>
          new Response(isChunked ? new Blob([body]).stream() : body)
        );
        assertEquals(
          await submit(settingsFor(double.url)),
          length < 65_536 ? accepted("a-1") : unknown("HTTP 200 without an id"),
        );
      });
    }
  }
});

type WrongRow = [
  wrong: Record<string, unknown>,
  path: string,
  said?: string,
];

const RIGHT = {
  url: "https://sms.example.test/send",
  method: "POST",
  body: JSON_BODY,
  success: { status: [200] },
};

const WRONG: WrongRow[] = [
  [{ url: "sms.example.test" }, "url"],
  [{ url: "ftp://sms.example.test" }, "url"],
  [{ url: "https://a:b@sms.example.test" }, "url"],
  [{ url: "https://{{sender}}.example.test" }, "url"],
  [{ url: "https://sms.example.test/{{recipient}}" }, "url", "{{recipient}}"],
  [{ url: "https://sms.example.test/#{{to}}" }, "url"],
  [{ method: "DELETE" }, "method"],
  [{ method: "post" }, "method"],
  [{ body: '{"to": "{{number}}"}' }, "body", "{{number}}"],
  [{ body: '{"to": "{{number}}"}' }, "body", "{{callbackUrl}}"],
  [{ body: '{"to": "{{__proto__}}"}' }, "body", "{{__proto__}}"],
  [{ body: '{"to": "{{}}"}' }, "body", "{{}}"],
  [{ body: '{"to": {{to}}}' }, "body"],
  [{ body: "to={{to}}" }, "body"],
  [{ method: "GET" }, "body"],
  [{ headers: { "x y": "1" } }, "headers/x y"],
  [{ headers: { "x:": "1" } }, "headers/x:"],
  [{ headers: { "Content-Length": "1" } }, "headers/Content-Length"],
  [{ headers: { "x-a": "1\r\nx-b: 2" } }, "headers/x-a"],
  [{ headers: { "x-a": "{{tel}}" } }, "headers/x-a", "{{tel}}"],
  [{ headers: { "x-a": "1", "X-A": "2" } }, "headers/X-A"],
  [{ headers: { "content-type": "image/png" } }, "headers/content-type"],
  [{ headers: { "content-type": "{{text}}" } }, "headers/content-type"],
  [{ success: {} }, "success/status"],
  [{ success: { status: [] } }, "success/status"],
  [{ success: { status: [99] } }, "success/status/0"],
  [{ success: { status: [600] } }, "success/status/0"],
  [{ success: { status: ["200"] } }, "success/status/0"],
  [{ success: { status: [200], idPointer: "id" } }, "success/idPointer"],
  [{ success: { status: [200], idPointer: "/a~2" } }, "success/idPointer"],
  [{ rejected: { status: [400, 200] } }, "rejected/status/1", "success"],
  [{ retry: { status: [200] } }, "retry/status/0", "success"],
  [{ timeout: 3 }, ""],
  [
    { receipt: { idPointer: "/id", statusPointer: "/s", map: {} } },
    "receipt/map",
  ],
  [
    { receipt: { idPointer: "/id", statusPointer: "/s", map: { a: "ok" } } },
    "receipt/map/a",
  ],
];

Deno.test("http.settings names the setting that is wrong", async (t) => {
  assertEquals(HttpSettings.safeParse(RIGHT).success, true);
  for (const [wrong, path, said = ""] of WRONG) {
    await t.step(`${JSON.stringify(wrong)} ${said}`, () => {
      const { error } = HttpSettings.safeParse({ ...RIGHT, ...wrong });
      const paths = error?.issues.map((issue) => issue.path.join("/"));
      assertEquals(paths, [path]);
      assertStringIncludes(error!.issues[0]!.message, said);
    });
  }
});

type ReceiptRow = [
  what: string,
  request: { body?: string; type?: string; query?: string },
  receipt: Partial<Receipt> | null,
];

const FORM = "application/x-www-form-urlencoded";

const RECEIPTS: ReceiptRow[] = [
  [
    "JSON",
    { body: '{"data": {"id": "a-1", "state": "DELIVRD"}}' },
    { providerId: "a-1", status: "delivered", detail: "DELIVRD" },
  ],
  [
    "JSON with numbers",
    { body: '{"data": {"id": 9007199254740993, "state": 2}}' },
    { providerId: "9007199254740993", status: "failed", detail: "2" },
  ],
  [
    "our own id given back",
    { body: '{"data": {"id": "msg_1", "state": "DELIVRD"}}' },
    { messageId: "msg_1", status: "delivered", detail: "DELIVRD" },
  ],
  [
    "our id in the callback's address",
    { body: '{"data": {"state": "DELIVRD"}}', query: "m=msg_1" },
    { messageId: "msg_1", status: "delivered", detail: "DELIVRD" },
  ],
  ["an unlisted status", { body: '{"data": {"id": "1", "state": "X"}}' }, null],
  [
    "a status of JavaScript's own",
    { body: '{"data": {"id": "1", "state": "constructor"}}' },
    null,
  ],
  ["no status", { body: '{"data": {"id": "1"}}' }, null],
  [
    "a status that is none",
    { body: '{"data": {"id": "1", "state": {}}}' },
    null,
  ],
  ["no id", { body: '{"data": {"state": "DELIVRD"}}' }, null],
  ["nothing", { body: "" }, null],
  ["garbage", { body: "{{{" }, null],
  ["a JSON string", { body: '"DELIVRD"' }, null],
  ["JSON null", { body: "null" }, null],
];

const FLAT_RECEIPTS: ReceiptRow[] = [
  [
    "a query",
    { query: "id=a-1&state=DELIVRD" },
    { providerId: "a-1", status: "delivered", detail: "DELIVRD" },
  ],
  [
    "a form",
    { body: "id=a-1&state=2", type: `${FORM}; charset=utf-8` },
    { providerId: "a-1", status: "failed", detail: "2" },
  ],
  [
    "a form before the query",
    { body: "state=2", type: FORM, query: "id=a-1&state=DELIVRD" },
    { providerId: "a-1", status: "failed", detail: "2" },
  ],
  [
    "the first of two",
    { query: "id=a-1&id=a-2&state=2&state=DELIVRD" },
    { providerId: "a-1", status: "failed", detail: "2" },
  ],
];

function receiptSettings(idPointer: string, statusPointer: string) {
  const map = { "DELIVRD": "delivered", "2": "failed" } as const;
  return settingsFor("https://sms.example.test", {
    receipt: { idPointer, statusPointer, map },
  });
}

Deno.test("http.parseReceipt() reads each receipt, and no other request", async (t) => {
  const table = [
    [receiptSettings("/data/id", "/data/state"), RECEIPTS],
    [receiptSettings("/id", "/state"), FLAT_RECEIPTS],
  ] as const;
  for (const [settings, rows] of table) {
    for (const [what, { body = "", type, query = "" }, expected] of rows) {
      await t.step(what, () => {
        const found = http.parseReceipt!(settings, {
          method: "POST",
          query: new URLSearchParams(query),
          headers: new Headers({ "content-type": type ?? "application/json" }),
          body,
        });
        const nobody = { messageId: null, providerId: null };
        const receipt = { ...nobody, ...expected } as Receipt;
        assertEquals(found, expected === null ? null : receipt);
      });
    }
  }
});

Deno.test("http.parseReceipt() reads an array and escaped pointers", () => {
  const settings = receiptSettings("/0/a~1b", "/0/m~0n");
  const found = http.parseReceipt!(settings, {
    method: "POST",
    query: new URLSearchParams(),
    headers: new Headers(),
    body: '[{"a/b": "a-1", "m~n": "2"}]',
  });
  assertEquals(found?.providerId, "a-1");
  assertEquals(found?.status, "failed");
});

Deno.test("http.parseReceipt() reads none where none is described", () => {
  const found = http.parseReceipt!(settingsFor("https://sms.example.test"), {
    method: "GET",
    query: new URLSearchParams("id=1&status=delivered"),
    headers: new Headers(),
    body: "",
  });
  assertEquals(found, null);
});
