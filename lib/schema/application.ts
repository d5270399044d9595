import { z } from "@hono/zod-openapi";
import { Instant, Name } from "./common.ts";
import { Rates } from "./limits.ts";

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
  /** Calls its keys may make; absent where nobody said. */
  perMinute: z.int().nullable().optional(),
  perDay: z.int().nullable().optional(),
  /** Where its keys may be used from; anywhere where it is absent or empty. */
  allowedAddresses: z.array(z.string()).optional(),
  /** How long each of its keys lasts, and when the newest ends. */
  keyDays: z.int().nullable().optional(),
  keyExpiresAtMs: z.int().nullable().optional(),
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

const DailyCap = z.int().min(1).max(1_000_000).openapi({
  description: "The most SMS this application may send in one day.",
});
const KeyDays = z.int().min(1).max(3_650).openapi({
  description:
    "How many days a key lasts; its managers are warned 30 and 7 days before.",
});
const AllowedAddresses = z.array(
  z.string().regex(/^[0-9A-Fa-f.:]{2,45}(\/\d{1,3})?$/, {
    error: "une adresse IP ou un réseau, par exemple 192.0.2.0/24",
  }),
).max(50).openapi({
  description: "Addresses and networks its keys may be used from; [] for any.",
  example: ["192.0.2.0/24", "2001:db8::/32"],
});
const Scopes = z.array(Scope).min(1).max(3);

export const NewApplication = z.strictObject({
  name: Name,
  mode: Mode,
  scopes: Scopes.optional(),
  dailyCap: DailyCap.optional(),
  keyDays: KeyDays.optional(),
  allowedAddresses: AllowedAddresses.optional(),
  ...Rates,
}).openapi("NewApplication");
export type NewApplication = z.infer<typeof NewApplication>;

/** `keyDays` holds from the next key on. */
export const ApplicationPatch = z.strictObject({
  name: Name.optional(),
  scopes: Scopes.optional(),
  dailyCap: DailyCap.nullable().optional(),
  keyDays: KeyDays.nullable().optional(),
  allowedAddresses: AllowedAddresses.optional(),
  ...Rates,
}).openapi("ApplicationPatch");
export type ApplicationPatch = z.infer<typeof ApplicationPatch>;

export const Application = z.object({
  id: z.string(),
  structureId: z.string(),
  name: z.string(),
  mode: Mode,
  scopes: z.array(Scope),
  dailyCap: z.int().nullable(),
  perMinute: z.int().nullable(),
  perDay: z.int().nullable(),
  allowedAddresses: z.array(z.string()),
  keyDays: z.int().nullable(),
  keyExpiresAt: Instant.nullable().openapi({
    description: "When its newest key ends.",
  }),
  lastUsedAt: Instant.nullable().openapi({
    description: "When a key of it was last used, to the hour.",
  }),
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

/** Keys somebody found where they should not be. */
export const LeakedKeys = z.strictObject({
  keys: z.array(z.string().max(200)).min(1).max(100),
  source: z.string().trim().max(500).optional().openapi({
    description: "Where they were found, e.g. the address of a repository.",
  }),
}).openapi("LeakedKeys");
export type LeakedKeys = z.infer<typeof LeakedKeys>;

export const RevokedKeys = z.object({
  revoked: z.int().openapi({ description: "How many were keys of ours." }),
}).openapi("RevokedKeys");
export type RevokedKeys = z.infer<typeof RevokedKeys>;
