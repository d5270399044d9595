import { assertEquals } from "@std/assert";
import { clientAddress } from "../../lib/http/client_address.ts";

const CASES: [string | null, string | null, string | null][] = [
  // From anywhere: what the caller writes does not count.
  ["8.8.8.8", "192.0.2.1", "8.8.8.8"],
  ["2606:4700::1", "192.0.2.1", "2606:4700::1"],
  // From a proxy of ours: what it added, at the end.
  ["127.0.0.1", "192.0.2.1", "192.0.2.1"],
  ["10.0.0.3", "6.6.6.6, 192.0.2.1", "192.0.2.1"],
  ["::ffff:127.0.0.1", "192.0.2.1", "192.0.2.1"],
  ["::ffff:8.8.8.8", "192.0.2.1", "::ffff:8.8.8.8"],
  ["127.0.0.1", "2001:db8::7", "2001:db8::7"],
  // Without a proxy, or with nonsense.
  ["127.0.0.1", null, "127.0.0.1"],
  ["127.0.0.1", "unknown", "127.0.0.1"],
  [null, "192.0.2.1", null],
];

Deno.test("clientAddress() believes the proxy, and nobody else", () => {
  for (const [connection, forwarded, expected] of CASES) {
    assertEquals(
      clientAddress(connection, forwarded),
      expected,
      `${connection} ${forwarded}`,
    );
  }
});
