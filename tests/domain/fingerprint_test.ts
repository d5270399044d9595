import { assertEquals, assertNotEquals } from "@std/assert";
import { requestFingerprint } from "../../lib/domain/fingerprint.ts";

Deno.test("requestFingerprint() is the same for the same request only", () => {
  const print = requestFingerprint("app_1", "POST /messages", "{}");

  assertEquals(requestFingerprint("app_1", "POST /messages", "{}"), print);
  assertNotEquals(requestFingerprint("app_2", "POST /messages", "{}"), print);
  assertNotEquals(requestFingerprint("app_1", "POST /transfers", "{}"), print);
  assertNotEquals(requestFingerprint("app_1", "POST /messages", "{ }"), print);
});
