import { z } from "@hono/zod-openapi";
import { Instant, Name } from "./common.ts";

/** What a key may do. */
export const Scope = z.enum(["messages:send", "messages:read", "balance:read"]);
export type Scope = z.infer<typeof Scope>;

export const Mode = z.enum(["live", "test"]);
export type Mode = z.infer<typeof Mode>;

/** A coupled application, as it is stored. */
export const StoredApplication = z.object({
  id: z.string(),
  structureId: z.string(),
  name: z.string(),
  mode: Mode,
  scopes: z.array(Scope),
  dailyCap: z.int().nullable(),
  /** Its keys; at most two while one is being replaced. */
  keyIds: z.array(z.string()),
  createdAtMs: z.int(),
});
export type StoredApplication = z.infer<typeof StoredApplication>;

/** A key, found by the id it carries; the secret is only here as a hash. */
export const StoredKey = z.object({
  applicationId: z.string(),
  structureId: z.string(),
  /** SHA-256 of the whole key, hexadecimal. */
  hash: z.string(),
  expiresAtMs: z.int().nullable(),
});
export type StoredKey = z.infer<typeof StoredKey>;

export const NewApplication = z.strictObject({
  name: Name,
  mode: Mode,
  scopes: z.array(Scope).min(1).max(3).optional(),
  dailyCap: z.int().min(1).max(1_000_000).optional().openapi({
    description: "The most SMS this application may send in one day.",
  }),
}).openapi("NewApplication");
export type NewApplication = z.infer<typeof NewApplication>;

export const Application = z.object({
  id: z.string(),
  structureId: z.string(),
  name: z.string(),
  mode: Mode,
  scopes: z.array(Scope),
  dailyCap: z.int().nullable(),
  createdAt: Instant,
}).openapi("Application");
export type Application = z.infer<typeof Application>;

/** The only answer that ever holds a key. */
export const ApplicationWithKey = Application.extend({
  apiKey: z.string().openapi({ example: "lsm_live_…" }),
}).openapi("ApplicationWithKey");
export type ApplicationWithKey = z.infer<typeof ApplicationWithKey>;

export const RotateKey = z.strictObject({
  graceHours: z.int().min(0).max(720).default(24).openapi({
    description: "How long the old key stays valid.",
  }),
}).openapi("RotateKey");
export type RotateKey = z.infer<typeof RotateKey>;
