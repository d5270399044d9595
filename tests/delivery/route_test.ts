import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { OpenGateway } from "../../lib/delivery/gateways.ts";
import { routeOf } from "../../lib/delivery/route.ts";
import { simulator } from "../../lib/gateways/simulator.ts";
import type { StoredGateway } from "../../lib/schema/gateway.ts";

const NOON = Date.parse("2026-12-31T12:00:00Z");
const MIDNIGHT = Date.parse("2026-12-31T23:00:00Z");

function gateway(
  id: string,
  stored: Partial<StoredGateway> = {},
  canaries: string[] = [],
): OpenGateway {
  return {
    stored: {
      id,
      kind: "simulator",
      name: id,
      ownerId: null,
      settings: "",
      order: 0,
      weight: 1,
      ratePerSecond: null,
      concurrency: 16,
      validFromMs: null,
      validUntilMs: null,
      callbackSecret: "",
      createdAtMs: 0,
      ...stored,
    },
    kind: simulator,
    settings: {},
    canaries: new Set(canaries),
    callbackUrl: "",
  };
}

function ids(
  gateways: readonly OpenGateway[],
  { to = "+33612345678", nowMs = NOON, messageId = "msg_1" } = {},
): string {
  return routeOf(gateways, { to, nowMs, messageId })
    .map(({ stored }) => stored.id).join(" ");
}

Deno.test("routeOf() keeps owners and orders as they stand", () => {
  const gateways = [
    gateway("own2", { ownerId: "str_1", order: 2 }),
    gateway("group", { ownerId: "str_0", order: 0 }),
    gateway("op1", { order: 1 }),
    gateway("op2", { order: 2 }),
  ];
  assertEquals(ids(gateways), "own2 group op1 op2");
});

Deno.test("routeOf() takes only gateways that are for the number", () => {
  const gateways = [
    gateway("reunion", { prefixes: ["+262692", "+262693"] }),
    gateway("france", { order: 1, prefixes: ["+33"] }),
    gateway("all", { order: 2 }),
  ];
  const table: [to: string, route: string][] = [
    ["+33612345678", "france all"],
    ["+262692123456", "reunion all"],
    ["+590690123456", "all"],
  ];
  for (const [to, route] of table) assertEquals(ids(gateways, { to }), route);
});

Deno.test("routeOf() changes contracts at the date", () => {
  const gateways = [
    gateway("old", { validUntilMs: MIDNIGHT }),
    gateway("new", { order: 1, validFromMs: MIDNIGHT }),
  ];
  assertEquals(ids(gateways), "old");
  assertEquals(ids(gateways, { nowMs: MIDNIGHT - 1 }), "old");
  assertEquals(ids(gateways, { nowMs: MIDNIGHT }), "new");
});

Deno.test("routeOf() lets a canary number try the new contract before its date", () => {
  const canary = "+33600000001";
  const gateways = [
    gateway("old", { validUntilMs: MIDNIGHT }),
    gateway("new", { order: 1, validFromMs: MIDNIGHT }, [canary]),
  ];
  assertEquals(ids(gateways, { to: canary }), "new old");
  assertEquals(ids(gateways), "old");
  assertEquals(ids(gateways, { to: canary, nowMs: MIDNIGHT }), "new");
});

Deno.test("routeOf() shares among gateways of one owner and order by weight, the same each time", () => {
  const gateways = [
    gateway("a", { weight: 3 }),
    gateway("b", { weight: 1 }),
    gateway("last", { order: 1 }),
  ];
  let first = 0;
  for (let i = 0; i < 4_000; i++) {
    const messageId = `msg_0000000000000000${i}`;
    const route = ids(gateways, { messageId });
    assertEquals(ids(gateways, { messageId }), route);
    assertEquals(route.endsWith("last"), true);
    if (route.startsWith("a")) first++;
  }
  assertAlmostEquals(first, 3_000, 120);
});

Deno.test("routeOf() does not share between owners of one order", () => {
  const gateways = [gateway("own", { ownerId: "str_1" }), gateway("op")];
  for (let i = 0; i < 100; i++) {
    assertEquals(ids(gateways, { messageId: `msg_${i}` }), "own op");
  }
});
