/**
 * The API against its own document. The suite asks a little; the same by the
 * thousand: `FUZZ_REQUESTS=20000 deno task test tests/conformance`.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { fuzz } from "./fuzz.ts";

const COUNT = Number(Deno.env.get("FUZZ_REQUESTS") ?? 800);
const SEED = Number(Deno.env.get("FUZZ_SEED") ?? 6);

Deno.test("every answer is one that the document promises", async () => {
  const { findings, statuses, operations } = await fuzz({
    count: COUNT,
    seed: SEED,
  });
  assertEquals(findings.slice(0, 5), [], JSON.stringify(statuses));
  assertEquals(operations > 40, true);
  // It gets past the first check, and is refused as well.
  for (const status of [200, 201, 204, 401, 403, 404, 415, 422]) {
    assertEquals((statuses[status] ?? 0) > 0, true, `no ${status}`);
  }
});
