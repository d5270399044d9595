import { assertEquals } from "@std/assert";
import { civilDate, civilDay, civilMonth } from "../../lib/domain/calendar.ts";

Deno.test("civilDate() changes at midnight in France, summer and winter", () => {
  const table: [instant: string, date: string][] = [
    ["2026-12-31T22:59:59.999Z", "2026-12-31"],
    ["2026-12-31T23:00:00.000Z", "2027-01-01"],
    ["2026-07-13T21:59:59.999Z", "2026-07-13"],
    ["2026-07-13T22:00:00.000Z", "2026-07-14"],
    ["2026-03-29T00:59:59.999Z", "2026-03-29"],
    ["2026-10-25T22:59:59.999Z", "2026-10-25"],
    ["2026-10-25T23:00:00.000Z", "2026-10-26"],
    ["2026-02-28T23:30:00.000Z", "2026-03-01"],
  ];
  // Back and forth, since the last answer is remembered.
  for (const [instant, date] of [...table, ...table.toReversed()]) {
    assertEquals(civilDate(Date.parse(instant)), date, instant);
  }
});

Deno.test("civilMonth() is the month of that date", () => {
  assertEquals(civilMonth(Date.parse("2026-11-30T22:59:59Z")), "2026-11");
  assertEquals(civilMonth(Date.parse("2026-11-30T23:00:00Z")), "2026-12");
});

Deno.test("civilDay() grows by one a day, over changes of the clocks too", () => {
  const start = Date.parse("2026-01-01T12:00:00Z");
  const first = civilDay(start);

  for (let day = 0; day < 800; day++) {
    assertEquals(civilDay(start + day * 86_400_000), first + day);
  }
});
