import { z } from "@hono/zod-openapi";

/** A person who lost everything they sign in with, and asks to be let in. */
export const StoredRecovery = z.object({
  memberId: z.string(),
  askedAtMs: z.int(),
  expiresAtMs: z.int(),
  /** With what the person stops it: a hash. */
  stopHash: z.string(),
  /** Who let them in, and from when on. */
  approvedBy: z.string().nullable(),
  readyAtMs: z.int().nullable(),
  /** The one-time link that was sent: a hash. */
  linkHash: z.string().nullable(),
});
export type StoredRecovery = z.infer<typeof StoredRecovery>;
