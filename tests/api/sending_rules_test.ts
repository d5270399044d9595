import { assertEquals } from "@std/assert";
import { ABSENT, ApiWorld, assertProblem, signIn } from "./support.ts";

const NIGHT = {
  quietHours: { from: "20:00", to: "08:00" },
  timeZone: "Indian/Reunion",
  unknownOutcome: "uncertain",
};

Deno.test("PUT /structures/{id}/sending sets rules for a structure and all below it", async () => {
  await using api = await ApiWorld.open();
  const centre = await api.structure("Centre");
  const town = await api.structure("Rodez", centre);
  const path = (id: string) => `/structures/${id}/sending`;

  const put = await api.ask(`PUT ${path(centre)}`, { json: NIGHT });
  assertEquals([put.status, put.body], [200, {
    ...NIGHT,
    inheritedFrom: null,
  }]);
  const below = await api.ask(`GET ${path(town)}`);
  assertEquals(below.body, { ...NIGHT, inheritedFrom: centre });

  const gone = await api.ask(`DELETE ${path(centre)}`);
  assertEquals(gone.status, 204);
  const after = await api.ask(`GET ${path(town)}`);
  assertEquals(after.body, {
    quietHours: null,
    timeZone: "Europe/Paris",
    unknownOutcome: "resend",
    inheritedFrom: null,
  });
});

Deno.test("PUT /structures/{id}/sending answers 422 for what is wrong", async (t) => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  const table: [json: unknown, pointer: string][] = [
    [{}, "/quietHours"],
    [{ ...NIGHT, timeZone: "Mars/Olympus" }, "/timeZone"],
    [{ ...NIGHT, unknownOutcome: "pray" }, "/unknownOutcome"],
    [
      { ...NIGHT, quietHours: { from: "24:00", to: "08:00" } },
      "/quietHours/from",
    ],
    [
      { ...NIGHT, quietHours: { from: "20:00", to: "20:00" } },
      "/quietHours/to",
    ],
    [{ ...NIGHT, loud: true }, "/loud"],
  ];
  for (const [json, pointer] of table) {
    await t.step(pointer, async () => {
      const answer = await api.ask(`PUT /structures/${id}/sending`, { json });
      assertProblem(answer, 422, "invalid_request");
      assertEquals(answer.body.errors[0].pointer, pointer);
    });
  }
});

Deno.test("sending rules of others are as absent as none", async () => {
  await using api = await ApiWorld.open();
  const own = await api.structure("Rodez");
  const foreign = await api.structure("Millau");
  const cookie = await signIn(api, { [own]: "viewer" });
  const ask = (method: string, id: string) =>
    api.ask(`${method} /structures/${id}/sending`, {
      key: null,
      headers: { cookie, origin: "http://localhost:8000" },
      ...(method === "PUT" ? { json: NIGHT } : {}),
    });
  for (const method of ["GET", "PUT", "DELETE"]) {
    assertProblem(await ask(method, foreign), 404, "not_found");
    assertProblem(await ask(method, ABSENT.structure), 404, "not_found");
  }
  assertEquals((await ask("GET", own)).status, 200);
  assertProblem(await ask("PUT", own), 403, "forbidden");
});
