import { assertEquals } from "@std/assert";
import {
  ABSENT,
  ApiWorld,
  assertProblem,
  assertSameRefusal,
  signIn,
} from "./support.ts";

const KANNEL = {
  kind: "kannel",
  name: "Kannel",
  settings: {
    url: "https://kannel:13013",
    username: "lsm",
    password: "very secret",
  },
};

Deno.test("GET /gateways begins with a simulator", async () => {
  await using api = await ApiWorld.open();
  const { status, body } = await api.ask("GET /gateways");
  assertEquals(status, 200);
  assertEquals(
    body.items.map((
      { kind, name, ownerId, state }: Record<string, unknown>,
    ) => ({
      kind,
      name,
      ownerId,
      state,
    })),
    [{ kind: "simulator", name: "simulator", ownerId: null, state: "closed" }],
  );
});

Deno.test("gateways are made, read, changed and deleted", async () => {
  await using api = await ApiWorld.open();

  const made = await api.ask("POST /gateways", { json: KANNEL });
  assertEquals(made.status, 201);
  assertEquals(made.body.settings.password, "••••");
  const path = `/gateways/${made.body.id}`;
  assertEquals(made.headers.get("location"), `/api/v1${path}`);
  assertEquals((await api.ask(`GET ${path}`)).body, made.body);

  const changed = await api.ask(`PATCH ${path}`, {
    json: { concurrency: 4, settings: { smsc: "rodez" } },
  });
  assertEquals(changed.status, 200);
  assertEquals(changed.body.concurrency, 4);
  assertEquals(changed.body.settings, { ...made.body.settings, smsc: "rodez" });

  assertEquals((await api.ask(`DELETE ${path}`)).status, 204);
  assertProblem(await api.ask(`GET ${path}`), 404, "not_found");
});

Deno.test("POST /gateways answers 422 with a pointer for each wrong setting", async () => {
  await using api = await ApiWorld.open();
  const answer = await api.ask("POST /gateways", {
    json: { ...KANNEL, settings: { url: "kannel", user: "lsm" } },
    headers: { "accept-language": "en" },
  });
  assertProblem(answer, 422, "invalid_request");
  assertEquals(
    answer.body.errors.map(({ pointer }: { pointer: string }) => pointer),
    [
      "/settings/url",
      "/settings/username",
      "/settings/password",
      "/settings/user",
    ],
  );
  assertEquals(answer.text.includes("lsm"), false);
});

Deno.test("a manager brings a gateway for its structure", async () => {
  await using api = await ApiWorld.open();
  const town = await api.structure();
  const cookie = await signIn(api, { [town]: "manager" });
  const caller = {
    key: null,
    headers: { cookie, "sec-fetch-site": "same-origin" },
  };
  const create = (ownerId: string | null) =>
    api.ask("POST /gateways", { ...caller, json: { ...KANNEL, ownerId } });

  assertEquals((await create(town)).status, 201);
  assertProblem(await create(null), 403, "forbidden");
  assertSameRefusal(
    await create(await api.structure()),
    await create(ABSENT.structure),
  );
  const { body } = await api.ask("GET /gateways", caller);
  assertEquals(body.items.length, 1);
});

Deno.test("gateways of others are as absent as none", async (t) => {
  await using api = await ApiWorld.open();
  const { key } = await api.application(await api.structure());
  const { body: { id: foreign } } = await api.ask("POST /gateways", {
    json: KANNEL,
  });
  const routes: [request: string, json?: unknown][] = [
    ["GET /gateways/{id}"],
    ["PATCH /gateways/{id}", { name: "Pris" }],
    ["DELETE /gateways/{id}"],
    ["POST /gateways/{id}/test", { to: "0612345678" }],
    ["GET /gateways/{id}/outbox"],
  ];
  for (const [request, json] of routes) {
    await t.step(request, async () => {
      const ask = (id: string) =>
        api.ask(request.replace("{id}", id), {
          key,
          ...(json === undefined ? {} : { json }),
        });
      const refusal = await ask(foreign);
      assertProblem(refusal, 404, "not_found");
      assertSameRefusal(refusal, await ask(ABSENT.gateway));
    });
  }
  const { body } = await api.ask("GET /gateways", { key });
  assertEquals(body.items, []);
});

Deno.test("POST /gateways/{id}/test sends one SMS, charged to nobody", async () => {
  await using api = await ApiWorld.open();
  const { body: { items: [simulator] } } = await api.ask("GET /gateways");
  const test = (json: unknown) =>
    api.ask(`POST /gateways/${simulator.id}/test`, { json });

  const sent = await test({ to: "06 12 34 56 78", text: "Essai" });
  const outbox = await api.ask(`GET /gateways/${simulator.id}/outbox`);

  assertEquals([sent.status, sent.body.outcome], [200, "accepted"]);
  assertEquals(
    outbox.body.items.map(({ to, text }: Record<string, unknown>) => [
      to,
      text,
    ]),
    [["+33612345678", "Essai"]],
  );
  const wrong = await test({ to: "0512345678" });
  assertProblem(wrong, 422, "invalid_request");
  assertEquals(wrong.body.errors[0].pointer, "/to");
});

Deno.test("GET /gateways/{id}/outbox is the simulator's alone", async () => {
  await using api = await ApiWorld.open();
  const { body } = await api.ask("POST /gateways", { json: KANNEL });
  const path = `/gateways/${body.id}/outbox`;
  assertProblem(await api.ask(`GET ${path}`), 404, "not_found");
});

Deno.test("GET /gateways/{id}/outbox answers 400 for a bad cursor", async () => {
  await using api = await ApiWorld.open();
  const { body: { items: [simulator] } } = await api.ask("GET /gateways");
  const path = `/gateways/${simulator.id}/outbox?cursor=x`;
  assertProblem(await api.ask(`GET ${path}`), 400, "invalid_cursor");
});
