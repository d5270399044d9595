import { assertEquals, assertThrows } from "@std/assert";
import {
  assertReachable,
  type Unreachable,
} from "../../lib/domain/outbound.ts";
import type { Ports } from "../../lib/ports.ts";
import { Problem } from "../../lib/problem.ts";

function refusing(reason: Unreachable | null): Ports {
  return { outbound: { refusal: () => reason } } as unknown as Ports;
}

const REASONS = [
  "malformed",
  "credentials",
  "not_https",
  "private_address",
] as const;

Deno.test("assertReachable() points at what is never asked", () => {
  for (const reason of REASONS) {
    const problem = assertThrows(
      () => assertReachable(refusing(reason), "https://a.fr/", "/settings/url"),
      Problem,
    );
    assertEquals(problem.code, "invalid_request");
    assertEquals(problem.options.errors?.[0]?.pointer, "/settings/url");
  }
});

Deno.test("assertReachable() takes what may be asked", () => {
  assertReachable(refusing(null), "https://a.fr/", "/url");
});
