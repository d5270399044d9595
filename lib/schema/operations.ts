import { z } from "@hono/zod-openapi";
import { Id, Instant } from "./common.ts";

/** Set when a store is restored; gone once nothing is held back any more. */
export const StoredFence = z.object({
  /** When the store was restored. */
  atMs: z.int(),
  /** The newest thing in the backup: what came after it is not known. */
  backupMs: z.int(),
});
export type StoredFence = z.infer<typeof StoredFence>;

/** What is held back of one structure. */
export const HeldStructure = z.object({
  structureId: z.string(),
  structureName: z.string(),
  messages: z.int(),
}).openapi("HeldStructure");
export type HeldStructure = z.infer<typeof HeldStructure>;

export const Fence = z.object({
  raisedAt: Instant.nullable().openapi({ description: "null: there is none" }),
  backupAt: Instant.nullable(),
  held: z.array(HeldStructure),
}).openapi("Fence");
export type Fence = z.infer<typeof Fence>;

export const LiftFence = z.strictObject({
  structureId: Id("str").optional().openapi({
    description: "Without it: every structure.",
  }),
  how: z.enum(["send", "cancel"]).openapi({
    description:
      "send: they leave, flagged possibleDuplicate where they may have left before the restore. cancel: they never leave, their credits come back.",
  }),
}).openapi("LiftFence");
export type LiftFence = z.infer<typeof LiftFence>;
