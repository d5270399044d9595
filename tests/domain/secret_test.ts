import { assertEquals } from "@std/assert";
import { sameHash, sameSecret } from "../../lib/domain/secret.ts";

Deno.test("sameSecret() compares to the last character", () => {
  assertEquals(sameSecret("secret", "secret"), true);
  assertEquals(sameSecret("secret", "secreT"), false);
  assertEquals(sameSecret("secret", "secret "), false);
  assertEquals(sameSecret("", "secret"), false);
});

Deno.test("sameHash() refuses another length", () => {
  assertEquals(sameHash("ab", "ab"), true);
  assertEquals(sameHash("ab", "abc"), false);
  assertEquals(sameHash("abc", "ab"), false);
  assertEquals(sameHash("", "\0"), false);
});
