import { z } from "@hono/zod-openapi";
import { Status } from "./message.ts";

const Count = z.int();

/** How many SMS of an application came to a status, and what they took. */
export const StatRow = z.object({
  application: z.string().nullable(),
  status: Status,
  messages: Count,
  segments: Count,
  /** Segments that were charged. */
  cost: Count,
});
export type StatRow = z.infer<typeof StatRow>;

/** The counters of a structure and day. */
export const StoredDay = z.array(StatRow);
export type StoredDay = z.infer<typeof StoredDay>;

/** What a batch adds to the counters, by day. */
export const StoredCounted = z.object({
  structureId: z.string(),
  rows: z.array(StatRow.extend({ day: z.string() })),
});
export type StoredCounted = z.infer<typeof StoredCounted>;

/** The guard of a structure's counters. */
export const StoredStatHead = z.object({
  /** Counts the commits, so that two of them exclude each other. */
  version: z.int(),
  /** Batches up to here that are not counted any more stay as they were. */
  closed: z.string(),
});
export type StoredStatHead = z.infer<typeof StoredStatHead>;

/** What rows may be told apart by. */
export const StatGroup = z.enum(["day", "application", "structure", "status"]);
export type StatGroup = z.infer<typeof StatGroup>;

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}(T.*)?$/, {
  error: "un jour, par exemple 2026-11-24",
}).transform((text) => text.slice(0, 10));

export const StatsQuery = z.object({
  from: Day.optional().openapi({
    description: "First day (in France), 29 days before `to` by default.",
  }),
  to: Day.optional().openapi({
    description: "Last day, itself counted; today by default.",
  }),
  groupBy: z.string().default("day").transform((text) => text.split(","))
    .pipe(z.array(StatGroup)).openapi({
      description: "Of day, application, structure, status, with commas.",
      example: "day,application",
    }),
  subtree: z.enum(["true", "false"]).optional().openapi({
    description:
      "Whether structures below count too; they do when grouped by structure.",
  }),
});
export type StatsQuery = z.infer<typeof StatsQuery>;

/** What was counted of a group. */
export const StatFigures = z.object({
  messages: Count.openapi({ description: "SMS as people count them" }),
  segments: Count,
  failures: Count.openapi({ description: "SMS failed, expired or refused" }),
  cost: Count.openapi({ description: "Segments charged to the structure" }),
});
export type StatFigures = z.infer<typeof StatFigures>;

/** The figures of one group; only what it was grouped by is named. */
export const StatItem = StatFigures.extend({
  day: z.string().optional(),
  application: z.string().nullable().optional(),
  applicationName: z.string().optional(),
  structureId: z.string().optional(),
  structureName: z.string().optional(),
  status: Status.optional(),
}).openapi("StatItem");
export type StatItem = z.infer<typeof StatItem>;

export const Stats = z.object({
  structureId: z.string(),
  from: z.string(),
  to: z.string(),
  groupBy: z.array(StatGroup),
  items: z.array(StatItem),
  total: StatFigures,
}).openapi("Stats");
export type Stats = z.infer<typeof Stats>;
