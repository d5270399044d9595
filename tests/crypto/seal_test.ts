import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { Buffer } from "node:buffer";
import { keyedHash, seal, sha256, unseal } from "../../lib/crypto/seal.ts";

const KEY = new Uint8Array(32).fill(1);
const OTHER = new Uint8Array(32).fill(2);
const TEXT = "Séance du conseil à 18 h 30 🏛️";

Deno.test("unseal() opens what seal() made for the same record", () => {
  for (const text of ["", "a", TEXT, "x".repeat(60_000)]) {
    assertEquals(unseal(KEY, seal(KEY, text, "b1/texts"), "b1/texts"), text);
  }
});

Deno.test("seal() makes another value each time, none with the text in it", () => {
  const sealed = Array.from({ length: 50 }, () => seal(KEY, TEXT, "b1/texts"));

  assertEquals(new Set(sealed).size, 50);
  const nonces = sealed.map((value) => value.slice(0, 16));
  assertEquals(new Set(nonces).size, 50);
  for (const value of sealed) {
    assertEquals(Buffer.from(value, "base64").includes("conseil"), false);
  }
});

Deno.test("unseal() refuses another key", () => {
  const sealed = seal(KEY, TEXT, "b1/texts");

  assertThrows(() => unseal(OTHER, sealed, "b1/texts"));
});

Deno.test("unseal() refuses a value moved to another record", () => {
  const sealed = seal(KEY, TEXT, "b1/texts");

  assertThrows(() => unseal(KEY, sealed, "b2/texts"));
  assertThrows(() => unseal(KEY, sealed, "b1/numbers"));
});

Deno.test("unseal() refuses a value with any byte changed", () => {
  const bytes = Buffer.from(seal(KEY, TEXT, "b1/texts"), "base64");

  for (let i = 0; i < bytes.length; i++) {
    const changed = Buffer.from(bytes);
    changed[i]! ^= 1;
    const sealed = changed.toString("base64");
    assertThrows(() => unseal(KEY, sealed, "b1/texts"), `byte ${i}`);
  }
});

Deno.test("unseal() refuses a value cut short", () => {
  const bytes = Buffer.from(seal(KEY, "ab", "b1/texts"), "base64");

  for (let length = 0; length < bytes.length; length++) {
    const sealed = bytes.subarray(0, length).toString("base64");
    assertThrows(() => unseal(KEY, sealed, "b1/texts"), `${length} bytes`);
  }
});

Deno.test("keyedHash() finds a number again, under its key alone", () => {
  const hash = keyedHash(KEY, "+33612345678");

  assertEquals(hash.length, 32);
  assertEquals(hash, keyedHash(KEY, "+33612345678"));
  assertNotEquals(hash, keyedHash(OTHER, "+33612345678"));
  assertNotEquals(hash, keyedHash(KEY, "+33612345679"));
});

Deno.test("sha256() is that of FIPS 180-2, appendix B.1", () => {
  assertEquals(
    sha256("abc"),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});
