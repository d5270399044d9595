import { assert, assertEquals } from "@std/assert";
import type { Handover, Outcome } from "../../lib/gateways/gateway.ts";
import { jasmin, JasminSettings } from "../../lib/gateways/jasmin.ts";
import {
  deadUrl,
  Double,
  isDiscreet,
  PORTS,
  RawDouble,
  SMS,
} from "./double.ts";

const USER = { username: "town", password: "p&ss w+" };
const UUID = "07033084-5cfd-4812-90a4-e4d24ffb6e3d";
const ACCEPTED: Outcome = { kind: "accepted", providerId: UUID };
const CALLBACK = `${SMS.callbackUrl}?id=${SMS.messageId}`;

function submit(
  url: string,
  sms: Partial<Handover> = {},
  settings: Partial<JasminSettings> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Outcome> {
  const whole = { url, ...USER, ...settings };
  return jasmin.submit(
    PORTS,
    whole,
    { ...SMS, callbackUrl: CALLBACK, ...sms },
    signal,
  );
}

function success(): Response {
  return new Response(`Success "${UUID}"`);
}

function rejected(scope: "message" | "gateway", detail: string): Outcome {
  return { kind: "rejected", scope, detail };
}

function unknown(status: number): Outcome {
  return { kind: "unknown", detail: `HTTP ${status}` };
}

const ANSWERS: [status: number, body: string, outcome: Outcome][] = [
  [200, `Success "${UUID}"`, ACCEPTED],
  [200, "Success", unknown(200)],
  [200, 'Success ""', unknown(200)],
  [200, "<h1>Welcome</h1>", unknown(200)],
  [202, `Success "${UUID}"`, unknown(202)],
  [
    400,
    'Error "Argument [to] has an invalid value: [+33612345678x]."',
    rejected("message", "number refused"),
  ],
  [
    400,
    "Error \"Argument [b'to'] has an invalid value: [b'+33612345678x'].\"",
    rejected("message", "number refused"),
  ],
  [
    400,
    'Error "Argument [dlr-url] has an invalid value: [s3cret]."',
    rejected("gateway", "HTTP 400"),
  ],
  [
    400,
    'Error "Mandatory argument [username] is not found."',
    rejected("gateway", "HTTP 400"),
  ],
  [
    400,
    'Error "Value filter failed for user [town] (destination_address filter mismatch)."',
    rejected("message", "number not allowed"),
  ],
  [
    400,
    'Error "Value filter failed for user [town] (source_address filter mismatch)."',
    rejected("message", "sender not allowed"),
  ],
  [
    400,
    'Error "Value filter failed for user [town] (content filter mismatch)."',
    rejected("message", "content not allowed"),
  ],
  [
    400,
    'Error "Value filter failed for user [town] (validity_period filter mismatch)."',
    rejected("gateway", "filtered"),
  ],
  [
    400,
    'Error "Authorization failed for user [town] (Setting hex content not authorized)."',
    rejected("gateway", "not authorised"),
  ],
  [
    403,
    'Error "Authentication failure for username:town"',
    rejected("gateway", "authentication failed"),
  ],
  [
    403,
    'Error "Authorization failed for username:town"',
    rejected("gateway", "not authorised"),
  ],
  [
    403,
    'Error "Cannot charge submit_sm, check RouterPB log file for details"',
    rejected("gateway", "cannot be charged"),
  ],
  [
    403,
    'Error "User throughput exceeded"',
    { kind: "retry", detail: "throughput exceeded" },
  ],
  [404, "No Such Resource", rejected("gateway", "HTTP 404")],
  [408, "", unknown(408)],
  [412, 'Error "No route found"', rejected("gateway", "no route")],
  [
    412,
    'Error "Failover route has no bound connectors"',
    { kind: "retry", detail: "no bound connector" },
  ],
  [429, "", { kind: "retry", detail: "HTTP 429" }],
  [
    500,
    'Error "Cannot send submit_sm, check SMPPClientManagerPB log file for details"',
    { kind: "retry", detail: "cannot queue" },
  ],
  [500, 'Error "Unknown error: +33612345678"', unknown(500)],
  [
    503,
    'Error "InterceptorPB not connected !"',
    { kind: "retry", detail: "interceptor out of reach" },
  ],
  [503, "<h1>Service Unavailable</h1>", unknown(503)],
  [502, "Bad Gateway", unknown(502)],
  [302, "", unknown(302)],
];

Deno.test("jasmin.submit() understands every documented answer", async (t) => {
  for (const [status, body, outcome] of ANSWERS) {
    await t.step(`${status} ${body}`, async () => {
      const headers = { location: "/elsewhere" };
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

const FORM = "username=town&password=p%26ss+w%2B&to=33612345678" +
  "&from=Mairie&coding=0&hex-content=35201b65207f&validity-period=1440" +
  "&dlr=yes&dlr-url=https%3A%2F%2Fsms.example.test%2Fcallbacks%2Fgw_1" +
  "%2Fs3cret%3Fid%3Dmsg_01kanb2v3w8j4k2m7p&dlr-level=3&dlr-method=POST";

Deno.test("jasmin.submit() posts its form octet by octet", async () => {
  await using double = new Double(success);
  assertEquals(await submit(double.url, { text: "5 € à" }), ACCEPTED);
  const [asked] = double.asked;
  assertEquals(asked!.method, "POST");
  assertEquals(asked!.target, "/send");
  assertEquals(
    asked!.headers.get("content-type"),
    "application/x-www-form-urlencoded",
  );
  assertEquals(asked!.body, FORM);
});

Deno.test("jasmin.submit() asks by GET where it is told to", async () => {
  await using double = new Double(success);
  const text = { text: "5 € à" };
  assertEquals(await submit(double.url, text, { method: "GET" }), ACCEPTED);
  assertEquals(double.asked[0]!.method, "GET");
  assertEquals(double.asked[0]!.target, `/send?${FORM}`);
});

type Variation = [
  what: string,
  sms: Partial<Handover>,
  settings: Partial<JasminSettings>,
  name: string,
  value: string | null,
];

const VARIATIONS: Variation[] = [
  ["UCS-2", { text: "ê😀", encoding: "ucs2" }, {}, "coding", "8"],
  [
    "UCS-2",
    { text: "ê😀", encoding: "ucs2" },
    {},
    "hex-content",
    "00ead83dde00",
  ],
  ["no sender", { sender: null }, {}, "from", null],
  ["seconds", { validitySeconds: 61 }, {}, "validity-period", "2"],
  ["no time left", { validitySeconds: 0 }, {}, "validity-period", "1"],
  ["no receipts", {}, { dlr: false }, "dlr", "no"],
  ["no receipts", {}, { dlr: false }, "dlr-url", null],
  ["no receipts", {}, { dlr: false }, "dlr-level", null],
];

Deno.test("jasmin.submit() writes what an SMS and the settings ask for", async (t) => {
  for (const [what, sms, settings, name, value] of VARIATIONS) {
    await t.step(`${what}: ${name}`, async () => {
      await using double = new Double(success);
      await submit(double.url, sms, settings);
      const form = new URLSearchParams(double.asked[0]!.body);
      assertEquals(form.get(name), value);
    });
  }
});

Deno.test("jasmin.submit() keeps a path of the settings", async () => {
  await using double = new Double(success);
  await submit(`${double.url}/jasmin/send`);
  assertEquals(double.asked[0]!.target, "/jasmin/send");
});

Deno.test("jasmin.submit() tells retry from unknown where no answer comes", async () => {
  assertEquals(await submit(deadUrl()), {
    kind: "retry",
    detail: "connection refused",
  });
  for (const method of ["POST", "GET"] as const) {
    await using silent = new RawDouble(() => {});
    assertEquals(
      await submit(silent.url, {}, { method }, AbortSignal.timeout(100)),
      { kind: "unknown", detail: "no answer in time" },
    );
    await using cut = new RawDouble((conn) => conn.close());
    assertEquals(await submit(cut.url, {}, { method }), {
      kind: "unknown",
      detail: "the connection ended without an answer",
    });
    assertEquals(cut.requests, 1);
  }
});

type ReceiptRow = [
  fields: Record<string, string>,
  expected: Record<string, unknown> | null,
];

const RECEIPTS: ReceiptRow[] = [
  [{ message_status: "ESME_ROK", level: "1" }, {
    status: "sent",
    detail: null,
  }],
  [{ message_status: "ESME_RINVDSTADR", level: "1" }, {
    status: "failed",
    detail: "message: 0x0b ESME_RINVDSTADR",
    neverSent: true,
  }],
  [{ message_status: "ESME_RINVNUMDESTS", level: "1" }, {
    status: "failed",
    detail: "message: ESME_RINVNUMDESTS",
    neverSent: true,
  }],
  [{ message_status: "ESME_RBINDFAIL", level: "1" }, {
    status: "failed",
    detail: "gateway: 0x0d ESME_RBINDFAIL",
    neverSent: true,
  }],
  // It may have gone out.
  [{ message_status: "ESME_RUNKNOWNERR", level: "1" }, {
    status: "failed",
    detail: "unclear: 0xff ESME_RUNKNOWNERR",
  }],
  // Jasmin tries again by itself.
  [{ message_status: "ESME_RTHROTTLED", level: "1" }, null],
  [{ message_status: "DELIVRD", level: "3", err: "000" }, {
    status: "delivered",
    detail: "DELIVRD",
  }],
  [{ message_status: "UNDELIV", level: "3", err: "23" }, {
    status: "failed",
    detail: "UNDELIV err 23",
  }],
  [{ message_status: "EXPIRED", level: "2" }, {
    status: "expired",
    detail: "EXPIRED",
  }],
  [{ message_status: "DELETED", err: "<33612345678>" }, {
    status: "failed",
    detail: "DELETED",
  }],
  [{ message_status: "REJECTD" }, { status: "failed", detail: "REJECTD" }],
  [{ message_status: "ACCEPTD" }, { status: "sent", detail: "ACCEPTD" }],
  [{ message_status: "UNKNOWN" }, null],
  [{ message_status: "constructor" }, null],
  [{}, null],
];

function receive(fields: Record<string, string>, method = "POST") {
  return jasmin.parseReceipt!({ url: "http://jasmin:1401", ...USER }, {
    method,
    query: new URLSearchParams({ id: SMS.messageId }),
    headers: new Headers({
      "content-type": "application/x-www-form-urlencoded",
    }),
    body: String(
      new URLSearchParams({
        id: UUID,
        id_smsc: "2567",
        text: "Une convocation vous",
        ...fields,
      }),
    ),
  });
}

Deno.test("jasmin.parseReceipt() reads each receipt, and no other request", async (t) => {
  for (const [fields, expected] of RECEIPTS) {
    await t.step(JSON.stringify(fields), () => {
      const about = { messageId: SMS.messageId, providerId: UUID };
      assertEquals<unknown>(
        receive(fields),
        expected === null ? null : { ...about, ...expected },
      );
    });
  }
  assertEquals(receive({ message_status: "DELIVRD" }, "GET"), null);
});

Deno.test("jasmin.receiptAnswer is what Jasmin waits for", () => {
  assertEquals(jasmin.receiptAnswer, "ACK/Jasmin");
});

const WRONG: [settings: Record<string, unknown>, path: string][] = [
  [{ url: "jasmin:1401" }, "url"],
  [{ url: "http://a:b@jasmin" }, "url"],
  [{ url: "http://jasmin/send?to=1" }, "url"],
  [{ username: "" }, "username"],
  [{ password: "a".repeat(31) }, "password"],
  [{ method: "PUT" }, "method"],
  [{ dlr: "yes" }, "dlr"],
  [{ smsc: "a" }, ""],
];

Deno.test("jasmin.settings names the setting that is wrong", () => {
  const right = { url: "http://jasmin:1401", ...USER };
  assertEquals(JasminSettings.safeParse(right).success, true);
  for (const [wrong, path] of WRONG) {
    const { error } = JasminSettings.safeParse({ ...right, ...wrong });
    assertEquals(
      error?.issues.map((issue) => issue.path.join("/")),
      [path],
      JSON.stringify(wrong),
    );
  }
});
