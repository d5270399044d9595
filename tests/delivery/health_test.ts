import { assertEquals } from "@std/assert";
import {
  noteFailure,
  noteSuccess,
  stateOf,
} from "../../lib/delivery/health.ts";
import { EPOCH, TestWorld } from "../support.ts";

Deno.test("stateOf() tells the last failure until a success", async () => {
  await using world = await TestWorld.open();
  const { ports } = world;
  assertEquals(stateOf(ports, "gtw_1"), { state: "closed", lastError: null });

  noteFailure(ports, "gtw_1", "HTTP 503");
  assertEquals(stateOf(ports, "gtw_1"), {
    state: "closed",
    lastError: { at: new Date(EPOCH).toISOString(), detail: "HTTP 503" },
  });
  assertEquals(stateOf(ports, "gtw_2").lastError, null);

  noteSuccess(ports, "gtw_1");
  assertEquals(stateOf(ports, "gtw_1").lastError, null);
});

Deno.test("stateOf() knows its own instance alone", async () => {
  await using world = await TestWorld.open();
  await using other = await TestWorld.open();
  noteFailure(world.ports, "gtw_1", "HTTP 503");
  assertEquals(stateOf(other.ports, "gtw_1").lastError, null);
});
