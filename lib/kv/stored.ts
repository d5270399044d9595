/**
 * Records that only the service itself knows: work that is due, leases, and
 * what is kept to answer or recognise something again.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";

/** A data key, wrapped by a master key. */
export const StoredDataKey = z.object({
  id: z.string(),
  master: z.string(),
  /** Wrapped keys for numbers and texts; null once destroyed. */
  numbers: z.string().nullable(),
  texts: z.string().nullable(),
});
export type StoredDataKey = z.infer<typeof StoredDataKey>;

/** Work that is due: what it is, and whose. */
export const Due = z.object({
  kind: z.enum([
    "messages",
    "bulk",
    "receipt",
    "alert",
    "notice",
    "expiry",
    "allowance",
    "flowBack",
    "webhook",
    "key",
    "reply",
    "invitation",
    "treeImport",
    "viewing",
    "export",
  ]),
  structureId: z.string(),
  /** How many messages stand behind it, at the most. */
  count: z.int().optional(),
  /** Whether some of them are pressing. */
  urgent: z.literal(true).optional(),
  /** What a receipt of the simulator or of a test message will say. */
  status: z.enum(["delivered", "failed", "expired"]).optional(),
});
export type Due = z.infer<typeof Due>;

/** A part of the due-index, and the worker that owns it. */
export const Shard = z.object({
  owner: z.string(),
  /** Grows with each new owner. */
  epoch: z.int(),
  untilMs: z.int(),
  /** Due entries in work: `dueMs:id`. */
  flying: z.array(z.string()),
});
export type Shard = z.infer<typeof Shard>;

/** A call that was answered, for answering it the same again. */
export const StoredAnswer = z.object({
  fingerprint: z.string(),
  /** Sealed JSON of the result, or the submission that holds it. */
  sealed: z.string().nullable(),
  submissionId: z.string().nullable(),
  expiresAtMs: z.int(),
});
export type StoredAnswer = z.infer<typeof StoredAnswer>;

/** Chunks written ahead of the commit that accepts them all. */
export const Staging = z.object({
  atMs: z.int(),
  batches: z.array(z.string()),
});
export type Staging = z.infer<typeof Staging>;

/** A receipt that came before the commit that names its message. */
export const StoredReceipt = z.object({
  status: z.enum(["sent", "delivered", "failed", "expired"]),
  detail: z.string().nullable(),
  neverSent: z.boolean(),
  atMs: z.int(),
});
export type StoredReceipt = z.infer<typeof StoredReceipt>;

/** What instances were asked of late, for one rate limit. */
export const RateShare = z.object({
  atMs: z.int(),
  instances: z.record(
    z.string(),
    z.object({ asked: z.int(), atMs: z.int() }),
  ),
});
export type RateShare = z.infer<typeof RateShare>;
