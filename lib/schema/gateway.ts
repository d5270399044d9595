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
  validFromMs: z.int().nullable(),
  validUntilMs: z.int().nullable(),
  /** In the address receipts come back to. */
  callbackSecret: z.string(),
  createdAtMs: z.int(),
});
export type StoredGateway = z.infer<typeof StoredGateway>;

const shape = {
  name: Name,
  settings: z.record(z.string(), z.unknown()),
  order: z.int().min(0).max(1_000).optional(),
  weight: z.int().min(1).max(1_000).optional(),
  ratePerSecond: z.number().positive().max(10_000).nullable().optional(),
  concurrency: z.int().min(1).max(1_000).optional(),
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
  validFrom: Instant.nullable(),
  validUntil: Instant.nullable(),
  callbackUrl: z.string(),
  state: GatewayState,
  lastError: z.object({ at: Instant, detail: z.string() }).nullable(),
  createdAt: Instant,
}).openapi("Gateway");
export type Gateway = z.infer<typeof Gateway>;

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
