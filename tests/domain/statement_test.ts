import { assertEquals } from "@std/assert";
import { monthEntries, readStatement } from "../../lib/domain/statement.ts";
import { transferCredits } from "../../lib/domain/transfer.ts";
import { OPERATOR } from "../support.ts";
import { openTown } from "../delivery/support.ts";
import { ledgerOf, toMany } from "./accepting.ts";

const MONTH_MS = 31 * 86_400_000;

/** A town that sends in December and in January. */
async function twoMonths() {
  const town = await openTown({ credits: 500 });
  const { world, structureId: toId } = town;
  await town.send({ recipients: ["0612345678", "0612345679"] });
  await town.send(toMany(200));
  await town.engine.runDue();
  world.advance(MONTH_MS);
  await transferCredits(world.ports, world.call(), {
    fromId: null,
    toId,
    credits: 40,
  });
  await town.send({});
  await town.engine.runDue();
  const read = (month: string) =>
    readStatement(world.ports, OPERATOR, { id: toId, month });
  return { ...town, read };
}

Deno.test("readStatement() sums the ledger of a month, and no other", async () => {
  const town = await twoMonths();
  await using world = town.world;
  const december = await town.read("2026-12");
  const january = await town.read("2027-01");
  assertEquals([december.opening, december.closing, december.spent], [
    0,
    298,
    202,
  ]);
  assertEquals([january.opening, january.closing, january.spent], [
    298,
    337,
    1,
  ]);
  assertEquals(january.lines.map(({ kind, amount }) => [kind, amount]), [
    ["grant", 40],
    ["reserve", 1],
    ["settle", 1],
  ]);
  const [one, ...others] = december.applications;
  assertEquals([one!.name, one!.spent, others], ["idelibre", 202, []]);
  assertEquals(january.firstEntry, december.lastEntry! + 1);
  const { spent } = await world.account(town.structureId);
  assertEquals(december.spent + january.spent, spent);
});

Deno.test("readStatement() of an idle month opens and closes alike", async () => {
  const town = await twoMonths();
  await using _ = town.world;
  const { opening, closing, lines, firstEntry } = await town.read("2027-05");
  assertEquals([opening, closing, lines, firstEntry], [337, 337, [], null]);
  assertEquals((await town.read("2020-01")).closing, 0);
});

Deno.test("monthEntries() gives each entry of the month once", async () => {
  const town = await twoMonths();
  await using world = town.world;
  const all = await ledgerOf(world, town.structureId);
  const entries = async (month: string) =>
    (await Array.fromAsync(
      monthEntries(world.ports, OPERATOR, { id: town.structureId, month }),
    ))
      .map(({ number }) => number);
  const numbers = [...await entries("2027-01"), ...await entries("2026-12")];
  assertEquals(numbers, all.map(({ number }) => number).reverse());
});
