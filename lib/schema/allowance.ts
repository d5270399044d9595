/**
 * Standing allowances: what a group gives a structure each month.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { Credits, Instant } from "./common.ts";

/** An allowance, as it is stored. */
export const StoredAllowance = z.object({
  groupId: z.string(),
  credits: z.int(),
  carryOver: z.boolean(),
  isActive: z.boolean(),
  setBy: z.string(),
  /** The last month that was given, or skipped: `2026-12`. */
  period: z.string(),
  /** Where the next stands in the due-index. */
  dueMs: z.int(),
  last: z.object({
    period: z.string(),
    atMs: z.int(),
    given: z.int(),
    isSkipped: z.boolean(),
  }).nullable(),
});
export type StoredAllowance = z.infer<typeof StoredAllowance>;

/** What `PUT /structures/{id}/allowance` takes. */
export const NewAllowance = z.strictObject({
  credits: Credits.openapi({
    description: "What the structure is brought to each month.",
  }),
  carryOver: z.boolean().optional().openapi({
    description:
      "true: `credits` are added each month, on top of what is left; false, unless told otherwise: what is available is brought up to `credits`.",
  }),
}).openapi("NewAllowance");
export type NewAllowance = z.infer<typeof NewAllowance>;

export const Allowance = z.object({
  credits: z.int(),
  carryOver: z.boolean(),
  nextAt: Instant,
  last: z.object({
    period: z.string().openapi({ example: "2026-12" }),
    at: Instant,
    given: z.int(),
    skipped: z.boolean().openapi({
      description: "The group did not have enough.",
    }),
  }).nullable(),
}).openapi("Allowance");
export type Allowance = z.infer<typeof Allowance>;
