import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  ForgedReceipt,
  type Handover,
  type Outcome,
} from "../../lib/gateways/gateway.ts";
import { smsgate, SmsGateSettings } from "../../lib/gateways/smsgate.ts";
import {
  type Asked,
  deadUrl,
  Double,
  isDiscreet,
  NOW_MS,
  PORTS,
  RawDouble,
  SMS,
} from "./double.ts";

const USER = { username: "town", password: "p:ss é" };
const BASIC = "Basic dG93bjpwOnNzIMOp";
const ACCEPTED: Outcome = { kind: "accepted", providerId: null };

function submit(
  url: string,
  sms: Partial<Handover> = {},
  settings: Partial<SmsGateSettings> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Outcome> {
  const whole = { url, ...USER, ...settings };
  return smsgate.submit(PORTS, whole, { ...SMS, ...sms }, signal);
}

function rejected(scope: "message" | "gateway", detail: string): Outcome {
  return { kind: "rejected", scope, detail };
}

function unknown(status: number): Outcome {
  return { kind: "unknown", detail: `HTTP ${status}` };
}

function pending(): Response {
  const { messageId: id, to } = SMS;
  const recipients = [{ phoneNumber: to, state: "Pending" }];
  const body = { id, deviceId: "PyDmBQZZXYmyxMwED8Fzy", state: "Pending" };
  return Response.json({ ...body, recipients, states: {} }, { status: 202 });
}

const ANSWERS: [status: number, body: unknown, outcome: Outcome][] = [
  [202, { id: SMS.messageId, state: "Pending" }, ACCEPTED],
  // A phone's own API answers so, depending on its version.
  [201, { id: SMS.messageId, state: "Pending" }, ACCEPTED],
  [202, { state: "Pending" }, unknown(202)],
  [202, "<h1>Welcome</h1>", unknown(202)],
  [204, "", unknown(204)],
  [
    400,
    {
      message:
        "failed to enqueue message: can't use phone in row 1: invalid phone number +33612345678",
    },
    rejected("message", "HTTP 400"),
  ],
  [
    400,
    { message: "failed to select device: record not found" },
    rejected("gateway", "HTTP 400"),
  ],
  [401, { message: "Unauthorized" }, rejected("gateway", "HTTP 401")],
  [403, { message: "Forbidden" }, rejected("gateway", "HTTP 403")],
  [404, "Cannot POST /messages", rejected("gateway", "HTTP 404")],
  [405, "", rejected("gateway", "HTTP 405")],
  [409, { message: "duplicate id" }, ACCEPTED],
  [429, "", { kind: "retry", detail: "HTTP 429", afterMs: 7_000 }],
  [408, "", unknown(408)],
  [500, { message: "failed to handle request" }, unknown(500)],
  [502, "", unknown(502)],
  [
    503,
    {
      error: "QueueLimitExceeded",
      message: "queue limits exceeded: device offline",
    },
    rejected("gateway", "queue limits exceeded"),
  ],
  [
    503,
    "<h1>Service Unavailable</h1>",
    { kind: "retry", detail: "HTTP 503", afterMs: 7_000 },
  ],
  [302, "", unknown(302)],
];

Deno.test("smsgate.submit() understands every documented answer", async (t) => {
  for (const [status, body, outcome] of ANSWERS) {
    await t.step(`${status} ${JSON.stringify(body)}`, async () => {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const headers = { "retry-after": "7", location: "/elsewhere" };
      await using double = new Double(() =>
        new Response(status === 204 ? null : text, { status, headers })
      );
      const found = await submit(double.url);
      assertEquals(found, outcome);
      assert(isDiscreet(found));
      assertEquals(double.asked.length, 1);
    });
  }
});

Deno.test("smsgate.submit() posts its JSON octet by octet", async () => {
  await using double = new Double(pending);
  assertEquals(
    await submit(`${double.url}/3rdparty/v1/`, { text: 'Été "à"\n5 €' }),
    ACCEPTED,
  );
  const [asked] = double.asked;
  assertEquals(asked!.method, "POST");
  assertEquals(asked!.target, "/3rdparty/v1/messages");
  assertEquals(asked!.headers.get("authorization"), BASIC);
  assertEquals(asked!.headers.get("content-type"), "application/json");
  assertEquals(
    asked!.body,
    '{"id":"msg_01kanb2v3w8j4k2m7p",' +
      '"textMessage":{"text":"Été \\"à\\"\\n5 €"},' +
      '"phoneNumbers":["+33612345678"],' +
      '"withDeliveryReport":true,"ttl":86400}',
  );
});

Deno.test("smsgate.submit() passes on what the settings choose", async () => {
  await using double = new Double(pending);
  await submit(double.url, { validitySeconds: 2 }, {
    deviceId: "PyDmBQZZXYmyxMwED8Fzy",
    simNumber: 2,
    priority: 100,
    activeWithinHours: 12,
  });
  const [asked] = double.asked;
  assertEquals(asked!.target, "/messages?deviceActiveWithin=12");
  assertEquals(JSON.parse(asked!.body), {
    id: SMS.messageId,
    textMessage: { text: SMS.text },
    phoneNumbers: [SMS.to],
    withDeliveryReport: true,
    ttl: 5,
    deviceId: "PyDmBQZZXYmyxMwED8Fzy",
    simNumber: 2,
    priority: 100,
  });
});

Deno.test("smsgate.submit() tells retry from unknown where no answer comes", async () => {
  assertEquals(await submit(deadUrl()), {
    kind: "retry",
    detail: "connection refused",
  });
  await using silent = new RawDouble(() => {});
  assertEquals(
    await submit(silent.url, {}, {}, AbortSignal.timeout(100)),
    { kind: "unknown", detail: "no answer in time" },
  );
  await using cut = new RawDouble((conn) => conn.close());
  assertEquals(await submit(cut.url), {
    kind: "unknown",
    detail: "the connection ended without an answer",
  });
  assertEquals(cut.requests, 1);
  // So that the delivery may hand it over once more.
  assertEquals(smsgate.deduplicates, true);
});

/** A server with tokens: each is good until it is revoked. */
class TokenServer {
  readonly asked: Asked[] = [];
  issued = 0;
  revoked = 0;
  refusal: Response | null = null;
  ttlMs = 3_600_000;

  answer(asked: Asked): Response {
    this.asked.push(asked);
    if (asked.target === "/auth/token") {
      if (this.refusal !== null) return this.refusal.clone();
      this.issued++;
      return Response.json({
        id: "w8pxz0a4Fwa4xgzyCvSeC",
        token_type: "Bearer",
        access_token: `token-${this.issued}`,
        refresh_token: "refresh",
        expires_at: new Date(NOW_MS + this.ttlMs).toISOString(),
      }, { status: 201 });
    }
    const isGood = asked.headers.get("authorization") ===
        `Bearer token-${this.issued}` && this.issued > this.revoked;
    return isGood ? pending() : new Response("{}", { status: 401 });
  }

  get targets(): string[] {
    return this.asked.map(({ target }) => target);
  }
}

Deno.test("smsgate.submit() asks for a token once, and uses it", async () => {
  const server = new TokenServer();
  await using double = new Double((asked) => server.answer(asked));
  const jwt = { auth: "jwt" as const };
  const outcomes = await Promise.all(
    [1, 2, 3].map(() => submit(double.url, {}, { ...jwt })),
  );
  outcomes.push(await submit(double.url, {}, jwt));
  assertEquals(outcomes, Array(4).fill(ACCEPTED));
  assertEquals(server.targets, [
    "/auth/token",
    ...Array(4).fill("/messages"),
  ]);
  const [question, message] = server.asked;
  assertEquals(question!.headers.get("authorization"), BASIC);
  assertEquals(question!.body, '{"ttl":3600,"scopes":["messages:send"]}');
  assertEquals(message!.headers.get("authorization"), "Bearer token-1");
});

Deno.test("smsgate.submit() asks for another token when one is over", async () => {
  const server = new TokenServer();
  server.ttlMs = 30_000;
  await using double = new Double((asked) => server.answer(asked));
  await submit(double.url, {}, { auth: "jwt" });
  server.ttlMs = 3_600_000;
  await submit(double.url, {}, { auth: "jwt" });
  server.revoked = 2;
  assertEquals(await submit(double.url, {}, { auth: "jwt" }), ACCEPTED);
  assertEquals(server.targets, [
    ...["/auth/token", "/messages", "/auth/token", "/messages"],
    ...["/messages", "/auth/token", "/messages"],
  ]);
});

Deno.test("smsgate.submit() gives up where no token is taken", async () => {
  const server = new TokenServer();
  server.revoked = Infinity;
  await using double = new Double((asked) => server.answer(asked));
  assertEquals(
    await submit(double.url, {}, { auth: "jwt" }),
    rejected("gateway", "HTTP 401"),
  );
  assertEquals(server.targets.length, 4);
});

const REFUSALS: [response: Response, outcome: Outcome][] = [
  [
    new Response("{}", { status: 401 }),
    rejected("gateway", "token: HTTP 401"),
  ],
  [
    new Response("{}", { status: 501 }),
    rejected("gateway", "token: HTTP 501"),
  ],
  [
    new Response("{}", { status: 500 }),
    { kind: "retry", detail: "token: HTTP 500" },
  ],
  [
    new Response("hello", { status: 200 }),
    { kind: "retry", detail: "token: HTTP 200" },
  ],
  [
    new Response("{}", { status: 429 }),
    { kind: "retry", detail: "token: HTTP 429" },
  ],
];

Deno.test("smsgate.submit() has sent nothing while it has no token", async (t) => {
  for (const [response, outcome] of REFUSALS) {
    await t.step(String(response.status), async () => {
      const server = new TokenServer();
      server.refusal = response;
      await using double = new Double((asked) => server.answer(asked));
      assertEquals(await submit(double.url, {}, { auth: "jwt" }), outcome);
      assertEquals(server.targets, ["/auth/token"]);
    });
  }
  await t.step("silence", async () => {
    await using double = new RawDouble(() => {});
    assertEquals(
      await submit(double.url, {}, { auth: "jwt" }, AbortSignal.timeout(80)),
      { kind: "retry", detail: "no token" },
    );
  });
});

function webhook(event: string, payload: Record<string, unknown>): string {
  return JSON.stringify({
    id: "Ey6ECgOkVVFjz3CL48B8C",
    deviceId: "ffffffffceb0b1db0000018e937c815b",
    webhookId: "LreFUt-Z3sSq0JufY9uWB",
    event,
    payload: { recipient: SMS.to, simNumber: 1, ...payload },
  });
}

function receive(
  body: string,
  headers?: Record<string, string>,
  signingKey?: string,
) {
  const settings = {
    url: "https://api.sms-gate.app/3rdparty/v1",
    ...USER,
    ...signingKey === undefined ? {} : { signingKey },
  };
  return smsgate.parseReceipt!(settings, {
    method: "POST",
    query: new URLSearchParams(),
    headers: new Headers(headers),
    body,
  });
}

const OURS = { messageId: SMS.messageId };

type ReceiptRow = [
  what: string,
  body: string,
  expected: [status: string, detail: string | null] | null,
];

const RECEIPTS: ReceiptRow[] = [
  [
    "sent",
    webhook("sms:sent", { ...OURS, sentAt: "2026-01-01T00:00:00Z" }),
    ["sent", null],
  ],
  ["delivered", webhook("sms:delivered", OURS), ["delivered", null]],
  [
    "failed",
    webhook("sms:failed", {
      ...OURS,
      reason: "Send result: RESULT_ERROR_LIMIT_EXCEEDED for +33612345678",
    }),
    ["failed", "RESULT_ERROR_LIMIT_EXCEEDED"],
  ],
  [
    "failed without a permission",
    webhook("sms:failed", {
      ...OURS,
      reason: "Neither user 1 nor process has android.permission.SEND_SMS.",
    }),
    ["failed", "SEND_SMS"],
  ],
  [
    "failed for other reasons",
    webhook("sms:failed", { ...OURS, reason: "+33612345678 is odd" }),
    ["failed", null],
  ],
  [
    "expired on the phone",
    webhook("sms:failed", { ...OURS, reason: "TTL expired" }),
    ["expired", "TTL expired"],
  ],
  ["cancelled", webhook("sms:cancelled", OURS), ["failed", "cancelled"]],
  ["received", webhook("sms:received", OURS), null],
  ["a ping", webhook("system:ping", {}), null],
  [
    "somebody else's message",
    webhook("sms:delivered", { messageId: "zXDYfTmTVf3iMd16zzdBj" }),
    null,
  ],
  ["a number for an id", webhook("sms:delivered", { messageId: 7 }), null],
  ["no payload", '{"event":"sms:delivered"}', null],
  ["no object", '"sms:delivered"', null],
  ["no JSON", "sms:delivered", null],
  ["nothing", "", null],
  ["a name every object has", webhook("constructor", OURS), null],
];

Deno.test("smsgate.parseReceipt() reads each event, and no other request", async (t) => {
  for (const [what, body, expected] of RECEIPTS) {
    await t.step(what, () => {
      const found = receive(body);
      if (expected === null) return assertEquals(found, null);
      const [status, detail] = expected;
      assertEquals<unknown>(found, {
        messageId: SMS.messageId,
        providerId: null,
        status,
        detail,
      });
    });
  }
});

/** Computed with another tool, for the key `key`. */
const VECTOR = {
  body: '{"event":"sms:delivered"}',
  headers: {
    "x-timestamp": "1700000000",
    "x-signature":
      "7cace21bc9777750bb2f6cf6891cfca6b6b57a4a70f6e98ea8880f5cd274d856",
  },
};

Deno.test("smsgate.parseReceipt() takes what the phone has signed", () => {
  const { body, headers } = VECTOR;
  assertEquals(receive(body, headers, "key"), null);
  const upper = headers["x-signature"].toUpperCase();
  assertEquals(
    receive(body, { ...headers, "x-signature": upper }, "key"),
    null,
  );
});

const FORGERIES: [what: string, body: string, headers: object, key: string][] =
  [
    ["another key", VECTOR.body, VECTOR.headers, "kez"],
    ["another body", `${VECTOR.body} `, VECTOR.headers, "key"],
    [
      "another time",
      VECTOR.body,
      { ...VECTOR.headers, "x-timestamp": "1700000001" },
      "key",
    ],
    ["no signature", VECTOR.body, { "x-timestamp": "1700000000" }, "key"],
    [
      "half a signature",
      VECTOR.body,
      { ...VECTOR.headers, "x-signature": "7cace21b" },
      "key",
    ],
    ["no headers", webhook("sms:delivered", OURS), {}, "key"],
  ];

Deno.test("smsgate.parseReceipt() refuses what is signed wrongly", async (t) => {
  for (const [what, body, headers, key] of FORGERIES) {
    await t.step(what, () => {
      assertThrows(
        () => receive(body, headers as Record<string, string>, key),
        ForgedReceipt,
      );
    });
  }
});

const WRONG: [settings: Record<string, unknown>, path: string][] = [
  [{ url: "api.sms-gate.app" }, "url"],
  [{ url: "https://a:b@api.sms-gate.app" }, "url"],
  [{ url: "https://api.sms-gate.app/?" }, "url"],
  [{ username: "" }, "username"],
  [{ username: "a:b" }, "username"],
  [{ password: "a\nb" }, "password"],
  [{ auth: "oauth" }, "auth"],
  [{ signingKey: "" }, "signingKey"],
  [{ simNumber: 4 }, "simNumber"],
  [{ priority: 128 }, "priority"],
  [{ activeWithinHours: 0 }, "activeWithinHours"],
  [{ sim: 1 }, ""],
];

Deno.test("smsgate.reconcile() asks for the SMS by our id", async (t) => {
  const { messageId } = SMS;
  const table: [status: number, body: unknown, kind: string][] = [
    [200, { id: messageId, state: "Sent", recipients: [] }, "accepted"],
    [200, { id: "another" }, "unknown"],
    [404, { message: "message not found" }, "absent"],
    [401, { message: "unauthorized" }, "unknown"],
    [500, "", "unknown"],
  ];
  const look = async (url: string) =>
    await smsgate.reconcile!(
      PORTS,
      { url, ...USER },
      { ...SMS, handedMs: NOW_MS },
      new AbortController().signal,
    );
  for (const [status, body, expected] of table) {
    await t.step(`HTTP ${status}: ${expected}`, async () => {
      await using double = new Double(() => Response.json(body, { status }));
      assertEquals((await look(double.url)).kind, expected);
      const [{ method, target, headers }] = double.asked as [Asked];
      assertEquals([method, target], ["GET", `/messages/${messageId}`]);
      assertEquals(headers.get("authorization"), BASIC);
    });
  }
  assertEquals((await look(deadUrl())).kind, "unknown");
});

Deno.test("smsgate.settings names the setting that is wrong", () => {
  const right = { url: "http://192.168.1.10:8080", ...USER };
  assertEquals(SmsGateSettings.safeParse(right).success, true);
  for (const [wrong, path] of WRONG) {
    const { error } = SmsGateSettings.safeParse({ ...right, ...wrong });
    assertEquals(
      error?.issues.map((issue) => issue.path.join("/")),
      [path],
      JSON.stringify(wrong),
    );
  }
});
