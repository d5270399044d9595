import { assertEquals } from "@std/assert";
import { quietUntil } from "../../lib/domain/quiet_hours.ts";

const NIGHT = { from: "20:00", to: "08:00" };
const NOON = { from: "12:00", to: "14:00" };

function ends(
  quietHours: { from: string; to: string } | null,
  now: string,
  timeZone = "Europe/Paris",
): string | null {
  const rules = { quietHours, timeZone, unknownOutcome: "resend" as const };
  const end = quietUntil(rules, Date.parse(now));
  return end === null ? null : new Date(end).toISOString().slice(0, 16);
}

Deno.test("quietUntil() tells when the quiet hours end", async (t) => {
  type Row = [
    claim: string,
    hours: { from: string; to: string } | null,
    now: string,
    end: string | null,
    zone?: string,
  ];
  const table: Row[] = [
    ["none", null, "2026-12-01T02:00:00Z", null],
    ["before", NIGHT, "2026-12-01T18:59:59Z", null],
    ["the first instant", NIGHT, "2026-12-01T19:00:00Z", "2026-12-02T07:00"],
    ["after midnight", NIGHT, "2026-12-02T02:34:56Z", "2026-12-02T07:00"],
    ["the last instant", NIGHT, "2026-12-02T06:59:59Z", "2026-12-02T07:00"],
    ["just over", NIGHT, "2026-12-02T07:00:00Z", null],
    ["in the day", NOON, "2026-12-01T12:30:00Z", "2026-12-01T13:00"],
    ["in the morning", NOON, "2026-12-01T10:30:00Z", null],
    [
      "in La Réunion",
      NIGHT,
      "2026-12-01T16:00:00Z",
      "2026-12-02T04:00",
      "Indian/Reunion",
    ],
    [
      "in Martinique",
      NIGHT,
      "2026-12-02T00:00:00Z",
      "2026-12-02T12:00",
      "America/Martinique",
    ],
    [
      "the night that is an hour shorter",
      NIGHT,
      "2026-03-28T20:00:00Z",
      "2026-03-29T06:00",
    ],
    [
      "the night that is an hour longer",
      NIGHT,
      "2026-10-24T19:00:00Z",
      "2026-10-25T07:00",
    ],
  ];
  for (const [claim, hours, now, end, zone] of table) {
    await t.step(claim, () => assertEquals(ends(hours, now, zone), end));
  }
});
