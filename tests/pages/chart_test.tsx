import { assert, assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import {
  BarChart,
  LineChart,
  niceTop,
} from "../../routes/pages/parts/Chart.tsx";

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

Deno.test("niceTop() is the next number that reads well", () => {
  assertEquals([0, 1, 3, 20, 21, 501].map(niceTop), [2, 2, 5, 20, 50, 1_000]);
});
