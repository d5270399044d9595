/**
 * The part of the key table that is about running the service: retention,
 * statistics, what a restore holds back. See `keys.ts`.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { StoredFence } from "../schema/operations.ts";
import {
  RetentionClock,
  StoredDestruction,
  StoredRetentionRun,
} from "../schema/retention.ts";
import { StoredRewrap } from "../schema/rewrap.ts";
import { StoredCounted, StoredDay, StoredStatHead } from "../schema/stats.ts";
import { keyOf, kind } from "./kind.ts";
import { Due } from "./stored.ts";

export const OPERATION_KINDS = {
  held: kind("held", Due, { guard: "owner" }),
  fence: kind("fence", StoredFence),
  retention: kind("retention", RetentionClock),
  destruction: kind("destruction", StoredDestruction, { guard: "owner" }),
  pulse: kind("pulse", z.number()),
  retentionRun: kind("retentionRun", StoredRetentionRun),
  rewrap: kind("rewrap", StoredRewrap),
  statHead: kind("statHead", StoredStatHead),
  statDay: kind("statDay", StoredDay, { guard: "owner" }),
  counted: kind("counted", StoredCounted, { guard: "owner" }),
};

export const operationKeys = {
  /** What would be due, held back since the store was restored. */
  held: (structureId: string, dueMs: number, id: string) =>
    keyOf(OPERATION_KINDS.held, structureId, dueMs, id),
  /** Since when, and why, things are held back. */
  fence: () => keyOf(OPERATION_KINDS.fence),
  /** When keys are to be looked through again. */
  retention: () => keyOf(OPERATION_KINDS.retention),
  /** What became unreadable of a period, `texts` or `numbers`, and when. */
  destruction: (structureId: string, period: string, what: string) =>
    keyOf(OPERATION_KINDS.destruction, structureId, period, what),
  /** When another instance last changed something in a structure. */
  pulse: (structureId: string) => keyOf(OPERATION_KINDS.pulse, structureId),
  retentionRun: (id: string) => keyOf(OPERATION_KINDS.retentionRun, id),
  /** How far wrapping everything under the active master key is. */
  rewrap: () => keyOf(OPERATION_KINDS.rewrap),
  /** Guards a structure's counters. */
  statHead: (structureId: string) =>
    keyOf(OPERATION_KINDS.statHead, structureId),
  /** What was counted of a structure's day, `2026-11-24` in France. */
  statDay: (structureId: string, day: string) =>
    keyOf(OPERATION_KINDS.statDay, structureId, day),
  /** What a batch added to the counters. */
  counted: (batchId: string) => keyOf(OPERATION_KINDS.counted, batchId),
};
