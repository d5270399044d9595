/**
 * Receipts as bad networks send them: twice, out of order, for unknown ids,
 * before the hand-over's own commit, all at once.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { listGateways } from "../../lib/delivery/gateway.ts";
import { takeArrived, takeReceipt } from "../../lib/delivery/receipts.ts";
import { listMessages } from "../../lib/domain/history.ts";
import { verifyAccounts } from "../../lib/domain/verification.ts";
import { Problem } from "../../lib/problem.ts";
import { OPERATOR, seeded } from "../support.ts";
import { openTown, SCRIPTED } from "./support.ts";

const COUNT = 60;
const STATUSES = ["sent", "delivered", "failed", "expired"] as const;

async function storm(seed: number) {
  const town = await openTown({ gateway: SCRIPTED, credits: COUNT, seed });
  const { world, engine } = town;
  const { ports } = world;
  const random = seeded(seed);
  const said = new Map<string, Set<string>>();
  // The network names a message by its own id, made of ours.
  world.reply = (url) =>
    Response.json({ id: `p-${new URL(url).searchParams.get("id")}` });
  const { items: [gateway] } = await listGateways(ports, OPERATOR, {
    limit: 1,
  });
  const { messages } = await town.send({
    recipients: Array.from(
      { length: COUNT },
      (_, i) => `+336${String(10_000_000 + i)}`,
    ),
  });
  const ids = messages!.map(({ id }) => id);
  const hear = (id: string) => {
    const status = STATUSES[Math.floor(random() * STATUSES.length)]!;
    said.set(id, (said.get(id) ?? new Set()).add(status));
    return takeArrived(ports, gateway!.id, {
      providerId: `p-${id}`,
      said: { status, detail: null },
    });
  };
  const some = () => ids.filter(() => random() < 0.4);
  const unknown = Array.from({ length: 20 }, (_, i) => `nobody-${seed}-${i}`);
  await Promise.all(some().map(hear));
  await Promise.all([
    engine.runDue(),
    ...some().map(hear),
    ...unknown.map(hear),
    ...some().map(hear),
  ]);
  for (let i = 0; i < 4; i++) await Promise.all(some().map(hear));
  await engine.runDue();
  return { town, said };
}

Deno.test("a storm of receipts leaves no wrong state and moves each credit once", async (t) => {
  for (const seed of [1, 2, 3, 4, 5]) {
    await t.step(`seed ${seed}`, async () => {
      const { town: { world, structureId }, said } = await storm(seed);
      await using _ = world;
      const { items } = await listMessages(world.ports, OPERATOR, {
        structureId,
        limit: COUNT,
      });
      assertEquals(items.length, COUNT);
      for (const { id, status } of items) {
        const heard = said.get(id) ?? new Set(["sent"]);
        const isFinal = [...heard].some((one) => one !== "sent");
        assertEquals(isFinal ? heard.has(status) : status === "sent", true);
        assertEquals(isFinal && status === "sent", false, `${id}: ${status}`);
      }
      const { spent, reserved } = await world.account(structureId);
      assertEquals([spent, reserved], [COUNT, 0]);
      assertEquals(world.requests.length, COUNT);
      assertEquals((await verifyAccounts(world.ports)).broken, []);
      assertEquals(world.reports, []);
    });
  }
});

Deno.test("a receipt with a guessed secret, or of another gateway, changes nothing", async () => {
  const { town: { world, structureId } } = await storm(6);
  await using _ = world;
  const before = await world.account(structureId);
  const { items: [message] } = await listMessages(world.ports, OPERATOR, {
    structureId,
    limit: 1,
  });
  const { items: [gateway] } = await listGateways(world.ports, OPERATOR, {
    limit: 1,
  });
  const forge = (gatewayId: string, secret: string) =>
    takeReceipt(world.ports, {
      gatewayId,
      secret,
      request: {
        method: "POST",
        query: new URLSearchParams({ id: message!.id }),
        headers: new Headers({ "content-type": "application/json" }),
        body: JSON.stringify({ id: "x", status: "ko" }),
      },
    }).catch((error) => error instanceof Problem ? error.code : "thrown");
  assertEquals(await forge(gateway!.id, "guess"), "not_found");
  assertEquals(await forge("gtw_00000000000000zzzz", "guess"), "not_found");
  assertEquals(await world.account(structureId), before);
});
