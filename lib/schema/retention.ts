import { z } from "@hono/zod-openapi";

/** When the next look for keys whose time is over is due. */
export const RetentionClock = z.object({ nextMs: z.int() });

/** Proof that a half of a data key was destroyed. */
export const StoredDestruction = z.object({ atMs: z.int() });

/** Proof of a retention run: what it looked at, and what it destroyed. */
export const StoredRetentionRun = z.object({
  startedAtMs: z.int(),
  finishedAtMs: z.int(),
  keys: z.int(),
  texts: z.int(),
  numbers: z.int(),
});
export type StoredRetentionRun = z.infer<typeof StoredRetentionRun>;
