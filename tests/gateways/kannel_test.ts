import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Handover, Outcome } from "../../lib/gateways/gateway.ts";
import { kannel, KannelSettings } from "../../lib/gateways/kannel.ts";
import {
  deadUrl,
  Double,
  isDiscreet,
  PORTS,
  RawDouble,
  say,
  SMS,
} from "./double.ts";

const USER = { username: "lsmessage", password: "p&ss w+rd%é" };
const ACCEPTED: Outcome = { kind: "accepted", providerId: null };

function submit(
  url: string,
  sms: Partial<Handover> = {},
  settings: Partial<KannelSettings> = {},
): Promise<Outcome> {
  const whole = { url, ...USER, ...settings };
  const signal = new AbortController().signal;
  return kannel.submit(PORTS, whole, { ...SMS, ...sms }, signal);
}

function rejected(scope: "message" | "gateway", detail: string): Outcome {
  return { kind: "rejected", scope, detail };
}

const ANSWERS: [status: number, body: string, outcome: Outcome][] = [
  [202, "0: Accepted for delivery", ACCEPTED],
  [202, "3: Queued for later delivery", ACCEPTED],
  [202, "Sent.", ACCEPTED],
  [202, "Sent. Message splits: 3", ACCEPTED],
  [
    400,
    "Missing receiver number, rejected",
    rejected("message", "number missing"),
  ],
  [
    400,
    "Missing receiver(s) number(s), rejected",
    rejected("message", "number missing"),
  ],
  [
    400,
    "Empty receiver number not allowed, rejected",
    rejected("message", "number missing"),
  ],
  [
    400,
    "Number(s) has/have been denied by white- and/or black-lists.",
    rejected("message", "number denied"),
  ],
  [
    400,
    "Charset or body misformed, rejected",
    rejected("message", "misformed"),
  ],
  [
    400,
    "Validity field misformed, rejected",
    rejected("message", "misformed"),
  ],
  [
    400,
    "Sender missing and no global set, rejected",
    rejected("gateway", "sender missing"),
  ],
  [
    400,
    "Invalid content-type",
    rejected("gateway", "POST not understood"),
  ],
  [400, "<h1>Bad Request</h1>", rejected("gateway", "HTTP 400")],
  [
    403,
    "Authorization failed for sendsms",
    rejected("gateway", "authorization failed"),
  ],
  [
    403,
    "Not routable. Do not try again.",
    rejected("gateway", "not routable"),
  ],
  [
    404,
    "Unknown request.",
    rejected("gateway", "not a sendsms address"),
  ],
  [404, "+33612345678 not found", rejected("gateway", "HTTP 404")],
  [429, "slow down", { kind: "retry", detail: "HTTP 429", afterMs: 7_000 }],
  [
    503,
    "Temporal failure, try again later.",
    { kind: "retry", detail: "temporary failure", afterMs: 7_000 },
  ],
  [503, "<h1>Service Unavailable</h1>", unknown(503)],
  [500, "Sending failed.", unknown(500)],
  [502, "Bad Gateway", unknown(502)],
  [408, "", unknown(408)],
  [200, "OK", unknown(200)],
  [202, "", unknown(202)],
  [202, "garbage 0: Accepted", unknown(202)],
  [302, "", unknown(302)],
];

function unknown(status: number): Outcome {
  return { kind: "unknown", detail: `HTTP ${status}` };
}

Deno.test("kannel.submit() understands every documented answer", async (t) => {
  for (const [status, body, outcome] of ANSWERS) {
    await t.step(`${status} ${body}`, async () => {
      const headers = { "retry-after": "7", location: "/elsewhere" };
      await using double = new Double(() =>
        new Response(body, { status, headers })
      );
      const found = await submit(double.url);
      assertEquals(found, outcome);
      assert(isDiscreet(found));
      assertEquals(double.asked.length, 1);
    });
  }
});

Deno.test("kannel.submit() posts the text and leaves the rest to headers", async () => {
  await using double = new Double(() =>
    new Response("0: Accepted for delivery", { status: 202 })
  );
  await submit(double.url, { text: " Été\nà 5 € ", validitySeconds: 90 });
  const [asked] = double.asked;
  assertEquals(asked!.method, "POST");
  assertEquals(asked!.target, "/cgi-bin/sendsms");
  assertEquals(asked!.body, " Été\nà 5 € ");
  const headers = Object.fromEntries(asked!.headers);
  assertEquals(headers["content-type"], "text/plain; charset=UTF-8");
  assertEquals(headers["content-length"], "16");
  assertEquals(headers["x-kannel-username"], "lsmessage");
  assertEquals(headers["x-kannel-password"], "p&ss w+rd%\u00c3\u00a9");
  assertEquals(headers["x-kannel-to"], "+33612345678");
  assertEquals(headers["x-kannel-from"], "Mairie");
  assertEquals(headers["x-kannel-coding"], "0");
  assertEquals(headers["x-kannel-validity"], "2");
  assertEquals(headers["x-kannel-dlr-mask"], "31");
  assertEquals(
    headers["x-kannel-dlr-url"],
    `${SMS.callbackUrl}?m=${SMS.messageId}&d=%d&a=%A&f=%F`,
  );
  assertEquals("x-kannel-smsc" in headers, false);
});

type Variation = [
  what: string,
  sms: Partial<Handover>,
  settings: Partial<KannelSettings>,
  header: string,
  value: string | null,
];

const VARIATIONS: Variation[] = [
  ["UCS-2", { encoding: "ucs2" }, {}, "x-kannel-coding", "2"],
  ["no sender", { sender: null }, {}, "x-kannel-from", null],
  ["an smsc", {}, { smsc: "orange" }, "x-kannel-smsc", "orange"],
  ["no receipts", {}, { dlr: false }, "x-kannel-dlr-url", null],
  ["no receipts", {}, { dlr: false }, "x-kannel-dlr-mask", null],
  ["no time left", { validitySeconds: 0 }, {}, "x-kannel-validity", "1"],
  [
    "a callback with a query and escapes",
    { callbackUrl: "http://a.test/c?k=a%2Fb", messageId: "msg_1" },
    {},
    "x-kannel-dlr-url",
    "http://a.test/c?k=a%%2Fb&m=msg_1&d=%d&a=%A&f=%F",
  ],
];

Deno.test("kannel.submit() writes what an SMS and the settings ask for", async (t) => {
  for (const [what, sms, settings, header, value] of VARIATIONS) {
    await t.step(`${what}: ${header}`, async () => {
      await using double = new Double(() =>
        new Response("0: Accepted for delivery", { status: 202 })
      );
      assertEquals(await submit(double.url, sms, settings), ACCEPTED);
      assertEquals(double.asked[0]!.headers.get(header), value);
    });
  }
});

Deno.test("kannel.submit() keeps a path of the settings", async () => {
  await using double = new Double(() => new Response("", { status: 404 }));
  await submit(`${double.url}/`);
  await submit(`${double.url}/kannel/send`);
  assertEquals(
    double.asked.map((asked) => asked.target),
    ["/cgi-bin/sendsms", "/kannel/send"],
  );
});

Deno.test("kannel.submit() answers retry when nothing listens", async () => {
  assertEquals(await submit(deadUrl()), {
    kind: "retry",
    detail: "connection refused",
  });
});

const CONNECT = "error sending request for url (http://k/?to=612): " +
  "client error (Connect): ";

const REFUSALS: [words: string, cause: string | null, detail: string][] = [
  [
    "fetch failed",
    `${CONNECT}dns error: failed to lookup address information`,
    "host name not found",
  ],
  [
    "fetch failed",
    `${CONNECT}tcp connect error: No route to host (os error 113)`,
    "no connection",
  ],
  [
    "fetch failed",
    `${CONNECT}invalid peer certificate: UnknownIssuer`,
    "no secure connection",
  ],
  // Before Deno 2.9 the words stood in the error itself.
  [
    `${CONNECT}tcp connect error: Connection refused (os error 111)`,
    null,
    "connection refused",
  ],
];

Deno.test("kannel.submit() answers retry for Deno's words of a failed connection", async (t) => {
  for (const [words, cause, detail] of REFUSALS) {
    await t.step(`${words} / ${cause}`, async () => {
      const error = new TypeError(
        words,
        cause === null ? {} : { cause: new Error(cause) },
      );
      const ports = { ...PORTS, fetch: () => Promise.reject(error) };
      const settings = { url: "http://kannel:13013", ...USER };
      const signal = new AbortController().signal;
      const found = await kannel.submit(ports, settings, SMS, signal);
      assertEquals(found, { kind: "retry", detail });
      assert(isDiscreet(found));
    });
  }
});

Deno.test("kannel.submit() answers retry when TLS does not come about", async () => {
  await using double = new Double(() => new Response());
  assertEquals(await submit(double.url.replace("http:", "https:")), {
    kind: "retry",
    detail: "no secure connection",
  });
});

const BREAKDOWNS: Record<string, (conn: Deno.Conn) => void | Promise<void>> = {
  "no answer at all": (conn) => conn.close(),
  "garbage": (conn) =>
    say(conn, "0: Accepted\r\n\r\n").then(() => conn.close()),
  "an end in the middle of the answer": async (conn) => {
    await say(conn, "HTTP/1.1 202 Accepted\r\ncontent-length: 24\r\n\r\n0: A");
    conn.close();
  },
  "an end in the middle of a chunked answer": async (conn) => {
    await say(
      conn,
      "HTTP/1.1 202 Accepted\r\ntransfer-encoding: chunked\r\n\r\n4\r\n0: A",
    );
    conn.close();
  },
};

Deno.test("kannel.submit() answers unknown when the connection breaks", async (t) => {
  for (const [what, breakdown] of Object.entries(BREAKDOWNS)) {
    await t.step(what, async () => {
      await using double = new RawDouble(breakdown);
      const found = await submit(double.url);
      assertEquals(found, {
        kind: "unknown",
        detail: "the connection ended without an answer",
      });
      assertEquals(double.requests, 1);
    });
  }
});

Deno.test("kannel.submit() answers unknown when no answer comes in time", async (t) => {
  const scripts = {
    "silence": () => {},
    "half an answer": (conn: Deno.Conn) =>
      say(conn, "HTTP/1.1 202 Accepted\r\ncontent-length: 24\r\n\r\n0:"),
  };
  for (const [what, script] of Object.entries(scripts)) {
    await t.step(what, async () => {
      await using double = new RawDouble(script);
      const settings = { url: double.url, ...USER };
      const controller = new AbortController();
      const timer = setTimeout(() => controller.abort(), 150);
      const found = await kannel.submit(
        PORTS,
        settings,
        SMS,
        controller.signal,
      );
      clearTimeout(timer);
      assertEquals(found, { kind: "unknown", detail: "no answer in time" });
    });
  }
});

Deno.test("kannel.submit() answers retry when cancelled before it asks", async () => {
  await using double = new Double(() => new Response());
  const settings = { url: double.url, ...USER };
  assertEquals(
    await kannel.submit(PORTS, settings, SMS, AbortSignal.abort()),
    { kind: "retry", detail: "cancelled unsent" },
  );
  assertEquals(double.asked, []);
});

Deno.test("kannel.submit() reads a huge answer no further than it must", async () => {
  let written = 0;
  const chunk = new Uint8Array(16_384).fill(0x41);
  await using double = new Double(() =>
    new Response(
      new ReadableStream({
        pull(controller) {
          written += chunk.length;
          controller.enqueue(chunk);
        },
      }, { highWaterMark: 0 }),
      { status: 202 },
    )
  );
  assertEquals(await submit(double.url), unknown(202));
  assert(written < 50 * 1_048_576, `${written} octets were written`);
});

Deno.test("kannel.submit() blames the settings when the network is closed to it", async () => {
  const ports = {
    ...PORTS,
    fetch: () => Promise.reject(new Deno.errors.PermissionDenied("10.0.0.1")),
  };
  const signal = new AbortController().signal;
  assertEquals(
    await kannel.submit(
      ports,
      { url: "http://10.0.0.1", ...USER },
      SMS,
      signal,
    ),
    rejected("gateway", "connecting to this address is not allowed"),
  );
});

type ReceiptRow = [query: string, receipt: unknown];

const ACCEPTED_AT_SMSC =
  "id:3e9 sub:001 dlvrd:001 submit date:2601010000 done date:2601010001";

function receiptText(state: string, error = "000"): string {
  return encodeURIComponent(
    `${ACCEPTED_AT_SMSC} stat:${state} err:${error} text:stat:EXPIRED 0612`,
  );
}

const RECEIPTS: ReceiptRow[] = [
  ["d=8&a=ACK%2F", { status: "sent", detail: null }],
  ["d=1&a=", { status: "delivered", detail: null }],
  [
    `d=1&a=${receiptText("DELIVRD")}`,
    { status: "delivered", detail: "DELIVRD" },
  ],
  [`d=4&a=${receiptText("ACCEPTD")}`, { status: "sent", detail: "ACCEPTD" }],
  [`d=32&a=${receiptText("ENROUTE")}`, { status: "sent", detail: "ENROUTE" }],
  [
    `d=2&a=${receiptText("UNDELIV", "23")}`,
    { status: "failed", detail: "UNDELIV err 23" },
  ],
  [`d=2&a=${receiptText("EXPIRED")}`, { status: "expired", detail: "EXPIRED" }],
  [`d=2&a=${receiptText("REJECTD")}`, { status: "failed", detail: "REJECTD" }],
  [`d=2&a=${receiptText("UNKNOWN")}`, null],
  ["d=2&a=", { status: "failed", detail: null }],
  [
    "d=16&a=NACK%2F0x0000000b%2FInvalid+Destination+Address",
    {
      status: "failed",
      detail: "message: 0x0b ESME_RINVDSTADR",
      neverSent: true,
    },
  ],
  [
    "d=16&a=NACK%2F0x0000000f%2FInvalid+System+ID",
    {
      status: "failed",
      detail: "gateway: 0x0f ESME_RINVSYSID",
      neverSent: true,
    },
  ],
  [
    "d=16&a=NACK%2F0x00000058%2FThrottling+error",
    {
      status: "failed",
      detail: "temporary: 0x58 ESME_RTHROTTLED",
      neverSent: true,
    },
  ],
  [
    "d=16&a=NACK%2F0x00000401%2FVendor-specific+error",
    { status: "failed", detail: "message: 0x401", neverSent: true },
  ],
  [
    "d=16&a=NACK%2F0x000000ff%2FUnknown+Error",
    { status: "failed", detail: "unclear: 0xff ESME_RUNKNOWNERR" },
  ],
  [
    "d=16&a=NACK%2FRetries+Exceeded",
    { status: "failed", detail: "Retries Exceeded", neverSent: true },
  ],
  [
    "d=16&a=NACK%2Fvalidity+expired",
    { status: "expired", detail: "validity expired" },
  ],
  [
    "d=16&a=NACK%2Fto+33612345678+denied",
    { status: "failed", detail: null, neverSent: true },
  ],
  ["d=16&a=", { status: "failed", detail: null }],
  ["d=64&a=", null],
  ["d=constructor&a=", null],
  ["a=ACK%2F", null],
  ["", null],
];

Deno.test("kannel.parseReceipt() reads each receipt, and no other request", async (t) => {
  const settings = { url: "http://kannel:13013", ...USER };
  for (const [query, expected] of RECEIPTS) {
    await t.step(query, () => {
      const found = kannel.parseReceipt!(settings, {
        method: "GET",
        query: new URLSearchParams(`m=msg_1&f=3e9&${query}`),
        headers: new Headers(),
        body: "",
      });
      const about = { messageId: "msg_1", providerId: "3e9" };
      assertEquals(
        found,
        expected === null ? null : { ...about, ...expected } as typeof found,
      );
    });
  }
});

Deno.test("kannel.parseReceipt() says null for ids that are missing", () => {
  const found = kannel.parseReceipt!({ url: "http://kannel:13013", ...USER }, {
    method: "GET",
    query: new URLSearchParams("d=8&a=ACK%2F&f="),
    headers: new Headers(),
    body: "",
  });
  assertEquals(found?.messageId, null);
  assertEquals(found?.providerId, null);
});

const WRONG: [settings: Record<string, unknown>, path: string][] = [
  [{ url: "kannel:13013" }, "url"],
  [{ url: "ftp://kannel" }, "url"],
  [{ url: "http://a:b@kannel" }, "url"],
  [{ url: "http://kannel/?username=a" }, "url"],
  [{ username: "" }, "username"],
  [{ password: undefined }, "password"],
  [{ password: " padded" }, "password"],
  [{ password: "two\nlines" }, "password"],
  [{ smsc: "a\r\nX-Kannel-To: 1" }, "smsc"],
  [{ dlr: "yes" }, "dlr"],
];

Deno.test("kannel.settings names the setting that is wrong", async (t) => {
  const right = { url: "http://kannel:13013", ...USER };
  assertEquals(KannelSettings.safeParse(right).success, true);
  for (const [wrong, path] of WRONG) {
    await t.step(JSON.stringify(wrong), () => {
      const { error } = KannelSettings.safeParse({ ...right, ...wrong });
      assertEquals(error?.issues.map((issue) => issue.path.join("/")), [path]);
    });
  }
  const { error } = KannelSettings.safeParse({ ...right, sms: "" });
  assertMatch(error?.issues[0]?.message ?? "", /sms/);
});
