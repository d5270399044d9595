import { assertEquals } from "@std/assert";
import type { Acceptance } from "../../lib/domain/accepted.ts";
import { reserve, shortfall } from "../../lib/domain/reservation.ts";
import { EPOCH, TestWorld } from "../support.ts";
import { applicationOf, townWith } from "./accepting.ts";

const DAY_MS = 86_400_000;

/** Reserves for an application with a cap, if nothing is short. */
async function ask(
  world: TestWorld,
  structureId: string,
  { credits, cap, nowMs = EPOCH, id = "app_1" }: {
    credits: number;
    cap: number | null;
    nowMs?: number;
    id?: string;
  },
) {
  const at = { structure: { id: structureId } } as Parameters<
    typeof applicationOf
  >[0];
  const application = applicationOf(at, { id, dailyCap: cap });
  const call = world.call(application);
  const acceptance = {
    call,
    structureId,
    credits,
    nowMs,
    application,
    ceiling: null,
  } as Acceptance;
  return await world.store.transact(structureId, async (tx) => {
    const short = await shortfall(tx, acceptance);
    if (short === null) await reserve(tx, acceptance, "sub_1");
    return short;
  });
}

Deno.test("reserve() takes credits until there are none", async () => {
  await using world = await TestWorld.open();
  const { structure: { id } } = await townWith(world, 10);

  assertEquals(await ask(world, id, { credits: 7, cap: null }), null);
  assertEquals(await ask(world, id, { credits: 4, cap: null }), {
    reason: "insufficient_credit",
    available: 3,
  });
  assertEquals(await ask(world, id, { credits: 3, cap: null }), null);
  assertEquals((await world.account(id)).reserved, 10);
});

Deno.test("reserve() posts nothing for what costs nothing", async () => {
  await using world = await TestWorld.open();
  const { structure: { id } } = await townWith(world, 0);

  assertEquals(await ask(world, id, { credits: 0, cap: 1 }), null);

  assertEquals((await world.account(id)).entries, 0);
});

Deno.test("shortfall() counts each application's day by itself", async () => {
  await using world = await TestWorld.open();
  const { structure: { id } } = await townWith(world, 100);
  const capped = {
    reason: "daily_cap" as const,
    cap: 5,
    isStructure: false,
  };

  assertEquals(await ask(world, id, { credits: 5, cap: 5 }), null);
  assertEquals(await ask(world, id, { credits: 1, cap: 5 }), capped);
  assertEquals(await ask(world, id, { credits: 5, cap: 5, id: "app_2" }), null);
  const tomorrow = { credits: 5, cap: 5, nowMs: EPOCH + DAY_MS };
  assertEquals(await ask(world, id, tomorrow), null);
  assertEquals(await ask(world, id, { ...tomorrow, credits: 1 }), capped);
  assertEquals((await world.account(id)).reserved, 15);
});

Deno.test("reserve() remembers no other day than the present one", async () => {
  await using world = await TestWorld.open();
  const { structure: { id } } = await townWith(world, 1_000);

  for (let i = 0; i < 20; i++) {
    const nowMs = EPOCH + Math.floor(i / 10) * DAY_MS;
    await ask(world, id, { credits: 1, cap: 5, id: `app_${i}`, nowMs });
  }

  const { capped } = await world.account(id);
  assertEquals(Object.keys(capped!).length, 10);
});

Deno.test("the day begins at midnight in France", async () => {
  await using world = await TestWorld.open();
  const { structure: { id } } = await townWith(world, 100);
  const evening = Date.parse("2026-12-01T22:59:00Z");
  const capped = { credits: 5, cap: 5 };

  assertEquals(await ask(world, id, { ...capped, nowMs: evening }), null);
  assertEquals(
    await ask(world, id, { ...capped, nowMs: evening + 60_000 }),
    null,
  );
  assertEquals((await world.account(id)).reserved, 10);
});
