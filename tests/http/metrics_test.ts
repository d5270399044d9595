import { assertEquals, assertStringIncludes } from "@std/assert";
import { Metrics } from "../../lib/http/metrics.ts";

Deno.test("Metrics counts answers by endpoint and status", () => {
  const metrics = new Metrics();
  metrics.count("sendMessages", 202);
  metrics.count("sendMessages", 202);
  metrics.count("sendMessages", 402);

  const text = metrics.render();
  const name = "lsmessage_http_requests_total";
  assertStringIncludes(
    text,
    `${name}{endpoint="sendMessages",status="202"} 2\n`,
  );
  assertStringIncludes(
    text,
    `${name}{endpoint="sendMessages",status="402"} 1\n`,
  );
  assertEquals(text.endsWith("\n"), true);
});
