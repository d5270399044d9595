/**
 * Alerts: what a structure asks to be warned of, what was raised, and how it
 * was told. Thresholds stand in the account; whom to tell is sealed beside it.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { Instant } from "./common.ts";

/** Thresholds of one kind; an alert's id counts those one entry crosses. */
export const THRESHOLDS_MAX = 10;
export const EMAILS_MAX = 20;
export const NUMBERS_MAX = 10;

/** What was crossed, or what came to pass. */
export const AlertKind = z.enum([
  "lowBalance",
  "monthlyVolume",
  "daysLeft",
  "failureRate",
  "gatewayDown",
  "allowanceSkipped",
  "expiring",
]);
export type AlertKind = z.infer<typeof AlertKind>;

export const Channel = z.enum(["mail", "push", "webhook", "sms"]);
export type Channel = z.infer<typeof Channel>;

const Whole = z.int().min(0);

/** Each in ascending order, without doubles. */
export const Thresholds = z.object({
  lowBalance: z.array(Whole),
  monthlyVolume: z.array(Whole),
  daysLeft: z.array(Whole).optional(),
});
export type Thresholds = z.infer<typeof Thresholds>;

/** What the account carries, so that a crossing is decided without a read. */
export const AccountAlerts = Thresholds.extend({
  /** In per cent of a day's messages; decided where they end. */
  failureRate: z.array(Whole).optional(),
  /** How messages ended today, where somebody watches it. */
  endings: z.object({ day: z.int(), all: Whole, failed: Whole }).optional(),
  /** When a notice was last made: more of them wait for the quiet to end. */
  noticedAtMs: z.int().optional(),
  /** The last entry whose alerts stand in a notice. */
  noticedEntry: Whole,
  /** How many alerts no movement caused. */
  events: Whole.optional(),
});
export type AccountAlerts = z.infer<typeof AccountAlerts>;

/** Whom to tell: addresses and numbers as sealed JSON, and how many. */
export const StoredAlertSettings = z.object({
  sealed: z.string(),
  emails: Whole,
  sms: Whole,
  webhook: z.boolean(),
  push: z.boolean(),
});
export type StoredAlertSettings = z.infer<typeof StoredAlertSettings>;

/** One crossing, written in the commit that caused it. */
export const StoredAlert = z.object({
  id: z.string(),
  kind: AlertKind,
  threshold: Whole,
  /** What was left, or what the month had come to. */
  value: Whole,
  /** The number of the ledger entry that crossed, and what that was for. */
  entry: z.int(),
  cause: z.string(),
  /** What it is about: a structure, a grant. */
  about: z.string().optional(),
  /** When what it warns of will be. */
  untilMs: z.int().optional(),
  atMs: z.int(),
  /** When to tell of it; null once it stands in a notice. */
  dueMs: z.int().nullable(),
  noticeId: z.string().nullable(),
});
export type StoredAlert = z.infer<typeof StoredAlert>;

/** Why a channel told nobody, or not everybody. */
export const Note = z.enum([
  "no_credit",
  "suspended",
  "refused",
  "unreachable",
  "not_configured",
  "own_sms",
]);
export type Note = z.infer<typeof Note>;

/** How one channel is getting on. */
export const StoredChannel = z.object({
  channel: Channel,
  status: z.enum(["pending", "sent", "failed", "skipped"]),
  /** Who is still to be told, by their place in the channel's list. */
  left: z.array(z.int()),
  told: Whole,
  refused: Whole,
  attempts: Whole,
  /** When it was last tried, or decided. */
  atMs: z.int().nullable(),
  /** When to try next; null once it is over. */
  nextMs: z.int().nullable(),
  note: Note.nullable(),
  submissionId: z.string().optional(),
});
export type StoredChannel = z.infer<typeof StoredChannel>;

/** Several alerts told together: those of entries `from` to `to`. */
export const StoredNotice = z.object({
  id: z.string(),
  fromEntry: z.int(),
  toEntry: z.int(),
  /** A request for SMS, where it tells of one and not of alerts. */
  /** A gateway of the operator's that is down, likewise. */
  gateway: z.object({ id: z.string(), name: z.string() }).optional(),
  /** Devices to tell by web push, `memberId/id`; `left` counts them. */
  devices: z.array(z.string()).optional(),
  request: z.object({ what: z.enum(["asked", "answered"]), id: z.string() })
    .optional(),
  /** Whom to tell, as it was sealed for the settings; null once all is told. */
  sealed: z.string().nullable(),
  channels: z.array(StoredChannel),
  atMs: z.int(),
  expiresAtMs: z.int(),
  dueMs: z.int().nullable(),
});
export type StoredNotice = z.infer<typeof StoredNotice>;

/** That people were told of a gateway that is down, and when. */
export const GatewayDown = z.object({ isDown: z.boolean(), toldMs: z.int() });
export type GatewayDown = z.infer<typeof GatewayDown>;

const Threshold = z.int().min(1).max(1_000_000_000);

/** What `PUT /structures/{id}/alerts` takes. */
export const NewAlerts = z.strictObject({
  lowBalance: z.array(Threshold).max(THRESHOLDS_MAX).openapi({
    description: "Warn when what is available falls below.",
    example: [500, 100],
  }),
  monthlyVolume: z.array(Threshold).max(THRESHOLDS_MAX).openapi({
    description: "Warn when the SMS of a month rise above.",
    example: [10_000],
  }),
  daysLeft: z.array(z.int().min(1).max(365)).max(THRESHOLDS_MAX).optional()
    .openapi({
      description: "Warn when the forecast falls below, in days.",
      example: [15, 5],
    }),
  failureRate: z.array(z.int().min(1).max(99)).max(THRESHOLDS_MAX).optional()
    .openapi({
      description:
        "Warn when the share of a day's messages that failed rises above, in per cent, from twenty messages on.",
      example: [10],
    }),
  emails: z.array(
    z.string().trim().max(200).pipe(
      z.email({ error: "une adresse électronique, par exemple nom@mairie.fr" }),
    ),
  ).max(EMAILS_MAX),
  webhook: z.boolean().optional(),
  push: z.boolean().optional(),
  sms: z.array(z.string().min(1).max(40)).max(NUMBERS_MAX).optional(),
}).openapi("NewAlerts");
export type NewAlerts = z.infer<typeof NewAlerts>;

export const Alerts = z.object({
  lowBalance: z.array(z.int()),
  monthlyVolume: z.array(z.int()),
  daysLeft: z.array(z.int()),
  failureRate: z.array(z.int()),
  emails: z.array(z.string()),
  webhook: z.boolean(),
  push: z.boolean(),
  sms: z.array(z.string()),
}).openapi("Alerts");
export type Alerts = z.infer<typeof Alerts>;

export const AlertNotification = z.object({
  channel: Channel,
  status: z.enum(["pending", "sent", "failed", "skipped"]),
  at: Instant.nullable(),
  recipients: z.int().openapi({ description: "How many were told." }),
  attempts: z.int(),
  note: Note.nullable(),
  submissionId: z.string().nullable().openapi({
    description: "The submission of the alert's own SMS.",
  }),
}).openapi("AlertNotification");
export type AlertNotification = z.infer<typeof AlertNotification>;

export const AlertEvent = z.object({
  id: z.string(),
  kind: AlertKind,
  threshold: z.int(),
  value: z.int().openapi({
    description: "What was available, or the month's SMS, after the crossing.",
  }),
  about: z.string().nullable().openapi({
    description: "The structure, grant or gateway it is about.",
  }),
  until: Instant.nullable().openapi({
    description: "When what it warns of will be.",
  }),
  at: Instant,
  entry: z.int().openapi({
    description: "The number of the ledger entry that crossed the threshold.",
  }),
  notifications: z.array(AlertNotification),
}).openapi("AlertEvent");
export type AlertEvent = z.infer<typeof AlertEvent>;
