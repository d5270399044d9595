import { assertEquals } from "@std/assert";
import { DayCap, drawnToday } from "../../lib/delivery/day_cap.ts";
import { TestWorld } from "../support.ts";

/** How many of `count` takes of one SMS succeed. */
async function takes(cap: DayCap, count: number, most: number) {
  const taken = await Promise.all(
    Array.from({ length: count }, () => cap.take(1, most)),
  );
  return taken.filter((one) => one).length;
}

Deno.test("DayCap lets no more than the cap through, over instances and restarts", async () => {
  await using world = await TestWorld.open();
  const one = new DayCap(world.ports, "gtw_1");
  const other = new DayCap(world.ports, "gtw_1");
  const [first, second] = await Promise.all([
    takes(one, 80, 100),
    takes(other, 80, 100),
  ]);
  assertEquals(first + second, 100);
  const heir = new DayCap(world.ports, "gtw_1");
  assertEquals(await takes(heir, 5, 100), 0);
  assertEquals(await drawnToday(world.ports, "gtw_1", world.nowMs), 100);
  assertEquals(await takes(new DayCap(world.ports, "gtw_2"), 5, 100), 5);
});

Deno.test("DayCap begins again at midnight in France", async () => {
  await using world = await TestWorld.open();
  const cap = new DayCap(world.ports, "gtw_1");
  assertEquals(await takes(cap, 12, 10), 10);
  world.advance(14 * 3_600_000);
  assertEquals(await takes(cap, 12, 10), 0, "22:00 in France");
  world.advance(2 * 3_600_000);
  assertEquals(await takes(cap, 12, 10), 10);
});

Deno.test("DayCap takes a message of several SMS whole or not at all", async () => {
  await using world = await TestWorld.open();
  const cap = new DayCap(world.ports, "gtw_1");
  assertEquals(await cap.take(3, 5), true);
  assertEquals(await cap.take(3, 5), false);
  assertEquals(await cap.take(2, 5), true);
  cap.giveBack(2);
  assertEquals(await cap.take(2, 5), true);
});
