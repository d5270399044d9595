import { assertEquals } from "@std/assert";
import { FRESH_MS } from "../../lib/domain/step_up.ts";
import { ApiWorld, type Asked, assertProblem, signIn } from "../api/support.ts";

const FROM_HERE = { "sec-fetch-site": "same-origin" };

/** What asks for a factor of the last ten minutes. */
function sensitive(
  town: string,
  application: string,
): [what: string, asked: Asked, status: number][] {
  const idempotent = { "idempotency-key": "once" };
  return [
    [
      "POST /transfers",
      {
        json: { fromId: town, toId: town, credits: 1 },
        headers: idempotent,
      },
      422,
    ],
    [`POST /structures/${town}/applications`, {
      json: { name: "idelibre", mode: "test" },
    }, 201],
    [`POST /applications/${application}/rotate`, { json: {} }, 200],
    [`GET /messages?structureId=${town}`, {
      headers: { accept: "text/csv" },
    }, 200],
    [`GET /structures/${town}/export`, {}, 200],
    [`POST /structures/${town}/people/search`, {
      json: { recipient: "+33612345678" },
    }, 200],
    [`POST /structures/${town}/members`, {
      json: { email: "luc@example.fr", name: "Luc", role: "viewer" },
    }, 201],
    [`POST /structures/${town}/imports`, {
      json: { csv: "nom\nHalle" },
    }, 202],
    [`GET /structures/${town}/audit`, {
      headers: { accept: "application/x-ndjson" },
    }, 200],
  ];
}

Deno.test("what is sensitive asks a session for a factor of the last ten minutes", async (t) => {
  await using api = await ApiWorld.open();
  const town = await api.structure();
  const { id } = await api.application(town);
  const cookie = await signIn(api, { [town]: "manager" });
  const ask = (what: string, asked: Asked) =>
    api.ask(what, {
      ...asked,
      key: null,
      headers: { cookie, ...FROM_HERE, ...asked.headers },
    });

  for (const [what, asked, status] of sensitive(town, id)) {
    await t.step(`${what}, fresh`, async () => {
      assertEquals((await ask(what, asked)).status, status);
    });
  }
  api.world.advance(FRESH_MS + 1_000);
  for (const [what, asked] of sensitive(town, id)) {
    await t.step(`${what}, stale`, async () => {
      const answer = await ask(what, asked);
      assertProblem(answer, 403, "forbidden");
      assertEquals(answer.body.reason, "fresh_factor_required");
      assertEquals(
        answer.body.confirmUrl,
        "http://localhost:8000/compte/confirmer",
      );
    });
  }
  await t.step("what is not sensitive goes on", async () => {
    assertEquals((await ask(`GET /structures/${town}`, {})).status, 200);
    assertEquals(
      (await ask(`GET /messages?structureId=${town}`, {})).status,
      200,
    );
  });
});

Deno.test("keys and the operator's token are factors themselves", async () => {
  await using api = await ApiWorld.open();
  const town = await api.structure();
  const { key } = await api.application(town);
  api.world.advance(FRESH_MS * 2);

  const asked = { key, headers: { accept: "text/csv" } };
  assertEquals((await api.ask("GET /messages", asked)).status, 200);
  assertEquals((await api.transfer(town, 10)).status, 201);
});
