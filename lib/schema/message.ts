import { z } from "@hono/zod-openapi";
import { Id, Instant, Sender } from "./common.ts";

export const RECIPIENTS_MAX = 50_000;
/** Above this many, the answer gives progress instead of each message. */
export const LISTED_MAX = 1_000;
/** Ten segments of UCS-2 need 670 characters, of GSM-7 1,530. */
export const TEXT_MAX = 1_530;
export const VALIDITY_MAX_S = 72 * 3_600;
export const VALIDITY_DEFAULT_S = 24 * 3_600;

export const Status = z.enum([
  "scheduled",
  "queued",
  "sending",
  "sent",
  "delivered",
  "failed",
  "expired",
  "cancelled",
  "refused",
  "uncertain",
]);
export type Status = z.infer<typeof Status>;

export const Encoding = z.enum(["gsm7", "ucs2"]);
export type Encoding = z.infer<typeof Encoding>;

export const SmsText = z.string().min(1).max(TEXT_MAX);
export const Recipient = z.string().min(1).max(40);
export const Reference = z.string().min(1).max(100);

/** What every way of sending may say. */
export const common = {
  title: z.string().trim().min(1).max(80).optional(),
  sendAt: Instant.optional(),
  validity: z.int().min(60).max(VALIDITY_MAX_S).optional().openapi({
    description: "Seconds within which it is worth sending.",
  }),
  urgent: z.boolean().optional().openapi({
    description:
      "Goes ahead of what is not, and leaves during quiet hours too.",
  }),
  tags: z.array(z.string().min(1).max(40)).max(10).optional(),
  skipInvalid: z.boolean().optional(),
  structureId: Id("str").optional().openapi({
    description: "Only for operators and members; a key names its structure.",
  }),
};

/** One text to one or many. */
export const SameText = z.object({
  ...common,
  text: SmsText,
  sender: Sender.optional(),
  reference: Reference.optional(),
  recipients: z.array(Recipient).min(1),
});

/** Each recipient with a text of its own. */
export const OwnTexts = z.object({
  ...common,
  sender: Sender.optional(),
  reference: Reference.optional(),
  messages: z.array(z.object({
    to: Recipient,
    text: SmsText,
    sender: Sender.optional(),
    reference: Reference.optional(),
  })).min(1),
});

/** What `POST /messages` takes. */
export const NewMessages = z.union([SameText, OwnTexts]).openapi("NewMessages");
export type NewMessages = z.infer<typeof NewMessages>;

export const AcceptedMessage = z.object({
  id: z.string(),
  to: z.string(),
  segments: z.int(),
  status: Status,
});

export const InvalidRecipient = z.object({
  index: z.int(),
  to: z.string(),
  code: z.string(),
});
export type InvalidRecipient = z.infer<typeof InvalidRecipient>;

/** The answer to an accepted submission. */
export const Accepted = z.object({
  submissionId: z.string(),
  title: z.string(),
  segments: z.int().openapi({ description: "Of the whole submission." }),
  credits: z.int().openapi({ description: "Reserved; 0 for a test key." }),
  available: z.int(),
  messages: z.array(AcceptedMessage).optional(),
  invalid: z.array(InvalidRecipient).optional(),
}).openapi("Accepted");
export type Accepted = z.infer<typeof Accepted>;

/** One SMS as the API tells it. */
export const Message = z.object({
  id: z.string(),
  submissionId: z.string(),
  structureId: z.string(),
  application: z.string().nullable(),
  title: z.string(),
  to: z.string().nullable(),
  text: z.string().nullable(),
  sender: z.string().nullable(),
  segments: z.int(),
  encoding: Encoding,
  status: Status,
  failed: z.boolean(),
  reason: z.string().nullable(),
  possibleDuplicate: z.boolean(),
  reference: z.string().nullable(),
  createdAt: Instant,
  sentAt: Instant.nullable(),
  deliveredAt: Instant.nullable(),
  gateway: z.string().nullable(),
}).openapi("Message");
export type Message = z.infer<typeof Message>;

export const MessageWithTimeline = Message.extend({
  timeline: z.array(z.object({
    at: Instant,
    status: Status,
    gateway: z.string().nullable(),
    detail: z.string().nullable(),
  })),
}).openapi("MessageWithTimeline");
export type MessageWithTimeline = z.infer<typeof MessageWithTimeline>;

export const Submission = z.object({
  id: z.string(),
  structureId: z.string(),
  title: z.string(),
  reference: z.string().nullable(),
  createdAt: Instant,
  sendAt: Instant.nullable(),
  recipients: z.int(),
  segments: z.int(),
  credits: z.int(),
  counts: z.partialRecord(Status, z.int()),
  done: z.boolean(),
}).openapi("Submission");
export type Submission = z.infer<typeof Submission>;

export const Preview = z.strictObject({
  text: z.string().max(TEXT_MAX),
  recipients: z.array(z.string().max(40)).max(RECIPIENTS_MAX).optional(),
  structureId: Id("str").optional().openapi({
    description:
      "For whom it would be sent: its opt-outs are then told in `invalid`. An application sends for its own.",
  }),
}).openapi("Preview");
export type Preview = z.infer<typeof Preview>;

export const Previewed = z.object({
  encoding: Encoding,
  segments: z.int(),
  unicodeCharacters: z.array(z.string()),
  suggestion: z.object({ text: z.string(), segments: z.int() }).optional(),
  credits: z.int(),
  invalid: z.array(InvalidRecipient),
}).openapi("Previewed");
export type Previewed = z.infer<typeof Previewed>;

/** What a key is told about itself. */
export const Info = z.object({
  structure: z.object({ id: z.string(), name: z.string() }),
  application: z.object({
    id: z.string(),
    name: z.string(),
    mode: z.enum(["live", "test"]),
  }),
  balance: z.int(),
  reserved: z.int(),
  senders: z.array(z.string()),
  apiVersion: z.string(),
}).openapi("Info");
export type Info = z.infer<typeof Info>;
