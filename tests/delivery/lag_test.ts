import { assertEquals } from "@std/assert";
import { isStuck, readLag } from "../../lib/delivery/lag.ts";
import { openTown, SCRIPTED } from "./support.ts";

Deno.test("readLag() tells how long something has been due", async () => {
  const town = await openTown();
  await using world = town.world;
  assertEquals(isStuck(await readLag(world.ports), 1_000), false);
  await town.send({});
  world.advance(40_000);
  const lags = (await readLag(world.ports)).filter(({ lagMs }) => lagMs > 0);
  assertEquals(lags.length, 1);
  assertEquals(Math.round(lags[0]!.lagMs / 1_000), 40);
  assertEquals(isStuck(lags, 30_000), true);
  await town.engine.runDue();
  assertEquals(isStuck(await readLag(world.ports), 30_000), false);
});

Deno.test("isStuck() is not said of a gateway that is slow", async () => {
  const town = await openTown({ gateway: SCRIPTED });
  await using world = town.world;
  const gate = Promise.withResolvers<Response>();
  world.reply = () => gate.promise;
  await town.send({});
  const running = town.engine.runDue();
  while (world.requests.length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await town.send({ recipients: ["+33612345679"] });
  const lags = await readLag(world.ports);
  assertEquals(lags.some(({ flying }) => flying > 0), true);
  assertEquals(isStuck(lags, 0), false);
  gate.resolve(Response.json({ id: "1" }));
  await running;
});
