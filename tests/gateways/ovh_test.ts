import { assertEquals } from "@std/assert";
import { ovh, OvhSettings, signature } from "../../lib/gateways/ovh.ts";
import { Double, NOW_MS, PORTS, SMS } from "./double.ts";
import { ovh as service } from "./doubles/ovh.ts";
import { responseOf, type Said } from "./doubles/service.ts";

Deno.test("signature() signs as OVH does", async (t) => {
  const table: [string, ...Parameters<typeof signature>, string][] = [
    [
      "a POST",
      { applicationSecret: "AS", consumerKey: "CK" },
      {
        method: "POST",
        url: "https://eu.api.ovh.com/1.0/sms/sms-ab12345-1/jobs",
        body:
          '{"message":"Séance","receivers":["+33612345678"],"noStopClause":true}',
      },
      1700000000,
      "$1$e48a952d6f97410fab885377055a938adcbe5f64",
    ],
    [
      "a GET",
      {
        applicationSecret: "EgWIz07P0HYwtQDs",
        consumerKey: "MtSwSrPpNjqfVSmJhLbPyr2i45lSwPU1",
      },
      { method: "GET", url: "https://eu.api.ovh.com/1.0/domains/" },
      1366560945,
      "$1$9a6bc34335812d25724c162bca10008b3df6c00e",
    ],
  ];
  for (const [what, settings, question, timestamp, expected] of table) {
    await t.step(what, () => {
      assertEquals(signature(settings, question, timestamp), expected);
    });
  }
});

/** OVH with a clock of its own; notes the clock of each signed request. */
class Clocked extends Double {
  reads = 0;
  readonly timestamps: number[] = [];
  aheadSeconds = 0;
  nowMs = NOW_MS;
  time: () => Said = () => [
    200,
    String(Math.floor(this.nowMs / 1_000) + this.aheadSeconds),
  ];

  constructor(answer: (self: Clocked, timestamp: number) => Said) {
    super(({ target, headers }) => {
      if (target === "/auth/time") {
        this.reads++;
        return responseOf(this.time());
      }
      const timestamp = Number(headers.get("x-ovh-timestamp"));
      this.timestamps.push(timestamp - Math.floor(this.nowMs / 1_000));
      return responseOf(answer(this, timestamp));
    });
  }

  submit(user?: string) {
    const settings = OvhSettings.parse({
      ...service.settings(this.url),
      ...user === undefined ? {} : { user },
    });
    const ports = { ...PORTS, now: () => this.nowMs };
    return ovh.submit(ports, settings, SMS, new AbortController().signal);
  }
}

const [[, TAKEN, ACCEPTED]] = service.answers;
const BAD_SIGNATURE: Said = [400, {
  errorCode: "INVALID_SIGNATURE",
  message: "Invalid signature",
}];

Deno.test("ovh.submit() reads OVH's clock once an hour", async () => {
  await using double = new Clocked(() => TAKEN);
  double.aheadSeconds = -90;
  await Promise.all([double.submit(), double.submit(), double.submit("a")]);
  assertEquals(double.reads, 1);
  double.nowMs += 3_599_000;
  await double.submit();
  assertEquals(double.reads, 1);
  double.nowMs += 2_000;
  double.aheadSeconds = 5;
  assertEquals(await double.submit(), ACCEPTED);
  assertEquals(double.reads, 2);
  assertEquals(double.timestamps, [-90, -90, -90, -90, 5]);
});

Deno.test("ovh.submit() reads the clock again when a signature is refused", async () => {
  await using double = new Clocked((self, timestamp) => {
    const theirs = Math.floor(self.nowMs / 1_000) + self.aheadSeconds;
    return Math.abs(timestamp - theirs) > 30 ? BAD_SIGNATURE : TAKEN;
  });
  assertEquals(await double.submit(), ACCEPTED);
  double.aheadSeconds = 60;
  assertEquals(await double.submit(), ACCEPTED);
  assertEquals(double.timestamps, [0, 0, 60]);
  assertEquals(double.reads, 2);
});

Deno.test("ovh.submit() asks no third time when the secret is wrong", async () => {
  await using double = new Clocked(() => BAD_SIGNATURE);
  const refusal = {
    kind: "rejected",
    scope: "gateway",
    detail: "HTTP 400 INVALID_SIGNATURE",
  } as const;
  assertEquals(await double.submit(), refusal);
  assertEquals(double.timestamps.length, 1);
  assertEquals(await double.submit(), refusal);
  assertEquals(double.timestamps.length, 2);
  assertEquals(double.reads, 2);
});

Deno.test("ovh.submit() trusts its own clock where OVH does not tell", async (t) => {
  for (const said of [[500, ""], [200, "soon"], [200, "12"]] as const) {
    await t.step(said.join(" "), async () => {
      await using double = new Clocked(() => TAKEN);
      double.time = () => said;
      assertEquals(await double.submit(), ACCEPTED);
      double.aheadSeconds = 7;
      double.time = () => [200, String(Math.floor(NOW_MS / 1_000) + 7)];
      assertEquals(await double.submit(), ACCEPTED);
      assertEquals(double.timestamps, [0, 7]);
    });
  }
});

Deno.test("ovh.reconcile() asks the account's and the user's lists", async () => {
  const asked: string[] = [];
  await using double = new Double(({ target }) => {
    if (target === "/auth/time") return new Response("1767225600");
    asked.push(target.replace("/sms/sms-ab12345-1", ""));
    return responseOf([200, []]);
  });
  const settings = OvhSettings.parse({
    ...service.settings(double.url),
    user: "mairie",
  });
  const signal = new AbortController().signal;
  const lost = { ...SMS, handedMs: 1_767_225_600_000 };
  const found = await ovh.reconcile!(PORTS, settings, lost, signal);
  assertEquals(found, { kind: "absent" });
  assertEquals(asked, [
    "/outgoing?tag=01kanb2v3w8j4k2m7p",
    "/users/mairie/outgoing?tag=01kanb2v3w8j4k2m7p",
    "/jobs",
    "/users/mairie/jobs",
  ]);
});
