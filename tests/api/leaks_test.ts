import { assertEquals } from "@std/assert";
import { ApiWorld, assertProblem } from "./support.ts";

Deno.test("POST /leaked-keys revokes for anyone who holds a whole key", async () => {
  await using api = await ApiWorld.open();
  const { key } = await api.application(await api.structure());
  const answer = await api.ask("POST /leaked-keys", {
    key: null,
    json: { keys: [key], source: "https://example.fr/repository" },
  });
  assertEquals([answer.status, answer.body], [200, { revoked: 1 }]);
  assertProblem(await api.ask("GET /info", { key }), 401, "unauthenticated");
});

Deno.test("POST /leaked-keys tells nothing of other keys", async () => {
  await using api = await ApiWorld.open();
  const { body } = await api.ask("POST /leaked-keys", {
    key: null,
    json: { keys: ["lsm_live_abc"] },
  });
  assertEquals(body, { revoked: 0 });
});
