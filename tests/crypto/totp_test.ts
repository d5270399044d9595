import { assertEquals, assertThrows } from "@std/assert";
import {
  base32,
  fromBase32,
  totpCode,
  totpStep,
} from "../../lib/crypto/totp.ts";

const encoder = new TextEncoder();

/** RFC 6238, appendix B. */
const SECRET = encoder.encode("12345678901234567890");
const VECTORS: [seconds: number, code: string][] = [
  [59, "94287082"],
  [1_111_111_109, "07081804"],
  [1_111_111_111, "14050471"],
  [1_234_567_890, "89005924"],
  [2_000_000_000, "69279037"],
  [20_000_000_000, "65353130"],
];

for (const [seconds, code] of VECTORS) {
  Deno.test(`totpCode() is what RFC 6238 says at ${seconds} s`, () => {
    const step = totpStep(seconds * 1_000);
    assertEquals(totpCode(SECRET, step, 8), code);
    assertEquals(totpCode(SECRET, step), code.slice(2));
  });
}

Deno.test("base32() is what RFC 4648 says", () => {
  const vectors: [plain: string, text: string][] = [
    ["", ""],
    ["f", "MY"],
    ["fo", "MZXQ"],
    ["foo", "MZXW6"],
    ["foob", "MZXW6YQ"],
    ["fooba", "MZXW6YTB"],
    ["foobar", "MZXW6YTBOI"],
  ];
  for (const [plain, text] of vectors) {
    assertEquals(base32(encoder.encode(plain)), text);
    assertEquals(fromBase32(text), encoder.encode(plain));
  }
  assertThrows(() => fromBase32("M0"), Error, "not base32");
});
