import { assertEquals } from "@std/assert";
import { countDay, forecastDays } from "../../lib/domain/forecast.ts";
import { civilDay } from "../../lib/domain/calendar.ts";
import { EPOCH } from "../support.ts";

const DAY_MS = 86_400_000;

function spent(perDay: number, days: number) {
  let daily = { day: 0, spent: [] as number[] };
  for (let day = 0; day < days; day++) {
    const atMs = EPOCH + day * DAY_MS;
    daily = countDay(daily, { kind: "settle", amount: perDay, atMs });
  }
  return daily;
}

Deno.test("forecastDays() divides what is available by the pace", () => {
  const daily = spent(10, 30);
  const nowMs = EPOCH + 29 * DAY_MS;
  assertEquals(forecastDays({ daily }, 95, nowMs), 9);
  assertEquals(forecastDays({ daily }, 0, nowMs), 0);
});

Deno.test("forecastDays() slows down over idle days, and knows no pace after thirty", () => {
  const daily = spent(10, 30);
  const at = (idle: number) =>
    forecastDays({ daily }, 300, EPOCH + (29 + idle) * DAY_MS);
  assertEquals([at(0), at(15), at(30)], [30, 60, null]);
});

Deno.test("forecastDays() wants three days to go by", () => {
  const at = (days: number) =>
    forecastDays({ daily: spent(10, days) }, 100, EPOCH + (days - 1) * DAY_MS);
  assertEquals([at(1), at(2), at(3)], [null, null, 10]);
});

Deno.test("countDay() counts what settles, by its day", () => {
  const first = countDay({ day: 0, spent: [] }, {
    kind: "settle",
    amount: 3,
    atMs: EPOCH,
  });
  const none = countDay(first, { kind: "reserve", amount: 9, atMs: EPOCH });
  const later = countDay(none, {
    kind: "settle",
    amount: 4,
    atMs: EPOCH + 2 * DAY_MS,
  });
  assertEquals(later, { day: civilDay(EPOCH) + 2, spent: [3, 0, 4] });
});
