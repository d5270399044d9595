import { assertEquals, assertRejects } from "@std/assert";
import { StatCounter } from "../../lib/domain/stat_counter.ts";
import { readStats } from "../../lib/domain/stats.ts";
import { retain } from "../../lib/domain/retention.ts";
import { Problem } from "../../lib/problem.ts";
import { OPERATOR } from "../support.ts";
import { openTown } from "../delivery/support.ts";

async function countedTown() {
  const town = await openTown({ credits: 3 });
  const counter = new StatCounter(town.world.ports);
  counter.start();
  await town.send({ recipients: ["0612345678", "0612345679"] });
  await town.send({ recipients: ["0612345670", "0612345671"] }).catch(() => {});
  await town.engine.runDue();
  while (await counter.run());
  return town;
}

Deno.test("readStats() tells figures by what is asked, with names", async () => {
  const town = await countedTown();
  await using world = town.world;
  const query = { from: "2026-12-01", to: "2026-12-01" };
  const { items, total } = await readStats(world.ports, OPERATOR, {
    id: town.structureId,
    ...query,
    groupBy: ["day", "application"],
  });
  assertEquals(items, [{
    day: "2026-12-01",
    application: town.application.id,
    applicationName: "idelibre",
    messages: 4,
    segments: 4,
    failures: 2,
    cost: 2,
  }]);
  assertEquals(total.cost, (await world.account(town.structureId)).spent);

  const grouped = await readStats(world.ports, OPERATOR, {
    id: town.structureId,
    ...query,
    groupBy: ["structure", "status"],
  });
  assertEquals(
    grouped.items.map((
      { structureName, status, messages },
    ) => [structureName, status, messages]),
    [["Rodez", "refused", 2], ["Rodez", "sent", 2]],
  );
});

Deno.test("readStats() says the same once numbers and texts are gone", async () => {
  const town = await countedTown();
  await using world = town.world;
  const query = {
    id: town.structureId,
    from: "2026-12-01",
    to: "2026-12-31",
    groupBy: ["day" as const],
  };
  const before = await readStats(world.ports, OPERATOR, query);
  world.advance(100 * 86_400_000);
  assertEquals((await retain(world.ports))?.numbers, 1);
  assertEquals(await readStats(world.ports, OPERATOR, query), before);
});

Deno.test.each([
  [{ from: "2026-12-02", to: "2026-12-01" }, "/from"],
  [{ from: "2020-01-01", to: "2026-12-01" }, "/from"],
  [{ from: "2026-02-30", to: "2026-12-01" }, "/from"],
  [{ to: "2026-13-01" }, "/to"],
])("readStats() refuses %o", async (days, pointer) => {
  const town = await openTown();
  await using world = town.world;
  const problem = await assertRejects(
    () =>
      readStats(world.ports, OPERATOR, {
        id: town.structureId,
        ...days,
        groupBy: ["day"],
      }),
    Problem,
  );
  assertEquals(problem.options.errors?.[0]?.pointer, pointer);
});
