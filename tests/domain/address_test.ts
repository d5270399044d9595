import { assertEquals } from "@std/assert";
import {
  addressBytes,
  isIn,
  isPublic,
  parseRange,
} from "../../lib/domain/address.ts";

const PUBLIC = [
  "1.1.1.1",
  "8.8.8.8",
  "100.63.255.255",
  "100.128.0.1",
  "172.15.255.255",
  "172.32.0.1",
  "192.169.0.1",
  "223.255.255.255",
  "2606:4700:4700::1111",
  "2a01:cb00::1",
];

Deno.test("isPublic() takes global unicast", () => {
  for (const text of PUBLIC) {
    assertEquals(isPublic(addressBytes(text)!), true, text);
  }
});

Deno.test("addressBytes() knows no other spelling of an IPv4 address", () => {
  for (const text of ["127.1", "0x7f.0.0.1", "0177.0.0.1", "2130706433", "a"]) {
    assertEquals(addressBytes(text), null, text);
  }
});

Deno.test("addressBytes() reads every spelling of an IPv6 address", () => {
  const one = [...Array(15).fill(0), 1];
  for (const text of ["::1", "0:0:0:0:0:0:0:1", "[::1]", "::0.0.0.1"]) {
    assertEquals(addressBytes(text), one, text);
  }
});

Deno.test("isIn() compares the bits a range fixes", () => {
  const range = parseRange("10.128.0.0/9")!;
  assertEquals(isIn([10, 128, 0, 1], range), true);
  assertEquals(isIn([10, 127, 255, 255], range), false);
  assertEquals(isIn(addressBytes("::1")!, range), false);
});

Deno.test("parseRange() takes an address alone, and no nonsense", () => {
  assertEquals(parseRange("127.0.0.1")?.bits, 32);
  for (const text of ["10.0.0.0/33", "sms.test", "::/129", "10.0.0/8"]) {
    assertEquals(parseRange(text), null, text);
  }
});
