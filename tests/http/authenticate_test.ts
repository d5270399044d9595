import { assertEquals } from "@std/assert";
import {
  ApiWorld,
  type Asked,
  assertProblem,
  OPERATOR_TOKEN,
  signIn,
} from "../api/support.ts";

Deno.test("a bearer scheme is read whatever its case", async (t) => {
  await using api = await ApiWorld.open();
  for (const scheme of ["Bearer", "bearer", "BEARER", "Bearer "]) {
    await t.step(scheme, async () => {
      const authorization = `${scheme} ${OPERATOR_TOKEN}`;
      const asked = { key: null, headers: { authorization } };
      assertEquals((await api.ask("GET /structures", asked)).status, 200);
    });
  }
});

Deno.test("who is nobody is told how to be somebody", async (t) => {
  await using api = await ApiWorld.open();
  const { key } = await api.application(await api.structure());
  const table: [claim: string, authorization: string, challenge: string][] = [
    [
      "an unknown key",
      `Bearer ${key.replace("live", "test")}`,
      "invalid_token",
    ],
    ["a key that is cut", `Bearer ${key.slice(0, -1)}`, "invalid_token"],
    ["a wrong operator token", `Bearer ${OPERATOR_TOKEN}x`, "invalid_token"],
    ["another scheme", `Basic ${btoa("a:b")}`, "invalid_token"],
    ["no token", "Bearer", "invalid_token"],
    ["two tokens", `Bearer ${key} ${key}`, "invalid_token"],
  ];
  for (const [claim, authorization, challenge] of table) {
    await t.step(claim, async () => {
      const headers = { authorization };
      const answer = await api.ask("GET /info", { key: null, headers });
      assertProblem(answer, 401, "unauthenticated");
      assertEquals(
        answer.headers.get("www-authenticate"),
        `Bearer realm="lsmessage", error="${challenge}"`,
      );
    });
  }
  await t.step("nothing at all", async () => {
    const answer = await api.ask("GET /info", { key: null });
    assertProblem(answer, 401, "unauthenticated");
    assertEquals(
      answer.headers.get("www-authenticate"),
      'Bearer realm="lsmessage"',
    );
  });
});

Deno.test("a session opens the same API", async () => {
  await using api = await ApiWorld.open();
  const town = await api.structure();
  const stranger = await api.structure();
  const cookie = await signIn(api, { [town]: "viewer" });
  const ask = (id: string) =>
    api.ask(`GET /structures/${id}/balance`, {
      key: null,
      headers: { cookie },
    });

  assertEquals((await ask(town)).status, 200);
  assertProblem(await ask(stranger), 404, "not_found");
});

Deno.test("a key counts more than a session", async () => {
  await using api = await ApiWorld.open();
  const town = await api.structure();
  const cookie = await signIn(api, { [town]: "viewer" });
  const asked = { key: "wrong", headers: { cookie } };
  assertProblem(
    await api.ask("GET /structures", asked),
    401,
    "unauthenticated",
  );
});

Deno.test("a session changes things from our own pages only", async (t) => {
  await using api = await ApiWorld.open();
  const town = await api.structure();
  const cookie = await signIn(api, { [town]: "manager" });
  const table: [claim: string, headers: Asked["headers"], status: number][] = [
    ["the same origin", { "sec-fetch-site": "same-origin" }, 201],
    ["our origin, said by an old browser", {
      origin: "http://localhost:8000",
    }, 201],
    ["the origin of its host", {
      origin: "http://127.0.0.1:8000",
      host: "127.0.0.1:8000",
    }, 201],
    ["another site", { "sec-fetch-site": "cross-site" }, 403],
    ["a sibling site", { "sec-fetch-site": "same-site" }, 403],
    ["an address typed in", { "sec-fetch-site": "none" }, 403],
    ["another site that pretends", {
      "sec-fetch-site": "cross-site",
      origin: "http://localhost:8000",
    }, 403],
    ["another origin", { origin: "https://evil.example" }, 403],
    ["no origin", { origin: "null" }, 403],
    ["nothing", {}, 403],
  ];
  for (const [claim, headers, status] of table) {
    await t.step(claim, async () => {
      const answer = await api.ask(`POST /structures/${town}/senders`, {
        key: null,
        json: { sender: "Mairie" },
        headers: { cookie, ...headers },
      });
      assertEquals(answer.status, status, answer.text);
    });
  }
});
