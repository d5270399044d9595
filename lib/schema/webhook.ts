import { z } from "@hono/zod-openapi";
import { Instant } from "./common.ts";

/** Endpoints a structure may declare. */
export const WEBHOOKS_MAX = 5;

/** What a structure's own programs can be told of. */
export const WebhookEvent = z.enum([
  "message.sent",
  "message.delivered",
  "message.failed",
  "message.received",
  "alert.raised",
]);
export type WebhookEvent = z.infer<typeof WebhookEvent>;

/** An event of a webhook, or the trial of one. */
export const WebhookType = z.enum([...WebhookEvent.options, "webhook.test"]);
export type WebhookType = z.infer<typeof WebhookType>;

/** An endpoint as the account knows it: what is to be queued for it. */
export const AccountWebhook = z.object({
  id: z.string(),
  events: z.array(WebhookEvent),
});
export type AccountWebhook = z.infer<typeof AccountWebhook>;

/**
 * `active`; `paused` by its owner; `gone`: it answered 410; `suspended`:
 * nothing arrived there for as long as is tried.
 */
export const WebhookStatus = z.enum(["active", "paused", "gone", "suspended"]);
export type WebhookStatus = z.infer<typeof WebhookStatus>;

export const StoredWebhook = z.object({
  id: z.string(),
  structureId: z.string(),
  url: z.string(),
  description: z.string().nullable(),
  events: z.array(WebhookEvent),
  status: WebhookStatus,
  /** The newest first; each sealed. */
  secrets: z.array(z.object({
    sealed: z.string(),
    expiresAtMs: z.int().nullable(),
  })),
  createdAtMs: z.int(),
  /** When something last arrived, to the minute. */
  arrivedAtMs: z.int().nullable(),
  /** Since when it is tried: its creation, or when it was changed. */
  triedSinceMs: z.int(),
  /** Passes in a row in which nothing arrived, and when to try again. */
  failures: z.int(),
  restsUntilMs: z.int().nullable(),
});
export type StoredWebhook = z.infer<typeof StoredWebhook>;

/** Something that happened, without numbers and texts. */
export const StoredEvent = z.object({
  id: z.string(),
  type: WebhookType,
  atMs: z.int(),
  data: z.record(z.string(), z.unknown()),
});
export type StoredEvent = z.infer<typeof StoredEvent>;

/** Events that wait for one endpoint, all tried as often. */
export const StoredQueued = z.object({
  events: z.array(StoredEvent),
  queuedMs: z.int(),
  /** Attempts made; there is one event then, and its log is named. */
  attempts: z.int(),
  deliveryId: z.string().nullable(),
});
export type StoredQueued = z.infer<typeof StoredQueued>;

export const DeliveryStatus = z.enum(["pending", "delivered", "failed"]);
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

/** Why no answer came; null where one did. */
export const AttemptError = z.enum([
  "refused_address",
  "unreachable",
  "tls",
  "timeout",
  "redirect",
  "too_large",
]);
export type AttemptError = z.infer<typeof AttemptError>;

export const StoredAttempt = z.object({
  atMs: z.int(),
  status: z.int().nullable(),
  error: AttemptError.nullable(),
  durationMs: z.int(),
  /** The beginning of the answer's body, sealed. */
  answer: z.string().nullable(),
});
export type StoredAttempt = z.infer<typeof StoredAttempt>;

/** What became of one event at one endpoint. */
export const StoredDelivery = z.object({
  id: z.string(),
  event: StoredEvent,
  status: DeliveryStatus,
  attempts: z.array(StoredAttempt),
  nextMs: z.int().nullable(),
});
export type StoredDelivery = z.infer<typeof StoredDelivery>;

const Events = z.array(WebhookEvent).min(1).max(WebhookEvent.options.length)
  .openapi({ example: ["message.delivered", "message.failed"] });
const Url = z.string().trim().max(500).openapi({
  example: "https://example.fr/webhooks/sms",
  description:
    "https, to a public address; what else is allowed is the operator's to say.",
});
const Description = z.string().trim().max(120);

export const NewWebhook = z.strictObject({
  url: Url,
  events: Events,
  description: Description.optional(),
}).openapi("NewWebhook");
export type NewWebhook = z.infer<typeof NewWebhook>;

export const WebhookChange = z.strictObject({
  url: Url.optional(),
  events: Events.optional(),
  description: Description.nullable().optional(),
  status: z.enum(["active", "paused"]).optional().openapi({
    description: "`active` also resumes an endpoint that was suspended.",
  }),
}).openapi("WebhookChange");
export type WebhookChange = z.infer<typeof WebhookChange>;

export const RotateWebhookSecret = z.strictObject({
  graceHours: z.int().min(0).max(720).default(24).openapi({
    description: "How long requests are signed with the old secret as well.",
  }),
}).openapi("RotateWebhookSecret");

export const Webhook = z.object({
  id: z.string(),
  structureId: z.string(),
  url: z.string(),
  description: z.string().nullable(),
  events: z.array(WebhookEvent),
  status: WebhookStatus,
  createdAt: Instant,
  arrivedAt: Instant.nullable().openapi({
    description: "When something last arrived there.",
  }),
  secretExpiresAt: Instant.nullable().openapi({
    description: "Until when the secret before signs as well.",
  }),
}).openapi("Webhook");
export type Webhook = z.infer<typeof Webhook>;

/** The only answers that ever hold a secret. */
export const WebhookWithSecret = Webhook.extend({
  secret: z.string().openapi({ example: "whsec_…" }),
}).openapi("WebhookWithSecret");
export type WebhookWithSecret = z.infer<typeof WebhookWithSecret>;

/** The body of a request to an endpoint. */
export const WebhookPayload = z.object({
  type: WebhookType,
  timestamp: Instant,
  data: z.record(z.string(), z.unknown()),
}).openapi("WebhookPayload");
export type WebhookPayload = z.infer<typeof WebhookPayload>;

export const WebhookAttempt = z.object({
  at: Instant,
  status: z.int().nullable().openapi({ description: "What it answered." }),
  error: AttemptError.nullable(),
  durationMs: z.int(),
  answer: z.string().nullable().openapi({
    description: "The beginning of the body it answered with.",
  }),
}).openapi("WebhookAttempt");
export type WebhookAttempt = z.infer<typeof WebhookAttempt>;

export const WebhookDelivery = z.object({
  id: z.string(),
  eventId: z.string().openapi({
    description: "The `webhook-id` of its requests: the same at each attempt.",
  }),
  type: WebhookType,
  status: DeliveryStatus,
  request: WebhookPayload,
  attempts: z.array(WebhookAttempt),
  nextAttemptAt: Instant.nullable(),
}).openapi("WebhookDelivery");
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;
