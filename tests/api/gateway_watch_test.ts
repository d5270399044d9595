import { assertEquals } from "@std/assert";
import { healthOf } from "../../lib/delivery/health.ts";
import { tellGatewayEvent } from "../../lib/delivery/gateway_events.ts";
import { ABSENT, ApiWorld, assertProblem, signIn } from "./support.ts";

const MIDNIGHT = "2026-12-31T23:00:00Z";

/** A structure, and two contracts that follow each other. */
async function openContracts() {
  const api = await ApiWorld.open();
  const id = await api.structure();
  const gateway = async (json: Record<string, unknown>) => {
    const { body } = await api.ask("POST /gateways", {
      json: { kind: "simulator", settings: {}, ...json },
    });
    return body.id as string;
  };
  return {
    api,
    id,
    old: await gateway({ name: "old", validUntil: MIDNIGHT }),
    next: await gateway({
      name: "new",
      order: 1,
      validFrom: MIDNIGHT,
      canaries: ["+33600000001"],
    }),
    reunion: await gateway({ name: "974", order: 2, prefixes: ["+262"] }),
  };
}

// deno-lint-ignore no-explicit-any -- a body as it came
const way = (body: any) =>
  body.steps.map((
    { name, taken, reason }: { name: string; taken: boolean; reason: string },
  ) => taken ? name : `(${name}: ${reason})`).join(" ");

Deno.test("GET /structures/{id}/route shows the way a message would take on a date", async (t) => {
  const { api, id } = await openContracts();
  await using _ = api;
  const table: [to: string, at: string | null, way: string][] = [
    ["0612345678", null, "old (new: not_yet) (974: prefix)"],
    ["0612345678", "2026-12-31T22:59:59Z", "old (new: not_yet) (974: prefix)"],
    ["0612345678", MIDNIGHT, "new (old: ended) (974: prefix)"],
    ["+33600000001", null, "new old (974: prefix)"],
    ["+262692123456", MIDNIGHT, "new 974 (old: ended)"],
  ];
  for (const [to, at, expected] of table) {
    await t.step(`${to} at ${at}`, async () => {
      const query = new URLSearchParams({ to, ...(at ? { at } : {}) });
      const answer = await api.ask(`GET /structures/${id}/route?${query}`);
      assertEquals(answer.status, 200);
      assertEquals(way(answer.body), expected);
    });
  }
  const wrong = await api.ask(`GET /structures/${id}/route?to=112`);
  assertProblem(wrong, 422, "invalid_request");
});

Deno.test("GET /structures/{id}/route names to a manager only what is the manager's to see", async () => {
  const { api, id } = await openContracts();
  await using _ = api;
  const headers = { cookie: await signIn(api, { [id]: "manager" }) };
  const path = `/structures/${id}/route?to=0612345678`;
  const { status, body } = await api.ask(`GET ${path}`, { key: null, headers });
  assertEquals(status, 200);
  assertEquals(
    body.steps.map(({ name }: { name: string | null }) => name),
    [null, null, null],
  );
  const viewer = { cookie: await signIn(api, { [id]: "viewer" }) };
  assertProblem(
    await api.ask(`GET ${path}`, { key: null, headers: viewer }),
    403,
    "forbidden",
  );
  const foreign = path.replace(id, ABSENT.structure);
  assertProblem(await api.ask(`GET ${foreign}`), 404, "not_found");
});

Deno.test("GET /gateways/{id} and its events tell what went wrong", async () => {
  const { api, old } = await openContracts();
  await using _ = api;
  const { ports } = api.world;
  healthOf(ports, old).fail("HTTP 503", ports.now());
  const event = { gatewayId: old, kind: "down", detail: "HTTP 503" } as const;
  await tellGatewayEvent(ports, event);

  const { body } = await api.ask(`GET /gateways/${old}`);
  assertEquals(body.recentErrors[0].detail, "HTTP 503");
  const events = await api.ask(`GET /gateways/${old}/events`);
  assertEquals(events.status, 200);
  const [{ kind, detail }] = events.body.items;
  assertEquals([kind, detail], ["down", "HTTP 503"]);
  assertProblem(
    await api.ask(`GET /gateways/${ABSENT.gateway}/events`),
    404,
    "not_found",
  );
});

Deno.test("GET /gateways/{id}/balance asks the network, and is null where it does not tell", async () => {
  const { api, old } = await openContracts();
  await using _ = api;
  const path = (id: string) => `/gateways/${id}/balance`;
  assertEquals((await api.ask(`GET ${path(old)}`)).body, { balance: null });

  const { body: { id } } = await api.ask("POST /gateways", {
    json: {
      kind: "smsfactor",
      name: "SMSFactor",
      settings: { token: "secret-token" },
    },
  });
  api.world.reply = () => Response.json({ status: 1, credits: "642" });
  const answer = await api.ask(`GET ${path(id)}`);
  assertEquals(answer.status, 200);
  assertEquals(answer.body, { balance: { amount: 642, unit: "sms" } });
  assertEquals(answer.text.includes("secret-token"), false);
  assertProblem(
    await api.ask(`GET ${path(ABSENT.gateway)}`),
    404,
    "not_found",
  );
});
