/**
 * Every public SMS service, one table: what each is sent, and what each of its
 * answers comes to.
 */
import { assert, assertEquals } from "@std/assert";
import type {
  GatewayPorts,
  Handover,
  Outcome,
} from "../../lib/gateways/gateway.ts";
import {
  type Asked,
  deadUrl,
  Double,
  PORTS,
  RawDouble,
  say,
  SMS,
} from "./double.ts";
import { SERVICES } from "./doubles/mod.ts";
import {
  bodyOf,
  type Expected,
  HOSTILE,
  later,
  responseOf,
  type Said,
  type Service,
} from "./doubles/service.ts";

type Change = {
  sms?: Partial<Handover>;
  settings?: Record<string, unknown>;
  ports?: Partial<GatewayPorts>;
  signal?: AbortSignal;
};

function submit(service: Service, url: string, change: Change = {}) {
  const { kind } = service;
  const settings = kind.settings.parse({
    ...service.settings(url),
    ...change.settings,
  });
  const signal = change.signal ?? new AbortController().signal;
  const ports = { ...PORTS, ...change.ports };
  return kind.submit(ports, settings, { ...SMS, ...change.sms }, signal);
}

/** The service over real HTTP; what it is asked wrongly, it remembers. */
class Played extends Double {
  readonly handOvers: Asked[] = [];
  complaint: unknown = null;

  constructor(
    service: Service,
    said: () => Said,
    expected: Expected = service.expected,
  ) {
    super(async (asked) => {
      const aside = service.aside?.(asked) ?? null;
      if (aside !== null) return aside;
      this.handOvers.push(asked);
      try {
        assertEquals(asked.method, "POST");
        assertArrived(asked, expected);
        await service.check?.(asked, this.url);
      } catch (error) {
        this.complaint = error;
      }
      return responseOf(said());
    });
  }

  assertAskedOnce(): void {
    if (this.complaint !== null) throw this.complaint;
    assertEquals(this.handOvers.length, 1);
  }
}

function assertArrived(asked: Asked, expected: Expected): void {
  assertEquals(asked.target, expected.target);
  for (const [name, value] of Object.entries(expected.headers)) {
    assertEquals(asked.headers.get(name), value, name);
  }
  assertEquals(asked.body, bodyOf(expected));
  const bytes = new TextEncoder().encode(asked.body).length;
  if (bytes > 0) assertEquals(asked.headers.get("content-length"), `${bytes}`);
}

/** No outcome tells whom an SMS went to, what it said, or a secret. */
function assertDiscreet({ secrets }: Service, outcome: Outcome): void {
  const ids = { providerId: null, partIds: null };
  const told = JSON.stringify({ ...outcome, ...ids });
  const kept = ["612345678", "12 34 56", "convocation", "s3cret", ...secrets];
  for (const word of kept) assert(!told.includes(word), `${word} in ${told}`);
  if (outcome.kind !== "accepted") assert(outcome.detail.length <= 80);
}

const HTML = "<html><body>nginx</body></html>";

/** What anything on the way may say in a service's stead. */
const OTHERS: [said: Said, kind: Outcome["kind"]][] = [
  [[200, ""], "unknown"],
  [[200, HTML], "unknown"],
  [[200, "{}"], "unknown"],
  [[200, "[]"], "unknown"],
  [[200, "null"], "unknown"],
  [[200, '{"messageId": "12", "sid": "12", "smsId'], "unknown"],
  [[201, ""], "unknown"],
  [[202, HTML], "unknown"],
  [[204, ""], "unknown"],
  [[302, "", { location: "/elsewhere" }], "unknown"],
  [[401, HTML], "rejected"],
  [[403, HTML], "rejected"],
  [[404, HTML], "rejected"],
  [[408, HTML], "unknown"],
  [[500, HTML], "unknown"],
  [[502, HTML], "unknown"],
  [[503, HTML, { "retry-after": "7" }], "unknown"],
  [[504, HTML], "unknown"],
];

/** Whatever member it reads, it reads what must not be passed on. */
function hostile(words: string): Record<string, unknown> {
  const members = ["code", "errorCode", "class", "message", "detail", "title"];
  return {
    ...Object.fromEntries(members.map((name) => [name, words])),
    ...{ description: words, error_message: words, more_info: words },
    messages: [{ status: words, "error-text": words }],
    requestError: { serviceException: { messageId: words, text: words } },
    errors: { recipients: [words] },
  };
}

for (const service of SERVICES) {
  const { kind } = service.kind;

  Deno.test(`${kind}.submit() understands every documented answer`, async (t) => {
    let said: Said = [500, ""];
    for (const [what, row, outcome] of service.answers) {
      await t.step(`${row[0]} ${what}`, async () => {
        said = row;
        await using double = new Played(service, () => said);
        const found = await submit(service, double.url);
        double.assertAskedOnce();
        assertEquals(found, outcome);
        assertDiscreet(service, found);
      });
    }
  });

  Deno.test(`${kind}.submit() takes no stranger's answer for a success`, async (t) => {
    for (const [said, expected] of OTHERS) {
      await t.step(`${said[0]} ${said[1]}`, async () => {
        await using double = new Played(service, () => said);
        const found = await submit(service, double.url);
        double.assertAskedOnce();
        assertEquals(found.kind, expected);
        if (found.kind === "rejected") assertEquals(found.scope, "gateway");
        assertDiscreet(service, found);
      });
    }
    await t.step("429", async () => {
      const said: Said = [429, HTML, { "retry-after": "7" }];
      await using double = new Played(service, () => said);
      const found = await submit(service, double.url);
      assertEquals(found, later("HTTP 429", 7_000));
    });
  });

  Deno.test(`${kind}.submit() passes on no number, text or secret`, async (t) => {
    const sentence = `${HOSTILE} ${service.secrets.join(" ")}`;
    for (const words of [sentence, "33612345678", ...service.secrets]) {
      for (const status of [200, 201, 400, 401, 402, 403, 422, 429, 500]) {
        await t.step(`${status} ${words}`, async () => {
          const said: Said = [status, hostile(words)];
          await using double = new Played(service, () => said);
          assertDiscreet(service, await submit(service, double.url));
        });
      }
    }
  });

  Deno.test(`${kind}.submit() writes what SMS and settings ask for`, async (t) => {
    for (const [what, change, different] of service.writings) {
      await t.step(what, async () => {
        const expected = { ...service.expected, ...different };
        const [[, said, outcome]] = service.answers;
        await using double = new Played(service, () => said, expected);
        assertEquals(await submit(service, double.url, change), outcome);
        double.assertAskedOnce();
      });
    }
    for (const [what, sms, outcome] of service.unsendable ?? []) {
      await t.step(what, async () => {
        await using double = new Played(service, () => [200, ""]);
        assertEquals(await submit(service, double.url, { sms }), outcome);
        assertEquals(double.asked.length, 0);
      });
    }
  });

  Deno.test(`${kind}.submit() answers retry where nothing was sent`, async () => {
    assertEquals(
      await submit(service, deadUrl()),
      later("connection refused"),
    );
    await using double = new Played(service, () => [200, ""]);
    const found = await submit(service, double.url, {
      signal: AbortSignal.abort(),
    });
    assertEquals(found, later("cancelled unsent"));
    assertEquals(double.asked.length, 0);
  });

  Deno.test(`${kind}.submit() answers unknown where no answer came`, async (t) => {
    const aside = async (conn: Deno.Conn, head: string) => {
      const [method = "", target = ""] = head.split(" ");
      const asked = { method, target, headers: new Headers(), body: "" };
      const answer = service.aside?.(asked) ?? null;
      if (answer === null) return false;
      const text = await answer.text();
      await say(
        conn,
        `HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: ${text.length}\r\n\r\n${text}`,
      );
      return true;
    };

    await t.step("the connection ends", async () => {
      let handOvers = 0;
      await using double = new RawDouble(async (conn, { head }) => {
        if (await aside(conn, head)) return;
        handOvers++;
        conn.close();
      });
      const found = await submit(service, double.url);
      assertEquals(found.kind, "unknown");
      assertEquals(handOvers, 1);
    });

    await t.step("none in time", async () => {
      const stop = new AbortController();
      await using double = new RawDouble(async (conn, { head }) => {
        if (!await aside(conn, head)) stop.abort();
      });
      const found = await submit(service, double.url, { signal: stop.signal });
      assertEquals(found.kind, "unknown");
    });
  });

  Deno.test(`${kind}.submit() asks the real service, never twice`, async () => {
    const handOvers: string[] = [];
    const fetch = (url: string, init: RequestInit) => {
      if (init.method === "POST") handOvers.push(url);
      return Promise.resolve(new Response("", { status: 500 }));
    };
    const settings = { endpoint: undefined };
    await submit(service, "https://x.test", { settings, ports: { fetch } });
    const { home, expected } = service;
    assertEquals(handOvers, [home + expected.target]);
  });
}
