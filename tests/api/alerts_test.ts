import { assertEquals, assertFalse } from "@std/assert";
import {
  ABSENT,
  ApiWorld,
  assertProblem,
  assertSameRefusal,
  signIn,
} from "./support.ts";

const ALERTS = {
  lowBalance: [50, 10, 50],
  monthlyVolume: [1_000],
  emails: ["dsi@rodez.fr"],
};

const ANSWER = {
  lowBalance: [10, 50],
  monthlyVolume: [1_000],
  daysLeft: [],
  failureRate: [],
  emails: ["dsi@rodez.fr"],
  webhook: false,
  push: false,
  sms: [],
};

Deno.test("alerts are set, read and set anew", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  const path = `/structures/${id}/alerts`;

  const put = await api.ask(`PUT ${path}`, { json: ALERTS });
  assertEquals([put.status, put.body], [200, ANSWER]);
  const read = await api.ask(`GET ${path}`);
  assertEquals([read.status, read.body], [200, ANSWER]);

  const json = { ...ALERTS, sms: ["0612345678"], webhook: true, push: true };
  const again = await api.ask(`PUT ${path}`, { json });
  const changed = { webhook: true, push: true, sms: ["+33612345678"] };
  assertEquals(again.body, { ...ANSWER, ...changed });
});

Deno.test("PUT /structures/{id}/alerts answers 422 with a pointer to each mistake", async (t) => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  const table: [what: string, Record<string, unknown>, pointers: string[]][] = [
    ["nothing", { emails: undefined }, ["/emails"]],
    ["zero", { lowBalance: [10, 0] }, ["/lowBalance/1"]],
    ["a fraction", { monthlyVolume: [1.5] }, ["/monthlyVolume/0"]],
    ["a text", { lowBalance: ["10"] }, ["/lowBalance/0"]],
    ["a number for a list", { lowBalance: 10 }, ["/lowBalance"]],
    ["too many", { lowBalance: Array(11).fill(1) }, ["/lowBalance"]],
    ["no address", { emails: ["a@b.fr", "rodez"] }, ["/emails/1"]],
    ["two addresses in one", { emails: ["a@b.fr,c@d.fr"] }, ["/emails/0"]],
    ["a header", { emails: ["a@b.fr\r\nBcc: c@d.fr"] }, ["/emails/0"]],
    ["a landline", { sms: ["0123456789"] }, ["/sms/0"]],
    ["an unknown field", { mails: [] }, ["/mails"]],
  ];
  for (const [what, change, pointers] of table) {
    await t.step(what, async () => {
      const answer = await api.ask(`PUT /structures/${id}/alerts`, {
        json: { ...ALERTS, ...change },
      });
      assertProblem(answer, 422, "invalid_request");
      assertEquals(
        answer.body.errors.map(({ pointer }: { pointer: string }) => pointer),
        pointers,
      );
    });
  }
});

Deno.test("alerts of a foreign tenant are like those of nobody", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  const { key } = await api.application(await api.structure("Autre"));
  for (const what of ["PUT", "GET"]) {
    const asked = { key, ...(what === "PUT" ? { json: ALERTS } : {}) };
    assertSameRefusal(
      await api.ask(`${what} /structures/${id}/alerts`, asked),
      await api.ask(`${what} /structures/${ABSENT.structure}/alerts`, asked),
    );
  }
  const events = await api.ask(`GET /structures/${id}/alerts/events`, { key });
  assertProblem(events, 404, "not_found");
  const nobody = await api.ask(`GET /structures/${id}/alerts`, { key: null });
  assertProblem(nobody, 401, "unauthenticated");
});

Deno.test("a key and a viewer see what was raised, and not who is told", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  await api.transfer(id, 60);
  await api.ask(`PUT /structures/${id}/alerts`, { json: ALERTS });
  const { key } = await api.application(id, {
    scopes: ["messages:send", "balance:read"],
  });
  const cookie = await signIn(api, { [id]: "viewer" });
  const callers = [{ key }, { key: null, headers: { cookie } }];
  await send(api, key, 11);

  for (const caller of callers) {
    const settings = await api.ask(`GET /structures/${id}/alerts`, caller);
    assertProblem(settings, 403, "forbidden");
    const events = await api.ask(`GET /structures/${id}/alerts/events`, caller);
    assertEquals(events.status, 200);
    assertEquals(events.body.items.length, 1);
    assertFalse(events.text.includes("@"));
  }
});

Deno.test("64 concurrent sends over a threshold raise exactly one alert", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  await api.transfer(id, 80);
  await api.ask(`PUT /structures/${id}/alerts`, { json: ALERTS });
  const { key } = await api.application(id);

  const answers = await Promise.all(
    Array.from({ length: 64 }, (_, i) => send(api, key, 1, `Message ${i}`)),
  );

  assertEquals(new Set(answers.map(({ status }) => status)), new Set([202]));
  const { body } = await api.ask(`GET /structures/${id}/alerts/events`);
  const [alert, ...others] = body.items;
  assertEquals(others, []);
  assertEquals([alert.kind, alert.threshold, alert.value], [
    "lowBalance",
    50,
    49,
  ]);
  // The entry that crossed is in the ledger, and nothing before it was below.
  const ledger = await api.ask(`GET /structures/${id}/ledger?limit=100`);
  const entry = ledger.body.items.find(({ number }: { number: number }) =>
    number === alert.entry
  );
  assertEquals([entry.kind, entry.availableAfter], ["reserve", 49]);
});

Deno.test("GET /structures/{id}/alerts/events answers 400 to a cursor of another list", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  const path = `/structures/${id}/alerts/events`;
  assertProblem(await api.ask(`GET ${path}?cursor=x`), 400, "invalid_cursor");
  assertEquals((await api.ask(`GET ${path}`)).body, {
    items: [],
    nextCursor: null,
  });
});

function send(api: ApiWorld, key: string, count: number, text = "Bonjour") {
  const recipients = Array.from(
    { length: count },
    (_, i) => `+336123456${String(i).padStart(2, "0")}`,
  );
  return api.ask("POST /messages", { key, json: { text, recipients } });
}
