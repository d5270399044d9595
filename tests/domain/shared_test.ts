import { assertEquals } from "@std/assert";
import { readAtHand, readBalance } from "../../lib/domain/account.ts";
import { setSharing } from "../../lib/domain/sharing.ts";
import { OPERATOR } from "../support.ts";
import { assertSound, ledgerOf } from "./accepting.ts";
import {
  available,
  cancel,
  DAY_MS,
  give,
  openTerritory,
  pass,
  send,
  type Territory,
} from "./provided.ts";
import { refusalOf } from "./tree.ts";

/** A town that draws from a centre of 100. */
async function drawing(monthlyCap: number | null = null) {
  const territory = await openTerritory();
  await give(territory, null, territory.tree.centre, 100);
  await share(territory, territory.tree.town, monthlyCap);
  return territory;
}

async function share(
  { world }: Territory,
  structureId: string,
  monthlyCap: number | null = null,
) {
  await setSharing(world.ports, world.call(), {
    structureId,
    mode: "shared",
    monthlyCap,
  });
}

Deno.test("drawMissing() allocates what a send lacks, in the commit that accepts it", async () => {
  await using territory = await drawing();
  const { world, tree: { centre, town } } = territory;
  const accepted = await send(territory, town, 30);

  assertEquals(accepted.available, 70);
  assertEquals(await available(territory, centre, town), [70, 0]);
  for (
    const [id, kinds] of [
      [centre, ["allocate"]],
      [town, ["allocate", "reserve"]],
    ] as const
  ) {
    const entries = (await ledgerOf(world, id)).filter(({ cause }) =>
      cause === accepted.submissionId
    );
    assertEquals(entries.map(({ kind }) => kind), [...kinds]);
  }
  await assertSound(world);
});

Deno.test("drawMissing() stops at the group's balance, and writes nothing then", async () => {
  await using territory = await drawing();
  const { world, tree: { centre, town } } = territory;
  assertEquals(
    await refusalOf(send(territory, town, 101)),
    "insufficient_credit",
  );
  assertEquals(await available(territory, centre, town), [100, 0]);
  await send(territory, town, 100);
  assertEquals(await available(territory, centre, town), [0, 0]);
  await assertSound(world);
});

Deno.test("drawMissing() stops at the month's cap, and begins again with the next month", async () => {
  await using territory = await drawing(40);
  const { world, tree: { centre, town } } = territory;
  await send(territory, town, 30);
  assertEquals(
    await refusalOf(send(territory, town, 11)),
    "insufficient_credit",
  );
  await send(territory, town, 10);
  const balance = await readBalance(world.ports, OPERATOR, town);
  assertEquals([balance.mode, balance.drawable], ["shared", 0]);
  await pass(territory, 31 * DAY_MS);
  await send(territory, town, 40);
  assertEquals(await available(territory, centre), [20]);
  await assertSound(world);
});

Deno.test("drawMissing() by many sends at once never passes the cap", async () => {
  await using territory = await drawing(40);
  const { world, tree: { centre, town } } = territory;
  const answers = await Promise.all(
    Array.from({ length: 64 }, () => refusalOf(send(territory, town, 1))),
  );
  assertEquals(answers.filter((one) => one === "nothing").length, 40);
  assertEquals(await available(territory, centre, town), [60, 0]);
  await assertSound(world);
});

Deno.test("drawMissing() draws through a group that draws itself", async () => {
  await using territory = await drawing();
  const { world, tree: { centre, town, school } } = territory;
  await share(territory, school, 20);
  await send(territory, school, 20);
  assertEquals(await available(territory, centre, town, school), [80, 0, 0]);
  assertEquals(
    await refusalOf(send(territory, school, 1)),
    "insufficient_credit",
  );
  await assertSound(world);
});

Deno.test("flowBack() gives the group what was released, and the cap with it", async () => {
  await using territory = await drawing(40);
  const { world, tree: { centre, town } } = territory;
  const { submissionId } = await send(territory, town, 40, 2);
  await cancel(territory, submissionId);
  assertEquals(await available(territory, centre, town), [60, 40]);
  await pass(territory, 6_000);
  assertEquals(await available(territory, centre, town), [100, 0]);
  await send(territory, town, 40);
  assertEquals(await available(territory, centre, town), [60, 0]);
  await assertSound(world);
});

Deno.test("readAtHand() counts what may be drawn as available", async () => {
  await using territory = await drawing(40);
  const { world, tree: { town } } = territory;
  const balance = await readAtHand(world.ports, OPERATOR, town);
  assertEquals([balance.available, balance.drawable], [40, 40]);
});

Deno.test("reachOf() is what is available where nothing is shared", async () => {
  await using territory = await openTerritory();
  const { world, tree: { town } } = territory;
  await give(territory, null, town, 10);
  const balance = await readBalance(world.ports, OPERATOR, town);
  assertEquals([balance.mode, balance.drawable, balance.expiring], [
    "allocated",
    0,
    [],
  ]);
});
