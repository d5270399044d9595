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

Deno.test("burnDown() goes from what is left to nothing, in a few steps", () => {
  const points = burnDown({ available: 900, forecastDays: 30 });
  assertEquals(points.length, 13);
  assertEquals(points[0], { days: 0, left: 900 });
  assertEquals(points[6], { days: 15, left: 450 });
  assertEquals(points[12], { days: 30, left: 0 });
  assertEquals(burnDown({ available: 9, forecastDays: 2 }).length, 3);
});

Deno.test("burnDown() draws nothing without a forecast that says something", () => {
  for (const forecastDays of [null, 0, 731]) {
    assertEquals(burnDown({ available: 900, forecastDays }), []);
  }
});

Deno.test("niceTop() is the next number that reads well", () => {
  assertEquals([0, 1, 3, 20, 21, 501].map(niceTop), [2, 2, 5, 20, 50, 1_000]);
});
