import { assertEquals } from "@std/assert";
import { acceptMessages } from "../../lib/domain/acceptance.ts";
import { authorised } from "../../lib/domain/directory.ts";
import {
  type Change,
  endListening,
  leavePulses,
  onChange,
  untilEnd,
} from "../../lib/domain/live.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { transferCredits } from "../../lib/domain/transfer.ts";
import { keys } from "../../lib/kv/keys.ts";
import { OPERATOR, TestWorld } from "../support.ts";

/** A centre with a town of ten SMS below it. */
async function family(world: TestWorld) {
  const { ports } = world;
  const centre = await createStructure(ports, world.call(), { name: "Centre" });
  const town = await createStructure(ports, world.call(), {
    name: "Rodez",
    parentId: centre.id,
  });
  await transferCredits(ports, world.call(), {
    fromId: null,
    toId: town.id,
    credits: 10,
  });
  return { centre, town };
}

async function send(world: TestWorld, structureId: string) {
  const { ports } = world;
  const at = await authorised(ports, OPERATOR, "message:send", structureId);
  return await acceptMessages(ports, { call: world.call(), at }, {
    text: "Bonjour",
    recipients: ["0612345678", "0612345679"],
  });
}

Deno.test("onChange() tells what a commit changed, in the structure and above", async () => {
  await using world = await TestWorld.open();
  const { centre, town } = await family(world);
  const heard: [string, Change][] = [];
  onChange(world.ports, town.id, (change) => heard.push(["town", change]));
  onChange(world.ports, centre.id, (change) => heard.push(["centre", change]));

  await send(world, town.id);
  await world.ports.store.get(keys.account(town.id));

  assertEquals(
    heard.map(([who, { structureId, account, batches, isElsewhere }]) => [
      who,
      structureId,
      account?.reserved,
      batches.map(({ indexes, isNew }) => [indexes.length, isNew]),
      isElsewhere,
    ]),
    ["town", "centre"].map((who) => [who, town.id, 2, [[2, true]], false]),
  );
});

Deno.test("onChange() tells nothing of other structures, nor after it is stopped", async () => {
  await using world = await TestWorld.open();
  const { centre, town } = await family(world);
  const other = await createStructure(world.ports, world.call(), {
    name: "Millau",
    parentId: centre.id,
  });
  let heard = 0;
  onChange(world.ports, other.id, () => heard++);
  const stop = onChange(world.ports, town.id, () => heard++);
  stop();
  await send(world, town.id);
  await world.ports.store.get(keys.account(town.id));
  assertEquals(heard, 0);
});

Deno.test("leavePulses() leaves one pulse for a structure and one above it, however busy", async () => {
  await using world = await TestWorld.open();
  const { centre, town } = await family(world);
  const stop = leavePulses(world.ports);
  await send(world, town.id);
  await send(world, town.id);
  assertEquals(await world.store.get(keys.pulse(town.id)), null);
  world.advance(600);
  for (let i = 0; i < 50; i++) {
    if (await world.store.get(keys.pulse(centre.id)) !== null) break;
  }
  assertEquals(world.reports, []);
  const pulses = await world.store.getMany(
    [town.id, centre.id].map(keys.pulse),
  );
  assertEquals(pulses.map((pulse) => typeof pulse), ["number", "number"]);
  stop();
});

Deno.test("endListening() ends what waits for it, once", async () => {
  await using world = await TestWorld.open();
  let ended = 0;
  untilEnd(world.ports, () => ended++);
  const stop = untilEnd(world.ports, () => ended += 10);
  stop();
  endListening(world.ports);
  assertEquals(ended, 1);
});
