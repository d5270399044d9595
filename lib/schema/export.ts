import { z } from "@hono/zod-openapi";
import { Id, Instant } from "./common.ts";
import { Status } from "./message.ts";

/** How long what was prepared can be fetched. */
export const EXPORT_MS = 24 * 3_600_000;
/** How long a link to it works. */
export const LINK_MS = 15 * 60_000;
/** Exports of one structure that may be prepared at a time. */
export const EXPORTS_MAX = 3;

export const ExportFormat = z.enum(["csv", "ndjson"]);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** Which messages; a number is not asked for, it would have to be kept. */
const ExportFilter = z.object({
  from: Instant.optional(),
  to: Instant.optional(),
  status: Status.optional(),
  application: Id("app").optional(),
  reference: z.string().max(100).optional(),
  failed: z.boolean().optional(),
});

/** What a history is to be exported as. */
export const NewExport = z.strictObject({
  format: ExportFormat.default("csv"),
  ...ExportFilter.shape,
}).openapi("NewExport");
export type NewExport = z.infer<typeof NewExport>;

/** An export, as stored; its rows are sealed beside it. */
export const StoredExport = z.object({
  id: z.string(),
  structureId: z.string(),
  format: ExportFormat,
  filter: ExportFilter,
  /** The wrapped key of its rows; null once destroyed. */
  key: z.string().nullable(),
  /** Where the history goes on; null before the first page and at the end. */
  cursor: z.string().nullable(),
  rows: z.int(),
  parts: z.int(),
  /** How far back it has come. */
  reachedMs: z.int(),
  /** How far back it is to go. */
  oldestMs: z.int(),
  createdAtMs: z.int(),
  finishedAtMs: z.int().nullable(),
  expiresAtMs: z.int(),
  downloads: z.int(),
});
export type StoredExport = z.infer<typeof StoredExport>;

/** A link that works once, by the hash of its secret. */
export const StoredDownload = z.object({
  structureId: z.string(),
  exportId: z.string(),
  actorKind: z.enum(["member", "application", "operator"]),
  actorId: z.string(),
  expiresAtMs: z.int(),
});
export type StoredDownload = z.infer<typeof StoredDownload>;

/** An export of a history, prepared in the background. */
export const HistoryExport = z.object({
  id: z.string(),
  structureId: z.string(),
  status: z.enum(["running", "ready", "expired"]),
  format: ExportFormat,
  filter: ExportFilter,
  /** Messages so far. */
  rows: z.int(),
  /** The share of the period that was gone through. */
  percent: z.int().min(0).max(100),
  createdAt: Instant,
  finishedAt: Instant.nullable(),
  /** When what was prepared is destroyed. */
  expiresAt: Instant,
  downloads: z.int(),
}).openapi("HistoryExport");
export type HistoryExport = z.infer<typeof HistoryExport>;

export const ExportLink = z.object({
  /** Works once, without a key. */
  url: z.url(),
  expiresAt: Instant,
}).openapi("ExportLink");
export type ExportLink = z.infer<typeof ExportLink>;
