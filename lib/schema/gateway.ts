import { z } from "@hono/zod-openapi";
import { Id, Instant, Name } from "./common.ts";

/** A gateway as it is stored; its settings are sealed. */
export const StoredGateway = z.object({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  ownerId: z.string().nullable(),
  /** The settings as sealed JSON. */
  settings: z.string(),
  order: z.int(),
  weight: z.int(),
  ratePerSecond: z.number().nullable(),
  concurrency: z.int(),
  /** SMS a day, at the most. */
  dailyCap: z.int().nullable().optional(),
  /** Beginnings of the numbers it is for; all where there is none. */
  prefixes: z.array(z.string()).optional(),
  /** Sealed JSON of the numbers that take it first, and before its date. */
  canaries: z.string().nullable().optional(),
  validFromMs: z.int().nullable(),
  validUntilMs: z.int().nullable(),
  /** In the address receipts come back to. */
  callbackSecret: z.string(),
  createdAtMs: z.int(),
});
export type StoredGateway = z.infer<typeof StoredGateway>;

/** How many numbers may try a gateway before its date. */
const CANARIES_MAX = 20;
const PREFIXES_MAX = 100;

const Prefix = z.string().regex(/^\+[1-9]\d{0,10}$/, {
  error: "le début d'un numéro international, par exemple +33 ou +33692",
});

const shape = {
  name: Name,
  settings: z.record(z.string(), z.unknown()),
  order: z.int().min(0).max(1_000).optional(),
  weight: z.int().min(1).max(1_000).optional(),
  ratePerSecond: z.number().positive().max(10_000).nullable().optional(),
  concurrency: z.int().min(1).max(1_000).optional(),
  dailyCap: z.int().min(1).max(10_000_000).nullable().optional().openapi({
    description: "SMS a day, in France's time; null for no cap.",
  }),
  prefixes: z.array(Prefix).max(PREFIXES_MAX).optional().openapi({
    description: "Beginnings of the numbers it is for; empty for all.",
    example: ["+33", "+262"],
  }),
  canaries: z.array(z.string().min(1).max(40)).max(CANARIES_MAX).optional()
    .openapi({
      description:
        "Numbers that take this gateway before all others, even before `validFrom`.",
    }),
  validFrom: Instant.nullable().optional(),
  validUntil: Instant.nullable().optional(),
};

export const NewGateway = z.strictObject({
  kind: z.string(),
  ownerId: Id("str").nullable().optional(),
  ...shape,
}).openapi("NewGateway");
export type NewGateway = z.infer<typeof NewGateway>;

export const GatewayPatch = z.strictObject({
  ...shape,
  name: Name.optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
}).openapi("GatewayPatch");
export type GatewayPatch = z.infer<typeof GatewayPatch>;

/** What was last heard of a gateway, in this process. */
export const GatewayState = z.enum(["closed", "open", "half-open"]);

export const Gateway = z.object({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  ownerId: z.string().nullable(),
  settings: z.record(z.string(), z.unknown()),
  order: z.int(),
  weight: z.int(),
  ratePerSecond: z.number().nullable(),
  concurrency: z.int(),
  dailyCap: z.int().nullable(),
  prefixes: z.array(z.string()),
  canaries: z.array(z.string()),
  validFrom: Instant.nullable(),
  validUntil: Instant.nullable(),
  callbackUrl: z.string(),
  state: GatewayState,
  lastError: z.object({ at: Instant, detail: z.string() }).nullable(),
  recentErrors: z.array(
    z.object({ at: Instant, detail: z.string(), count: z.int() }),
  ).openapi({ description: "The last first; seen by this instance." }),
  lastMinute: z.object({ calls: z.int(), errors: z.int() }),
  createdAt: Instant,
}).openapi("Gateway");
export type Gateway = z.infer<typeof Gateway>;

/** What an operator is to know of a gateway, as it is stored. */
export const StoredGatewayEvent = z.object({
  kind: z.enum(["down", "up", "refused"]),
  detail: z.string(),
  atMs: z.int(),
});
export type StoredGatewayEvent = z.infer<typeof StoredGatewayEvent>;

/** SMS of a gateway's daily cap that instances have drawn. */
export const StoredGatewayDay = z.object({ drawn: z.int() });
export type StoredGatewayDay = z.infer<typeof StoredGatewayDay>;

export const GatewayEventItem = z.object({
  kind: z.enum(["down", "up", "refused"]),
  detail: z.string(),
  at: Instant,
}).openapi("GatewayEvent");
export type GatewayEventItem = z.infer<typeof GatewayEventItem>;

export const GatewayEvents = z.object({ items: z.array(GatewayEventItem) });

export const GatewayBalance = z.object({
  balance: z.object({ amount: z.number(), unit: z.enum(["sms", "eur"]) })
    .nullable().openapi({ description: "Null where the network is silent." }),
}).openapi("GatewayBalance");
export type GatewayBalance = z.infer<typeof GatewayBalance>;

export const GatewayTest = z.strictObject({
  to: z.string().min(1).max(40),
  text: z.string().min(1).max(1_530).optional(),
}).openapi("GatewayTest");
export type GatewayTest = z.infer<typeof GatewayTest>;

export const GatewayTested = z.object({
  outcome: z.enum(["accepted", "rejected", "retry", "unknown"]),
  providerId: z.string().nullable(),
  detail: z.string().nullable(),
}).openapi("GatewayTested");
export type GatewayTested = z.infer<typeof GatewayTested>;

/** One SMS in the simulator's phone, or one mail, as it is stored. */
export const StoredOutboxItem = z.object({
  messageId: z.string(),
  /** Sealed JSON of number or address, sender, subject and text. */
  sealed: z.string(),
  /** Whose data key of which period sealed it; absent for a mail. */
  dataKey: z.object({ structureId: z.string(), period: z.string() }).optional(),
  atMs: z.int(),
});
export type StoredOutboxItem = z.infer<typeof StoredOutboxItem>;

export const OutboxItem = z.object({
  messageId: z.string(),
  to: z.string(),
  sender: z.string().nullable(),
  subject: z.string().optional().openapi({
    description: "Only of a mail, kept here where no mail server is set.",
  }),
  text: z.string(),
  at: Instant,
}).openapi("OutboxItem");
export type OutboxItem = z.infer<typeof OutboxItem>;
