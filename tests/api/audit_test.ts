import { assertEquals, assertMatch } from "@std/assert";
import { chainHash, NO_HASH } from "../../lib/domain/audit.ts";
import { ABSENT, ApiWorld, assertProblem, signIn } from "./support.ts";

// deno-lint-ignore no-explicit-any -- lines as the API tells them
type Line = any;

const PAGES = { "sec-fetch-site": "same-origin" };

async function journal(api: ApiWorld, id: string): Promise<Line[]> {
  const { body } = await api.ask(`GET /structures/${id}/audit?limit=100`);
  return body.items;
}

Deno.test("GET /structures/{id}/audit tells everything that changed a structure", async () => {
  await using api = await ApiWorld.open();
  const centre = await api.structure("Centre");
  const town = await api.structure("Ville", centre);
  await api.ask(`PATCH /structures/${town}`, { json: { name: "Mairie" } });
  await api.ask(`POST /structures/${town}/suspend`);
  await api.ask(`POST /structures/${town}/resume`);
  await api.ask(`POST /structures/${town}/senders`, {
    json: { sender: "Mairie" },
  });
  await api.ask(`DELETE /structures/${town}/senders/Mairie`);
  const { id } = await api.application(town);
  await api.ask(`POST /applications/${id}/rotate`, { json: {} });
  await api.ask(`DELETE /applications/${id}`);
  await api.transfer(centre, 100);
  await api.transfer(town, 10, { fromId: centre });
  await api.ask(`PUT /structures/${town}/alerts`, {
    json: { lowBalance: [5], monthlyVolume: [], emails: ["a@rodez.fr"] },
  });
  const { body: gateway } = await api.ask("POST /gateways", {
    json: { kind: "simulator", name: "essai", ownerId: town, settings: {} },
  });
  await api.ask(`PATCH /gateways/${gateway.id}`, { json: { order: 3 } });
  await api.ask(`DELETE /gateways/${gateway.id}`);

  const lines = await journal(api, town);

  assertEquals(lines.toReversed().map(({ action }) => action), [
    "structure.create",
    "structure.change",
    "structure.suspend",
    "structure.resume",
    "sender.add",
    "sender.remove",
    "application.create",
    "key.rotate",
    "application.delete",
    "credit.allocate",
    "alert.change",
    "gateway.create",
    "gateway.change",
    "gateway.delete",
  ]);
  assertEquals(JSON.stringify(lines).includes("@"), false);
  assertEquals(
    (await journal(api, centre)).map(({ action }) => action),
    ["credit.allocate", "credit.grant", "structure.create"],
  );
  const { body } = await api.ask(`GET /structures/${town}/audit/check`);
  assertEquals(body, {
    entries: 14,
    lastHash: lines[0].hash,
    intact: true,
    brokenAt: null,
  });
});

Deno.test("GET /structures/{id}/audit tells a change that was asked twice once", async () => {
  await using api = await ApiWorld.open();
  const town = await api.structure();
  const asked = {
    json: { name: "idelibre", mode: "live" },
    headers: { "idempotency-key": "once" },
  };
  for (const _ of [1, 2]) {
    await api.ask(`POST /structures/${town}/applications`, asked);
  }
  await api.ask(`POST /structures/${town}/resume`);

  const lines = await journal(api, town);

  assertEquals(lines.map(({ action }) => action), [
    "application.create",
    "structure.create",
  ]);
});

Deno.test("GET /structures/{id}/audit tells what a member was refused", async () => {
  await using api = await ApiWorld.open();
  const town = await api.structure();
  const cookie = await signIn(api, { [town]: "viewer" });
  const asked = { key: null, headers: { cookie, ...PAGES } };

  const answer = await api.ask(`POST /structures/${town}/senders`, {
    ...asked,
    json: { sender: "Mairie" },
  });

  assertProblem(answer, 403, "forbidden");
  const [line] = await journal(api, town);
  assertEquals(
    [line.action, line.result, line.detail, line.actor.name, line.from.via],
    [
      "access.refuse",
      "refused",
      { route: "POST /structures/{id}/senders" },
      "Marie",
      "api",
    ],
  );
});

Deno.test("GET /structures/{id}/audit tells who signed in", async () => {
  await using api = await ApiWorld.open();
  const town = await api.structure();
  await signIn(api, { [town]: "viewer" });

  const [line] = await journal(api, town);

  assertEquals([line.action, line.from.via], ["session.open", "page"]);
});

Deno.test("GET /structures/{id}/audit as NDJSON lets anyone follow the chain", async () => {
  await using api = await ApiWorld.open();
  const town = await api.structure();
  for (const sender of ["Mairie", "Ville", "Rodez"]) {
    await api.ask(`POST /structures/${town}/senders`, { json: { sender } });
  }

  const answer = await api.ask(`GET /structures/${town}/audit`, {
    headers: { accept: "application/x-ndjson" },
  });

  const lines: Line[] = answer.text.trim().split("\n").map((line) =>
    JSON.parse(line)
  );
  assertEquals(lines.length, 4);
  let before = NO_HASH;
  for (const { actor, from, at, hash, ...line } of lines) {
    before = chainHash(before, {
      ...line,
      atMs: Date.parse(at),
      actorKind: actor.kind,
      actorId: actor.id,
      via: from.via,
      address: from.address,
    });
    assertEquals(before, hash);
  }
});

Deno.test("GET /structures/{id}/audit as CSV opens in a spreadsheet", async () => {
  await using api = await ApiWorld.open();
  const town = await api.structure();

  const { text, headers } = await api.ask(`GET /structures/${town}/audit`, {
    headers: { accept: "text/csv" },
  });

  assertMatch(headers.get("content-disposition")!, /journal\.csv/);
  const [head, line] = text.split("\r\n");
  assertMatch(head!, /"number";"at";"actorKind"/);
  assertMatch(line!, /^"1";"2026-12-01T.*"structure\.create"/);
});

Deno.test("GET /structures/{id}/audit answers 403 to who does not manage it, 404 elsewhere", async () => {
  await using api = await ApiWorld.open();
  const town = await api.structure();
  const { key } = await api.application(town);
  assertProblem(
    await api.ask(`GET /structures/${town}/audit`, { key }),
    403,
    "forbidden",
  );
  assertProblem(
    await api.ask(`GET /structures/${ABSENT.structure}/audit`),
    404,
    "not_found",
  );
});

Deno.test("GET /audit is the installation's journal, for the operator", async () => {
  await using api = await ApiWorld.open();
  const town = await api.structure();
  await api.ask("POST /gateways", {
    json: { kind: "simulator", name: "essai", settings: {} },
  });
  const cookie = await signIn(api, { [town]: "manager" });

  const { body } = await api.ask("GET /audit");
  const refused = await api.ask("GET /audit", {
    key: null,
    headers: { cookie },
  });

  assertEquals(body.items.map(({ action }: Line) => action), [
    "gateway.create",
  ]);
  assertProblem(refused, 403, "forbidden");
});
