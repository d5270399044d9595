import { z } from "@hono/zod-openapi";
import { Instant } from "./common.ts";

/** What a person wrote back, its number and text sealed. */
export const StoredReply = z.object({
  id: z.string(),
  structureId: z.string(),
  gatewayId: z.string(),
  /** The message it most likely answers. */
  messageId: z.string().nullable(),
  /** The data key its secrets are sealed with. */
  dataKey: z.string(),
  number: z.string(),
  text: z.string(),
  /** Keyed hash of the number, to find it by. */
  hash: z.string(),
  /** It asked to be left alone. */
  optOut: z.boolean(),
  atMs: z.int(),
});
export type StoredReply = z.infer<typeof StoredReply>;

/** A reply that came in, so that a second posting of it is known. */
export const SeenReply = z.object({ expiresAtMs: z.int() });

/** A reply whose other parts may still come. */
export const StoredReplyParts = z.object({
  structureId: z.string(),
  replyId: z.string(),
  /** How much of its text each part that came takes, by its number. */
  lengths: z.record(z.string(), z.int()),
  expiresAtMs: z.int(),
});
export type StoredReplyParts = z.infer<typeof StoredReplyParts>;

export const Reply = z.object({
  id: z.string(),
  structureId: z.string(),
  from: z.string().nullable(),
  text: z.string().nullable(),
  messageId: z.string().nullable(),
  gateway: z.string(),
  optOut: z.boolean().openapi({
    description: "It was a STOP: the number is on the opt-out list since.",
  }),
  receivedAt: Instant,
}).openapi("Reply");
export type Reply = z.infer<typeof Reply>;

/** Addresses told of replies, sealed, and up to when they have been told. */
export const StoredReplySettings = z.object({
  sealed: z.string(),
  toldMs: z.int(),
});

export const ReplySettings = z.strictObject({
  emails: z.array(z.email().max(254)).max(20),
}).openapi("ReplySettings");
export type ReplySettings = z.infer<typeof ReplySettings>;
