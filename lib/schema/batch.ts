/**
 * How messages are stored: in batches. A batch holds the messages of one
 * structure that one commit accepted, up to a bound, whatever submissions they
 * came from. It is written once by the acceptance, and again as outcomes and
 * receipts come in, always together with the account's check.
 *
 * Numbers and texts stand in two sealed strings, under keys that are destroyed
 * when their time is over; all else is readable without them.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { Encoding, Status } from "./message.ts";

/** The most messages one batch takes. */
export const BATCH_MESSAGES_MAX = 150;

/**
 * What a batch is planned to take in the store, below the 64 KiB of one value.
 * Messages grow as things happen to them, so each is counted as it will be.
 */
export const BATCH_BYTES_MAX = 60_000;

/** How many failed attempts a message remembers. */
export const TRIES_MAX = 6;

/** Why a message is where it is; words in `reason.ts`. */
export const Reason = z.enum([
  "sent",
  "delivered",
  "insufficient_credit",
  "suspended",
  "daily_cap",
  "rejected",
  "undelivered",
  "expired",
  "expired_on_network",
  "no_gateway",
  "gateway_refused",
  "gateway_down",
  "gateway_full",
  "retrying",
  "quiet_hours",
  "unknown_outcome",
  "resending",
  "left_uncertain",
  "cancelled",
  "never_sent",
  "opted_out",
]);
export type Reason = z.infer<typeof Reason>;

/** What was done about a hand-over that nobody answered for. */
export const TryNote = z.enum([
  "found",
  "absent",
  "not_told",
  "resend",
  "left_uncertain",
  "interrupted",
]);
export type TryNote = z.infer<typeof TryNote>;

/** An attempt that did not hand the message over. */
export const Try = z.object({
  atMs: z.int(),
  /** Index into the batch's gateways. */
  gateway: z.int().optional(),
  detail: z.string().max(80),
  note: TryNote.optional(),
});
export type Try = z.infer<typeof Try>;

/** One SMS in its batch. Its number is the one at its own place. */
export const StoredMessage = z.object({
  /** Index into the batch's submissions. */
  submission: z.int().min(0),
  /** Index into the batch's texts. */
  text: z.int().min(0),
  segments: z.int().min(1),
  encoding: Encoding,
  status: Status,
  /** When to try next; absent once nothing is left to do. */
  dueMs: z.int().optional(),
  sender: z.string().optional(),
  reference: z.string().optional(),
  attempts: z.int().min(0).optional(),
  reason: Reason.optional(),
  /** Index into the batch's gateways. */
  gateway: z.int().optional(),
  providerId: z.string().max(80).optional(),
  sentAtMs: z.int().optional(),
  /** When it came to its present end: delivered, failed, cancelled … */
  endedAtMs: z.int().optional(),
  /** The network's own word on the end. */
  detail: z.string().max(80).optional(),
  /** It may have left twice: its first hand-over was never answered. */
  possibleDuplicate: z.literal(true).optional(),
  /** What was heard of each of its parts, a letter each. */
  parts: z.string().max(20).optional(),
  /** The submission it was sent again by, once it had failed. */
  replayedAs: z.string().optional(),
  /** How often its network was asked what became of it. */
  looks: z.int().optional(),
  /** Only its last gateway would recognise it, should it have left before. */
  stays: z.literal(true).optional(),
  tries: z.array(Try).max(TRIES_MAX).optional(),
});
export type StoredMessage = z.infer<typeof StoredMessage>;

/** What the messages of one call have in common. */
export const StoredSubmission = z.object({
  title: z.string(),
  application: z.string().nullable(),
  /** Who, where it was not an application. */
  actor: z.string().optional(),
  test: z.literal(true).optional(),
  /** Ahead of others, and at any hour. */
  urgent: z.literal(true).optional(),
  sender: z.string().nullable(),
  reference: z.string().optional(),
  tags: z.array(z.string()).optional(),
  atMs: z.int(),
  sendAtMs: z.int().optional(),
  expiresAtMs: z.int(),
  /** Available after its reservation; for answering a replay. */
  available: z.int(),
  /** Recognises the same call again; see `idempotency.ts`. */
  fingerprint: z.string().optional(),
  /** The bulk submission these messages are a part of. */
  bulk: z.string().optional(),
  /** Recipients left out by skipInvalid; `to` is an index into the texts. */
  invalid: z.array(
    z.object({ index: z.int(), to: z.int(), code: z.string() }),
  ).optional(),
});
export type StoredSubmission = z.infer<typeof StoredSubmission>;

export const Batch = z.object({
  id: z.string(),
  structureId: z.string(),
  /** The data key its secrets are sealed with. */
  dataKey: z.string(),
  /** Where its entry stands in the due-index; null when nothing is due. */
  dueMs: z.int().nullable(),
  /** Held back since a restore: its entry stands among what is held. */
  held: z.literal(true).optional(),
  submissions: z.array(StoredSubmission),
  messages: z.array(StoredMessage),
  /** Ids of the gateways its messages went to. */
  gateways: z.array(z.string()),
  numbers: z.string(),
  texts: z.string(),
});
export type Batch = z.infer<typeof Batch>;

/** A submission too large for one commit: its chunks and how far it is. */
export const Bulk = z.object({
  id: z.string(),
  structureId: z.string(),
  recipients: z.int(),
  segments: z.int(),
  credits: z.int(),
  batches: z.array(z.string()),
  /** How many batches have been put in the due-index and the history. */
  spread: z.int(),
  submission: StoredSubmission,
  cancelled: z.boolean(),
});
export type Bulk = z.infer<typeof Bulk>;
