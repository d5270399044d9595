import { z } from "@hono/zod-openapi";
import { Instant, PageQuery } from "./common.ts";

/** What was done, `noun.verb`: `member.invite`, `structure.suspend` … */
export const AuditAction = z.string().regex(/^[a-z]+(?:-[a-z]+)*\.[a-z-]+$/)
  .openapi({ example: "structure.suspend" });

/** The way something was asked. */
export const Via = z.enum(["api", "page", "service"]);
export type Via = z.infer<typeof Via>;

export const AuditResult = z.enum(["done", "refused"]);
export type AuditResult = z.infer<typeof AuditResult>;

const Value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** What else is worth knowing; never a number, a text or a mail address. */
export const AuditDetail = z.record(z.string(), Value);
export type AuditDetail = z.infer<typeof AuditDetail>;

/** One line of a structure's journal, as stored. */
export const StoredAuditEntry = z.object({
  number: z.int(),
  atMs: z.int(),
  actorKind: z.enum(["member", "application", "operator"]),
  actorId: z.string(),
  via: Via,
  /** The network address it was asked from, where it is known. */
  address: z.string().nullable(),
  action: z.string(),
  /** The id of what it was done to. */
  target: z.string().nullable(),
  result: AuditResult,
  detail: AuditDetail,
  /** SHA-256 over the line before and this one. */
  hash: z.string(),
});
export type StoredAuditEntry = z.infer<typeof StoredAuditEntry>;

/** How long a journal is, and its last hash. */
export const AuditHead = z.object({ entries: z.int(), hash: z.string() });
export type AuditHead = z.infer<typeof AuditHead>;

/** One line of a journal. */
export const AuditEntry = z.object({
  number: z.int(),
  at: Instant,
  actor: z.object({
    kind: z.enum(["member", "application", "operator"]),
    id: z.string(),
    name: z.string().nullable(),
  }),
  from: z.object({ via: Via, address: z.string().nullable() }),
  action: z.string(),
  target: z.string().nullable(),
  result: AuditResult,
  detail: AuditDetail,
  hash: z.string(),
}).openapi("AuditEntry");
export type AuditEntry = z.infer<typeof AuditEntry>;

export const AuditQuery = PageQuery.extend({
  /** A whole action, or what it begins with: `member`. */
  action: z.string().regex(/^[a-z.-]{1,60}$/, {
    error: "une action (« member.invite ») ou son début (« member »)",
  }).optional(),
  actor: z.string().max(40).optional(),
  result: AuditResult.optional(),
  from: Instant.optional(),
  to: Instant.optional(),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

/** What the verification of a journal says. */
export const AuditCheck = z.object({
  entries: z.int(),
  lastHash: z.string().nullable(),
  intact: z.boolean(),
  /** The first line that is not what was written, or is missing. */
  brokenAt: z.int().nullable(),
}).openapi("AuditCheck");
export type AuditCheck = z.infer<typeof AuditCheck>;
