import { z } from "@hono/zod-openapi";
import { Instant } from "./common.ts";
import { NewMember } from "./membership.ts";

/** Lines one table may have. */
export const IMPORT_LINES_MAX = 5_000;

/** Lines that are made, and sealed, together. */
export const IMPORT_CHUNK = 50;

/** One line of a table, with the ids it will have. */
export const PlannedRow = z.object({
  line: z.int(),
  id: z.string(),
  path: z.array(z.string()),
  name: z.string(),
  siren: z.string().nullable(),
  defaultSender: z.string().nullable(),
  member: NewMember.nullable(),
  credits: z.int(),
  /** False where an earlier line makes the structure. */
  isNew: z.boolean(),
});
export type PlannedRow = z.infer<typeof PlannedRow>;

/** An import at work, as stored; its lines are sealed beside it. */
export const StoredTreeImport = z.object({
  id: z.string(),
  structureId: z.string(),
  actorId: z.string(),
  structures: z.int(),
  members: z.int(),
  credits: z.int(),
  lines: z.int(),
  done: z.int(),
  chunks: z.int(),
  nextChunk: z.int(),
  /** Lines whose SMS could not be given any more. */
  unpaid: z.array(z.int()),
  createdAtMs: z.int(),
  finishedAtMs: z.int().nullable(),
});
export type StoredTreeImport = z.infer<typeof StoredTreeImport>;

export const NewTreeImport = z.strictObject({
  csv: z.string().min(1).max(4_000_000).openapi({
    description:
      "A table with a head: name, parent, siren, defaultSender, email, memberName, role, credits. A line that repeats a name and parent adds a member.",
  }),
}).openapi("NewTreeImport");

/** What a table would do, and what is wrong with it. */
export const TreeImportPreview = z.object({
  structures: z.int(),
  members: z.int(),
  credits: z.int(),
  errors: z.array(z.object({
    line: z.int(),
    column: z.string(),
    detail: z.string(),
  })),
}).openapi("TreeImportPreview");
export type TreeImportPreview = z.infer<typeof TreeImportPreview>;

export const TreeImport = z.object({
  id: z.string(),
  structureId: z.string(),
  status: z.enum(["running", "done"]),
  structures: z.int(),
  members: z.int(),
  credits: z.int(),
  lines: z.int(),
  done: z.int(),
  unpaidLines: z.array(z.int()),
  createdAt: Instant,
  finishedAt: Instant.nullable(),
}).openapi("TreeImport");
export type TreeImport = z.infer<typeof TreeImport>;
