import { assertEquals, assertNotEquals } from "@std/assert";
import { z } from "@hono/zod-openapi";
import {
  decodeJson,
  encodeJson,
  keyBytes,
  keyOf,
  kind,
} from "../../lib/kv/kind.ts";

const COLOUR = kind("colour", z.string());

Deno.test("kind() is JSON that guards itself, unless told otherwise", () => {
  assertEquals([COLOUR.guard, COLOUR.cached], ["self", false]);
  assertEquals(COLOUR.decode(COLOUR.encode("été €")), "été €");

  const other = kind("shape", z.string(), { guard: "owner", cached: true });
  assertEquals([other.name, other.guard, other.cached], [
    "shape",
    "owner",
    true,
  ]);
});

Deno.test("keyOf() begins with the kind's name", () => {
  const key = keyOf(COLOUR, "str_1", 7);

  assertEquals(key.parts, ["colour", "str_1", 7]);
  assertEquals(key.id, keyOf(COLOUR, "str_1", 7).id);
  assertNotEquals(key.id, keyOf(COLOUR, "str_17").id);
  assertNotEquals(key.id, keyOf(COLOUR, "str_", "17").id);
});

Deno.test("encodeJson() is read back by decodeJson()", () => {
  const value = { a: [1, null, "\u2028"], b: { c: true } };

  assertEquals(decodeJson(encodeJson(value)), value);
});

Deno.test("keyBytes() is what a key takes in the store, at least", () => {
  const encoded = (text: string) => new TextEncoder().encode(text).length + 2;

  for (const text of ["", "colour", "é", "€uro", "😀"]) {
    const bytes = keyBytes([text]);
    assertEquals(bytes >= encoded(text), true, text);
    assertEquals(bytes <= encoded(text) + 2, true, text);
  }
  assertEquals(
    keyBytes([1, 2n, true, new Uint8Array(4)]) >= 9 + 3 + 1 + 6,
    true,
  );
});
