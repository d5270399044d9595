/**
 * One tenant's campaign and another's single messages, through one gateway
 * whose rate they share.
 *
 * @module
 */
import { assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { updateGateway } from "../../lib/delivery/gateway.ts";
import { allGateways } from "../../lib/delivery/gateways.ts";
import { acceptMessages } from "../../lib/domain/acceptance.ts";
import { lineage } from "../../lib/domain/directory.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { transferCredits } from "../../lib/domain/transfer.ts";
import { verifyAccounts } from "../../lib/domain/verification.ts";
import type { NewMessages } from "../../lib/schema/message.ts";
import type { TestWorld } from "../support.ts";
import { openTown, SCRIPTED } from "./support.ts";

const RATE = 20;
const STEP_MS = 50;

/** Another structure, and what it sends with. */
async function openNeighbour(world: TestWorld, name: string) {
  const { ports } = world;
  const { id } = await createStructure(ports, world.call(), { name });
  await transferCredits(ports, world.call(), {
    fromId: null,
    toId: id,
    credits: 1_000,
  });
  return async (input: Partial<NewMessages>) => {
    const at = (await lineage(ports, id))!;
    return await acceptMessages(ports, { call: world.call(), at }, {
      text: "Une convocation vous attend.",
      recipients: ["+33699999999"],
      ...input,
    } as NewMessages);
  };
}

/** A town with a campaign under way; `handedMs` says when each message left. */
async function townWithCampaign(recipients: number) {
  const town = await openTown({ gateway: SCRIPTED, credits: recipients + 10 });
  const { world, engine } = town;
  const handedMs = new Map<string, number>();
  world.reply = (url) => {
    const id = new URL(url).searchParams.get("id")!;
    handedMs.set(id, world.nowMs);
    return Response.json({ id });
  };
  const [gateway] = await allGateways(world.ports);
  await updateGateway(world.ports, world.call(), {
    id: gateway!.id,
    patch: { ratePerSecond: RATE, concurrency: 50 },
  });
  await town.send({
    recipients: Array.from(
      { length: recipients },
      (_, i) => `+336${String(10_000_000 + i)}`,
    ),
  });
  await engine.start();
  return { town, handedMs };
}

/** Lets time pass a little, and what is asked meanwhile be done. */
async function step(world: TestWorld): Promise<void> {
  world.advance(STEP_MS);
  for (let i = 0; i < 2; i++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

Deno.test("two campaigns delay another tenant's messages by less than two seconds, and the rate is kept", async () => {
  const { town, handedMs } = await townWithCampaign(1_500);
  await using world = town.world;
  const campaign = await openNeighbour(world, "Espalion");
  await campaign({
    recipients: Array.from(
      { length: 900 },
      (_, i) => `+336${String(20_000_000 + i)}`,
    ),
  });
  const send = await openNeighbour(world, "Millau");
  const delays: number[] = [];
  const waiting = new Map<string, number>();
  for (let i = 0; i < 40; i++) await step(world);
  const begunMs = world.nowMs;
  const before = handedMs.size;
  let steps = 0;
  while (world.nowMs - begunMs < 60_000) {
    if (steps++ % 16 === 0) {
      const { messages } = await send({});
      waiting.set(messages![0]!.id, world.nowMs);
    }
    await step(world);
    for (const [id, sentMs] of waiting) {
      const atMs = handedMs.get(id);
      if (atMs === undefined) continue;
      waiting.delete(id);
      delays.push(atMs - sentMs);
    }
  }
  const seconds = (world.nowMs - begunMs) / 1_000;
  const handed = handedMs.size - before;
  await town.engine.stop();
  delays.sort((a, b) => a - b);
  assertLess(waiting.size, 2);
  assertLess(delays[Math.ceil(delays.length * 0.99) - 1]!, 2_000);
  assertAlmostEquals(handed, seconds * RATE, seconds * RATE * 0.05);
  assertEquals(world.reports, []);
  assertEquals((await verifyAccounts(world.ports)).broken, []);
});

Deno.test("an urgent message overtakes its own structure's campaign", async () => {
  const { town, handedMs } = await townWithCampaign(1_500);
  await using world = town.world;
  for (let i = 0; i < 50; i++) await step(world);
  const { messages } = await town.send({
    urgent: true,
    recipients: ["+33699999999"],
  });
  const sentMs = world.nowMs;
  const { id } = messages![0]!;
  for (let i = 0; i < 100 && !handedMs.has(id); i++) await step(world);
  await town.engine.stop();
  assertLess(handedMs.get(id)! - sentMs, 500);
  assertLess(handedMs.size, 500);
});

Deno.test("what has not left when the service stops stays due, unflagged", async () => {
  const { town, handedMs } = await townWithCampaign(600);
  await using world = town.world;
  for (let i = 0; i < 50; i++) await step(world);
  await town.engine.stop();
  const before = handedMs.size;
  assertLess(before, 300);
  assertEquals(world.requests.length, before);
  await town.engine.start();
  for (let i = 0; i < 1_000 && handedMs.size < 600; i++) await step(world);
  await town.engine.stop();
  assertEquals([handedMs.size, world.requests.length], [600, 600]);
  const { spent, reserved } = await world.account(town.structureId);
  assertEquals([spent, reserved], [600, 0]);
});
