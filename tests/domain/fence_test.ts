import { assertEquals, assertRejects } from "@std/assert";
import {
  expireHeld,
  liftFence,
  raiseFence,
  readFence,
} from "../../lib/domain/fence.ts";
import { cancelSubmission } from "../../lib/domain/submission.ts";
import { getMessage } from "../../lib/domain/history.ts";
import { Problem } from "../../lib/problem.ts";
import { OPERATOR } from "../support.ts";
import { openTown, SCRIPTED } from "../delivery/support.ts";
import { assertSound, toMany } from "./accepting.ts";

const HOUR_MS = 3_600_000;

/** A town whose store was restored while two messages waited. */
async function restored() {
  const town = await openTown({ credits: 1_000, gateway: SCRIPTED });
  town.world.reply = (url) =>
    Response.json({ id: new URL(url).searchParams.get("id") });
  const waiting = await town.send({});
  const scheduled = await town.send({
    sendAt: new Date(town.world.nowMs + 12 * HOUR_MS).toISOString(),
  });
  town.world.advance(60_000);
  await raiseFence(town.world.ports);
  const read = async (sent: Awaited<ReturnType<typeof town.send>>) => {
    const id = sent.messages![0]!.id;
    const { status, possibleDuplicate } = await getMessage(
      town.world.ports,
      OPERATOR,
      id,
    );
    return [status, possibleDuplicate];
  };
  return { ...town, waiting, scheduled, read };
}

Deno.test("raiseFence() lets nothing leave that waited in the backup", async () => {
  const town = await restored();
  await using world = town.world;
  for (let hour = 0; hour < 14; hour++) {
    await town.engine.runDue();
    world.advance(HOUR_MS);
  }
  assertEquals(world.requests.length, 0);
  await assertSound(world);
  const fence = await readFence(world.ports, OPERATOR);
  assertEquals(
    fence.held.map(({ structureName, messages }) => [structureName, messages]),
    [
      ["Rodez", 2],
    ],
  );
});

Deno.test("raiseFence() does not concern what is accepted after it", async () => {
  const town = await restored();
  await using world = town.world;
  const fresh = await town.send({});
  await town.engine.runDue();
  assertEquals(await town.read(fresh), ["sent", false]);
  assertEquals(world.requests.length, 1);
});

Deno.test("liftFence() lets go, flagging what may have left before", async () => {
  const town = await restored();
  await using world = town.world;
  const fence = await liftFence(world.ports, world.call(), {
    structureId: town.structureId,
    how: "send",
  });
  assertEquals([fence.raisedAt, fence.held], [null, []]);
  await town.engine.runDue();
  assertEquals(await town.read(town.waiting), ["sent", true]);
  world.advance(12 * HOUR_MS);
  await town.engine.runDue();
  assertEquals(await town.read(town.scheduled), ["sent", false]);
  await assertSound(world);
});

Deno.test("liftFence() cancels, and the credits come back", async () => {
  const town = await restored();
  await using world = town.world;
  await liftFence(world.ports, world.call(), { how: "cancel" });
  await town.engine.runDue();
  assertEquals(world.requests.length, 0);
  assertEquals(await town.read(town.waiting), ["cancelled", false]);
  assertEquals((await world.account(town.structureId)).reserved, 0);
  await assertSound(world);
});

Deno.test("liftFence() works on lists of many chunks, spread or not", async () => {
  for (const how of ["send", "cancel"] as const) {
    const town = await openTown({ credits: 1_000, gateway: SCRIPTED });
    await using world = town.world;
    await town.send(toMany(400));
    await raiseFence(world.ports);
    await town.engine.runDue();
    assertEquals(world.requests.length, 0);
    await assertSound(world);

    await liftFence(world.ports, world.call(), { how });
    await town.engine.runDue();
    assertEquals(world.requests.length, how === "send" ? 400 : 0);
    const { reserved, spent } = await world.account(town.structureId);
    assertEquals([reserved, spent], how === "send" ? [0, 400] : [0, 0]);
    await assertSound(world);
  }
});

Deno.test("a cancelled part of what is held does not let the rest go", async () => {
  const town = await restored();
  await using world = town.world;
  await cancelSubmission(world.ports, world.call(), town.waiting.submissionId);
  world.advance(13 * HOUR_MS);
  await town.engine.runDue();
  assertEquals(world.requests.length, 0);
  await assertSound(world);
});

Deno.test("expireHeld() gives back what would not be sent any more", async () => {
  const town = await restored();
  await using world = town.world;
  assertEquals(await expireHeld(world.ports), 0);
  world.advance(48 * HOUR_MS);
  assertEquals(await expireHeld(world.ports), 2);
  await town.engine.runDue();
  assertEquals(world.requests.length, 0);
  assertEquals((await town.read(town.waiting))[0], "expired");
  const { reserved, spent } = await world.account(town.structureId);
  assertEquals([reserved, spent], [0, 0]);
  assertEquals((await readFence(world.ports, OPERATOR)).raisedAt, null);
});

Deno.test("readFence() and liftFence() are the operator's", async () => {
  const town = await restored();
  await using world = town.world;
  const { ports } = world;
  const call = world.call(town.application);
  for (
    const run of [
      () => readFence(ports, town.application),
      () => liftFence(ports, call, { how: "send" }),
    ]
  ) {
    assertEquals((await assertRejects(run, Problem)).code, "forbidden");
  }
});
