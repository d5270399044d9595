import { assertEquals, assertRejects } from "@std/assert";
import { readLedger } from "../../lib/domain/account.ts";
import { replay } from "../../lib/domain/credit.ts";
import { adjustCredits, transferCredits } from "../../lib/domain/transfer.ts";
import { keys } from "../../lib/kv/keys.ts";
import { Problem } from "../../lib/problem.ts";
import type { Account } from "../../lib/schema/credit.ts";
import type { Role } from "../../lib/schema/member.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { grant, member, plant, refusalOf } from "./tree.ts";

function columns({ granted, allocated, reserved, spent }: Account) {
  return { granted, allocated, reserved, spent };
}

Deno.test("transferCredits() grants new credits", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);

  const { id, at: _, ...transfer } = await transferCredits(
    world.ports,
    world.call(),
    { fromId: null, toId: town, credits: 100, note: "Marché 2026" },
  );

  assertEquals(transfer, {
    kind: "grant",
    fromId: null,
    toId: town,
    credits: 100,
    note: "Marché 2026",
    expiresAt: null,
    actor: "operator",
  });
  const account = await world.account(town);
  assertEquals(columns(account), {
    granted: 100,
    allocated: 0,
    reserved: 0,
    spent: 0,
  });
  assertEquals(account.latestEntries[0]!.cause, id);
});

Deno.test("transferCredits() allocates downwards, over levels too", async () => {
  await using world = await TestWorld.open();
  const { centre, school } = await plant(world);
  await grant(world, centre, 100);

  const { kind } = await transferCredits(
    world.ports,
    world.call(member({ [centre]: "manager" })),
    { fromId: centre, toId: school, credits: 30 },
  );

  assertEquals(kind, "allocate");
  const upper = await world.account(centre);
  const lower = await world.account(school);
  assertEquals([upper.granted, upper.allocated], [100, 30]);
  assertEquals([lower.granted, lower.allocated], [30, 0]);
  assertEquals(upper.latestEntries[1]!.amount, -30);
  assertEquals(lower.latestEntries[0]!.amount, 30);
  assertEquals(replay(upper.latestEntries), columns(upper));
  assertEquals(replay(lower.latestEntries), columns(lower));
});

Deno.test("transferCredits() reclaims upwards", async () => {
  await using world = await TestWorld.open();
  const { centre, town } = await plant(world);
  await grant(world, centre, 100);
  const move = (fromId: string, toId: string, credits: number) =>
    transferCredits(
      world.ports,
      world.call(member({ [centre]: "manager" })),
      { fromId, toId, credits },
    );
  await move(centre, town, 30);

  const { kind } = await move(town, centre, 10);

  assertEquals(kind, "reclaim");
  const upper = await world.account(centre);
  const lower = await world.account(town);
  assertEquals([upper.granted, upper.allocated], [100, 20]);
  assertEquals([lower.granted, lower.allocated], [20, 0]);
  assertEquals(replay(upper.latestEntries), columns(upper));
  assertEquals(replay(lower.latestEntries), columns(lower));
});

Deno.test("transferCredits() moves nothing that is not there", async () => {
  await using world = await TestWorld.open();
  const { centre, town } = await plant(world);
  await grant(world, centre, 10);

  const problem = await assertRejects(
    () =>
      transferCredits(world.ports, world.call(), {
        fromId: centre,
        toId: town,
        credits: 11,
      }),
    Problem,
  );

  assertEquals(problem.code, "insufficient_credit");
  assertEquals(problem.options.members, { needed: 11, available: 10 });
  assertEquals((await world.account(centre)).entries, 1);
  assertEquals(await world.store.get(keys.account(town)), null);
});

Deno.test("transferCredits() refuses", async (t) => {
  await using world = await TestWorld.open();
  const tree = await plant(world);
  const { centre, town, school, otherTown, stranger } = tree;
  await grant(world, town, 50);
  const table: [
    claim: string,
    roles: Record<string, Role> | null,
    fromId: string | null,
    toId: string,
    refusal: string,
  ][] = [
    ["a grant by a manager", { [centre]: "manager" }, null, town, "forbidden"],
    ["siblings", null, town, otherTown, "invalid_request /toId"],
    ["strangers", null, town, stranger, "invalid_request /toId"],
    ["the same structure", null, town, town, "invalid_request /toId"],
    [
      "an absent receiver",
      null,
      town,
      "str_00000000000000zzzz",
      "not_found /toId",
    ],
    [
      "an absent giver",
      null,
      "str_00000000000000zzzz",
      town,
      "not_found /fromId",
    ],
    [
      "a foreign receiver",
      { [town]: "manager" },
      town,
      stranger,
      "not_found /toId",
    ],
    [
      "taking from above",
      { [town]: "manager" },
      centre,
      town,
      "not_found /fromId",
    ],
    [
      "giving back without a right above",
      { [town]: "manager" },
      town,
      centre,
      "not_found /toId",
    ],
    ["a sender", { [town]: "sender" }, town, school, "forbidden"],
    [
      "a manager below who only reads above",
      { [town]: "manager", [centre]: "viewer" },
      town,
      centre,
      "forbidden",
    ],
  ];
  for (const [claim, roles, fromId, toId, refusal] of table) {
    await t.step(claim, async () => {
      const actor = roles === null ? OPERATOR : member(roles);
      const input = { fromId, toId, credits: 1 };
      const work = transferCredits(world.ports, world.call(actor), input);
      assertEquals(await refusalOf(work), refusal);
    });
  }
  await t.step("and none of them moved anything", async () => {
    assertEquals((await world.account(town)).entries, 1);
  });
});

Deno.test("transferCredits() moves once for 64 equal calls at once", async () => {
  await using world = await TestWorld.open();
  const { centre, town } = await plant(world);
  await grant(world, centre, 100);

  const calls = Array.from(
    { length: 64 },
    () => world.call(OPERATOR, { key: "k", fingerprint: "f" }),
  );
  const made = await Promise.all(
    calls.map((call) =>
      transferCredits(world.ports, call, {
        fromId: centre,
        toId: town,
        credits: 10,
      })
    ),
  );

  assertEquals(made, made.map(() => made[0]!));
  assertEquals(calls.filter(({ replayed }) => !replayed).length, 1);
  assertEquals((await world.account(centre)).allocated, 10);
  assertEquals((await world.account(town)).granted, 10);
});

Deno.test("transferCredits() conserves credits under contention", async () => {
  await using world = await TestWorld.open();
  const { centre, town, otherTown } = await plant(world);
  await grant(world, centre, 50);

  const results = await Promise.all(
    Array.from(
      { length: 80 },
      (_, i) =>
        refusalOf(transferCredits(world.ports, world.call(), {
          fromId: centre,
          toId: i % 2 === 0 ? town : otherTown,
          credits: 1,
        })),
    ),
  );

  assertEquals(results.filter((result) => result === "nothing").length, 50);
  assertEquals((await world.account(centre)).allocated, 50);
  const lower = await Promise.all(
    [town, otherTown].map((id) => world.account(id)),
  );
  assertEquals(lower[0]!.granted + lower[1]!.granted, 50);
});

Deno.test("adjustCredits() corrects by hand, never below zero", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  await grant(world, town, 10);
  const adjust = (credits: number, actor = OPERATOR) =>
    refusalOf(adjustCredits(world.ports, world.call(actor), {
      structureId: town,
      credits,
      note: "Erreur de saisie",
    }));

  assertEquals(await adjust(-4), "nothing");
  assertEquals(await adjust(-7), "insufficient_credit");
  assertEquals(await adjust(5, member({ [town]: "manager" })), "forbidden");
  const { items } = await readLedger(world.ports, OPERATOR, {
    id: town,
    limit: 1,
  });
  assertEquals(
    [items[0]!.kind, items[0]!.amount, items[0]!.availableAfter],
    ["adjust", -4, 6],
  );
});
