import { assertEquals } from "@std/assert";
import { keyEndMs } from "../../lib/domain/key_record.ts";

Deno.test("keyEndMs() counts days, and knows keys without an end", () => {
  assertEquals(keyEndMs(2, 1_000), 2 * 86_400_000 + 1_000);
  assertEquals(keyEndMs(null, 1_000), null);
});
