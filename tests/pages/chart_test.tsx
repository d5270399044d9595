import { assert, assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import {
  BarChart,
  LineChart,
  niceTop,
} from "../../routes/pages/parts/Chart.tsx";
import { burnDown } from "../../routes/pages/views/BurnDown.tsx";

const PROPS = {
  title: "SMS par jour",
  language: "fr",
  axis: "Jour",
  labels: ["1 déc.", "2 déc."],
  series: [
    { name: "Envoyés", tone: "main", values: [1_200, 300] },
    { name: "Échecs", tone: "bad", values: [0, 100] },
  ],
} as const;

for (const Chart of [BarChart, LineChart]) {
  Deno.test(`${Chart.name}() has its numbers in words and in a table`, () => {
    const html = renderToString(<Chart {...PROPS} />);
    assert(html.includes('role="img"'));
    assert(/aria-label="SMS par jour — Envoyés, 1.500 au total/.test(html));
    assert(
      /<th scope="row">2 déc\.<\/th><td class="count">300<\/td>/.test(html),
    );
    assertEquals(html.includes("style="), false);
  });
}

Deno.test("BarChart() stacks values, and leaves out what is nothing", () => {
  const html = renderToString(<BarChart {...PROPS} />);
  const heights = [...html.matchAll(/chart-bar (\w+)" .*?height="([\d.]+)"/g)]
    .map(([, tone, height]) => [tone, Number(height)]);
  assertEquals(heights, [["main", 120], ["main", 30], ["bad", 10]]);
});

Deno.test("LineChart() of a stock tells where it begins and ends", () => {
  const html = renderToString(<LineChart {...PROPS} isStock />);
  assert(/aria-label="SMS par jour — Envoyés, de 1.200 à 300 ;/.test(html));
});

const DAY_MS = 86_400_000;

/** Thirty days on each of which ten were spent, until `left` is there. */
const past = (left: number) =>
  Array.from({ length: 31 }, (_, i) => ({
    atMs: i * DAY_MS,
    available: left + (30 - i) * 10,
  }));

Deno.test("burnDown() goes from what was left to nothing, at even steps", () => {
  const points = burnDown({ past: past(300), perDay: 10 });
  const steps = points.slice(1).map(({ atMs }, i) => atMs - points[i]!.atMs);
  assertEquals(new Set(steps), new Set([2 * DAY_MS]));
  assertEquals(points[0], { atMs: 0, was: 600, willBe: null });
  assertEquals(points[15], { atMs: 30 * DAY_MS, was: 300, willBe: 300 });
  assertEquals(points.at(-1), { atMs: 60 * DAY_MS, was: null, willBe: 0 });
});

Deno.test("burnDown() looks ninety days ahead at the most, and not without a pace", () => {
  const far = burnDown({ past: past(10_000), perDay: 10 }).at(-1)!;
  assertEquals(far.willBe! > 9_000, true);
  const none = burnDown({ past: past(300), perDay: null });
  assertEquals(none.length, 31);
  assertEquals(none.every(({ willBe }) => willBe === null), true);
});

Deno.test("burnDown() draws nothing where nothing ever was", () => {
  const never = past(0).map((point) => ({ ...point, available: 0 }));
  assertEquals(burnDown({ past: never, perDay: null }), []);
});

Deno.test("LineChart() leaves out what a line does not reach", () => {
  const html = renderToString(
    <LineChart
      {...PROPS}
      series={[{ name: "Reste", tone: "main", values: [8, null] }]}
      isStock
    />,
  );
  assertEquals(/points="[^" ]+"/.test(html), true);
  assertEquals(html.includes('<td class="count">—</td>'), true);
});

Deno.test("niceTop() is the next number that reads well", () => {
  assertEquals([0, 1, 3, 20, 21, 501].map(niceTop), [2, 2, 4, 20, 40, 600]);
});
