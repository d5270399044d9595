import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  type Case,
  type Comparison,
  measureCase,
  type Sample,
} from "../../bench/figures.ts";
import { percentile, spreadOf } from "../../bench/stats.ts";
import { jsonLinesOf, tableOf } from "../../bench/table.ts";

/** A case of two, that gives these requests per second round by round. */
function caseOf(
  slow: number[],
  fast: number[],
  comparison: Omit<Comparison, "by"> = {},
): { measured: Case; order: string[] } {
  const order: string[] = [];
  const take = (name: string, from: number[]) => (): Promise<Sample> => {
    order.push(name);
    return Promise.resolve({ requestsPerSecond: from.shift()! });
  };
  const measured: Case = {
    suite: "accept",
    name: "a case",
    contenders: [
      { name: "bare", measure: take("bare", fast) },
      {
        name: "ours",
        measure: take("ours", slow),
        comparisons: [{ by: "requestsPerSecond", ...comparison }],
      },
      { name: "absent", measure: null, note: "not installed" },
    ],
  };
  return { measured, order };
}

Deno.test("spreadOf() gives the middle and the ends", () => {
  assertEquals(spreadOf([30, 10, 20]), { median: 20, min: 10, max: 30 });
});

Deno.test("percentile() lies between two values in proportion", () => {
  assertEquals(percentile([10, 20], 50), 15);
  assertEquals(percentile([0, 100], 99), 99);
  assertEquals(percentile([7], 99), 7);
});

Deno.test("measureCase() measures in turns", async () => {
  const { measured, order } = caseOf([1, 1], [1, 1]);

  await measureCase(measured, 2, () => {});

  assertEquals(order, ["bare", "ours", "bare", "ours"]);
});

Deno.test("measureCase() compares within each round", async () => {
  // The machine was twice as slow in the second round, for both.
  const { measured } = caseOf([40, 20, 50], [100, 50, 100], { to: "bare" });

  const rows = await measureCase(measured, 3, () => {});

  assertEquals(rows[1]!.compared[0]!.value, {
    median: 0.4,
    min: 0.4,
    max: 0.5,
  });
});

Deno.test("tableOf() says whether what is wanted is met", async (t) => {
  const table: [comparison: Omit<Comparison, "by">, words: string][] = [
    [{ to: "bare" }, "40 % (40–40) of bare, req/s"],
    [{ to: "bare", atLeast: 0.25 }, "wanted ≥ 25 %: met"],
    [{ to: "bare", atLeast: 0.5 }, "wanted ≥ 50 %: NOT MET"],
    [
      { to: "bare", atLeast: 0.25, final: 0.5 },
      "wanted ≥ 25 %: met; finally ≥ 50 %: not yet",
    ],
    [{ to: "bare", atMost: 1.5 }, "0.40 × (0.40–0.40) of bare"],
    [{ atLeast: 3_000 }, "req/s 4,000; wanted ≥ 3,000: met"],
  ];
  for (const [comparison, words] of table) {
    await t.step(words, async () => {
      const { measured } = caseOf([4_000], [10_000], comparison);
      const rows = await measureCase(measured, 1, () => {});
      assertStringIncludes(tableOf(rows), words);
    });
  }
});

Deno.test("tableOf() says what could not be measured, and what to doubt", () => {
  const one = { median: 1, min: 1, max: 1 };
  const table = tableOf([{
    suite: "accept",
    case: "a case",
    name: "ours",
    metrics: {
      refusedShare: { ...one, min: 0, median: 0 },
      generatorShare: one,
    },
    compared: [],
    note: "not installed",
  }]);

  assertStringIncludes(table, "CALLS WERE REFUSED");
  assertStringIncludes(table, "load generator was busy");
  assertStringIncludes(table, "not installed");
});

Deno.test("jsonLinesOf() gives a line for each contender", async () => {
  const { measured } = caseOf([1], [2], { to: "bare", atLeast: 0.6 });

  const rows = await measureCase(measured, 1, () => {});
  const lines = jsonLinesOf(rows).trimEnd().split("\n").map((line) =>
    JSON.parse(line)
  );

  assertEquals(lines.map(({ name }) => name), ["bare", "ours", "absent"]);
  assertEquals(lines[1].compared, [{
    by: "requestsPerSecond",
    to: "bare",
    atLeast: 0.6,
    value: { median: 0.5, min: 0.5, max: 0.5 },
    met: false,
  }]);
});
