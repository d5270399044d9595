import { z } from "@hono/zod-openapi";
import { Instant } from "./common.ts";

/** How far wrapping everything under the active master key has come. */
export const StoredRewrap = z.object({
  /** The master key everything is to be wrapped under. */
  to: z.string(),
  /** The kind being looked through, and the last key looked at there. */
  kind: z.int(),
  after: z.array(z.union([z.string(), z.number()])).nullable(),
  looked: z.int(),
  moved: z.int(),
  /** Values that could not be moved, by the master key they still need. */
  left: z.record(z.string(), z.int()),
  startedAtMs: z.int(),
  finishedAtMs: z.int().nullable(),
});
export type StoredRewrap = z.infer<typeof StoredRewrap>;

export const Rewrap = z.object({
  activeKey: z.string(),
  otherKeys: z.array(z.string()),
  run: z.object({
    to: z.string(),
    looked: z.int(),
    moved: z.int(),
    left: z.record(z.string(), z.int()),
    startedAt: Instant,
    finishedAt: Instant.nullable(),
  }).nullable(),
  removable: z.array(z.string()).openapi({
    description: "Master keys nothing in this store depends on any more",
  }),
}).openapi("Rewrap");
export type Rewrap = z.infer<typeof Rewrap>;
