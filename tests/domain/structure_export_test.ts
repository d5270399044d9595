import { assert, assertEquals, assertRejects } from "@std/assert";
import { exportStructure } from "../../lib/domain/structure_export.ts";
import { ExportRecord } from "../../lib/schema/structure_export.ts";
import { Problem } from "../../lib/problem.ts";
import { openTown } from "../delivery/support.ts";
import { toMany } from "./accepting.ts";

Deno.test("exportStructure() gives lines that its own schema accepts", async () => {
  const town = await openTown({ credits: 500 });
  await using world = town.world;
  await town.send(toMany(200));
  await town.send({ recipients: ["+33698765432"] });
  await town.engine.runDue();
  const call = world.call();
  const lines = await Array.fromAsync(
    await exportStructure(world.ports, call, town.structureId),
    (record) => JSON.parse(JSON.stringify(record)),
  );
  for (const line of lines) ExportRecord.parse(line);
  const counts: Record<string, number> = {};
  for (const { record } of lines) counts[record] = (counts[record] ?? 0) + 1;
  assertEquals(
    [
      counts["export"],
      counts["structure"],
      counts["application"],
      counts["account"],
    ],
    [1, 1, 1, 1],
  );
  assertEquals(
    counts["entry"],
    (await world.account(town.structureId)).entries,
  );
  assert(lines.some(({ numbers }) => numbers?.includes("+33698765432")));
  assertEquals(JSON.stringify(lines).includes("keyIds"), false);
});

Deno.test("exportStructure() is a manager's, and in the journal", async () => {
  const town = await openTown();
  await using world = town.world;
  const call = world.call(town.application);
  const problem = await assertRejects(
    () => exportStructure(world.ports, call, town.structureId),
    Problem,
  );
  assertEquals(problem.code, "forbidden");
});
