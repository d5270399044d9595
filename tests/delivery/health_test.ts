import { assertEquals } from "@std/assert";
import {
  type Health,
  healthOf,
  noteOutcome,
  stateOf,
} from "../../lib/delivery/health.ts";
import type { Outcome } from "../../lib/gateways/gateway.ts";
import { TestWorld } from "../support.ts";

const ACCEPTED: Outcome = { kind: "accepted", providerId: null };
const DOWN: Outcome = { kind: "retry", detail: "HTTP 503" };
const REFUSED: Outcome = {
  kind: "rejected",
  scope: "gateway",
  detail: "HTTP 403",
};

/** One call that ended so; what is told of it. */
function call(health: Health, outcome: Outcome, nowMs: number) {
  const epoch = health.breaker.begin(nowMs);
  if (epoch === null) return "not begun";
  return noteOutcome(health, { epoch, outcome, timedOut: false, nowMs });
}

Deno.test("stateOf() tells the last failure until a success, and what went wrong before", async () => {
  await using world = await TestWorld.open();
  const { ports } = world;
  assertEquals(stateOf(ports, "gtw_1"), {
    state: "closed",
    lastError: null,
    recentErrors: [],
    lastMinute: { calls: 0, errors: 0 },
  });
  const health = healthOf(ports, "gtw_1");
  const nowMs = world.nowMs;
  for (const outcome of [DOWN, REFUSED, DOWN]) call(health, outcome, nowMs);

  const at = "2026-12-01T08:00:00.001Z";
  const failing = stateOf(ports, "gtw_1");
  assertEquals(failing.lastError, { at, detail: "HTTP 503" });
  assertEquals(failing.recentErrors, [
    { at, detail: "HTTP 503", count: 2 },
    { at, detail: "HTTP 403", count: 1 },
  ]);
  assertEquals(failing.lastMinute, { calls: 3, errors: 3 });
  assertEquals(stateOf(ports, "gtw_2").lastError, null);

  call(health, ACCEPTED, nowMs);
  assertEquals(stateOf(ports, "gtw_1").lastError, null);
  assertEquals(stateOf(ports, "gtw_1").recentErrors.length, 2);
});

Deno.test("stateOf() knows its own instance alone", async () => {
  await using world = await TestWorld.open();
  await using other = await TestWorld.open();
  call(healthOf(world.ports, "gtw_1"), DOWN, world.nowMs);
  assertEquals(stateOf(other.ports, "gtw_1").lastError, null);
});

Deno.test("noteOutcome() tells once that a gateway is down, and once that it is up", async () => {
  await using world = await TestWorld.open();
  const health = healthOf(world.ports, "gtw_1");
  const told: unknown[] = [];
  let nowMs = 0;
  const tell = (outcome: Outcome) => {
    const event = call(health, outcome, nowMs);
    if (event !== null) told.push(event);
  };
  for (let i = 0; i < 20; i++) tell(DOWN);
  assertEquals(told, [{ kind: "down", detail: "HTTP 503" }]);
  nowMs += 10_000;
  tell(DOWN);
  assertEquals(told.length, 1, "a probe that fails is no news");
  nowMs += 20_000;
  for (let i = 0; i < 20; i++) tell(ACCEPTED);
  assertEquals(told.slice(1), [{ kind: "up", detail: "" }]);
});

Deno.test("noteOutcome() tells once that the account is refused, until it is taken again", async () => {
  await using world = await TestWorld.open();
  const health = healthOf(world.ports, "gtw_1");
  const told = { kind: "refused", detail: "HTTP 403" } as const;
  assertEquals(call(health, REFUSED, 0), told);
  assertEquals(call(health, REFUSED, 0), null);
  assertEquals(call(health, ACCEPTED, 0), null);
  assertEquals(call(health, REFUSED, 0), told);
});

Deno.test("noteOutcome() holds a message's own refusal against no gateway", async () => {
  await using world = await TestWorld.open();
  const health = healthOf(world.ports, "gtw_1");
  for (let i = 0; i < 40; i++) {
    call(health, { kind: "rejected", scope: "message", detail: "x" }, 0);
  }
  assertEquals(health.breaker.state(0), "closed");
  assertEquals(stateOf(world.ports, "gtw_1").lastError, null);
});
