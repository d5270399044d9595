import { z } from "@hono/zod-openapi";
import { Id } from "./common.ts";
import { Message } from "./message.ts";

/** How many messages one call replays. */
export const REPLAYS_MAX = 100;

/** A message that came to nothing. */
export const DeadLetter = Message.extend({
  replayable: z.boolean(),
  replayedAs: z.string().nullable().openapi({
    description: "The submission it was sent again by.",
  }),
}).openapi("DeadLetter");
export type DeadLetter = z.infer<typeof DeadLetter>;

export const NewReplays = z.strictObject({
  messageIds: z.array(Id("msg")).min(1).max(REPLAYS_MAX),
}).openapi("NewReplays");

export const Replayed = z.object({
  replayed: z.array(z.object({
    messageId: z.string(),
    submissionId: z.string(),
    credits: z.int(),
  })),
  refused: z.array(z.object({
    messageId: z.string(),
    code: z.string(),
    detail: z.string(),
  })),
}).openapi("Replayed");
export type Replayed = z.infer<typeof Replayed>;
