import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Engine } from "../../lib/delivery/engine.ts";
import { ApiWorld, assertProblem } from "./support.ts";

async function waitingTown() {
  const api = await ApiWorld.open();
  const id = await api.structure("Mairie de Rodez");
  await api.transfer(id, 10);
  const { key } = await api.application(id);
  await api.ask("POST /messages", {
    key,
    json: { text: "Sentinelle", recipients: ["+33698765432"] },
  });
  return api;
}

Deno.test("GET /readyz is red while messages wait and nobody works", async () => {
  await using api = await waitingTown();
  assertEquals((await api.ask("GET //readyz")).status, 200);
  api.world.advance(40_000);
  const answer = await api.ask("GET //readyz", {
    headers: { "accept-language": "en" },
  });
  assertProblem(answer, 503, "unavailable");
  assertStringIncludes(answer.body.detail, "messages wait");

  const engine = new Engine(api.world.ports, { owner: "w", exclusive: true });
  await engine.runDue();
  assertEquals((await api.ask("GET //readyz")).status, 200);
});

Deno.test("GET /metrics answers the operator in the format of Prometheus", async () => {
  await using api = await waitingTown();
  const { status, text } = await api.ask("GET //metrics");
  assertEquals(status, 200);
  for (const line of text.trimEnd().split("\n")) {
    assertMatch(line, /^(# (HELP|TYPE) \w+ .+|\w+(\{[^}]*\})? [\d.e+-]+)$/);
  }
  for (
    const name of [
      `lsmessage_http_requests_total{endpoint="sendMessages",status="202"} 1`,
      "lsmessage_http_request_seconds_count",
      "lsmessage_commit_seconds_count",
      "lsmessage_commit_bytes_total",
      "lsmessage_lane_waiting 0",
      'lsmessage_shard_lag_seconds{shard="0"}',
      "lsmessage_gateway_up",
      "lsmessage_alerts_total 0",
      "lsmessage_shed_total 0",
    ]
  ) assertStringIncludes(text, name);
});

Deno.test("GET /metrics names nobody, and is the operator's", async () => {
  await using api = await waitingTown();
  const { text } = await api.ask("GET //metrics");
  for (const secret of ["Rodez", "698765432", "Sentinelle", "str_", "app_"]) {
    assertEquals(text.includes(secret), false, secret);
  }
  assertProblem(
    await api.ask("GET //metrics", { key: null }),
    401,
    "unauthenticated",
  );
});
