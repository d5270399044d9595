import { assertEquals, assertRejects } from "@std/assert";
import { readBurnDown } from "../../lib/domain/burn_down.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { transferCredits } from "../../lib/domain/transfer.ts";
import { Problem } from "../../lib/problem.ts";
import { openTown } from "../delivery/support.ts";
import { OPERATOR } from "../support.ts";

const DAY_MS = 86_400_000;

Deno.test("readBurnDown() tells what was available each day, as the ledger has it", async () => {
  const town = await openTown({ credits: 1_000 });
  const { world, structureId: id } = town;
  await using _ = world;
  const known: number[] = [];
  for (let day = 0; day < 10; day++) {
    for (let i = 0; i < 30; i++) {
      await town.send({ recipients: ["0612345678"] });
      world.advance(1_000);
    }
    known.push(1_000 - 30 * (day + 1));
    world.advance(DAY_MS);
  }
  const { past } = await readBurnDown(world.ports, OPERATOR, {
    ids: [id],
    days: 12,
  });
  assertEquals(past.length, 13);
  // Two days before the first there was nothing.
  assertEquals(past.slice(0, 2).map(({ available }) => available), [0, 0]);
  const shown = past.slice(2, 12).map(({ available }) => available);
  assertEquals(shown.at(-1), known.at(-1));
  assertEquals(shown.slice(1), known.slice(1));
  assertEquals(past.at(-1)!.available, 700);
});

Deno.test("readBurnDown() of a group is the sum of its structures", async () => {
  const { world, structureId } = await openTown({ credits: 500 });
  await using _ = world;
  const { ports } = world;
  const { id } = await createStructure(ports, world.call(), {
    name: "Onet",
    parentId: structureId,
  });
  world.advance(DAY_MS);
  await transferCredits(ports, world.call(), {
    fromId: structureId,
    toId: id,
    credits: 200,
  });
  world.advance(DAY_MS);
  const { past, perDay } = await readBurnDown(ports, OPERATOR, {
    ids: [structureId, id],
    days: 1,
  });
  assertEquals(past.map(({ available }) => available), [500, 500]);
  assertEquals(perDay, null);
});

Deno.test("readBurnDown() is not for strangers", async () => {
  const town = await openTown();
  await using _ = town.world;
  const { world, application, structureId } = town;
  const { id } = await createStructure(world.ports, world.call(), {
    name: "Ailleurs",
  });
  const problem = await assertRejects(
    () =>
      readBurnDown(world.ports, application, {
        ids: [structureId, id],
        days: 1,
      }),
    Problem,
  );
  assertEquals(problem.code, "not_found");
});
