import { z } from "@hono/zod-openapi";
import { StoredApplication } from "./application.ts";
import { Batch, Bulk } from "./batch.ts";
import { Account, Entry } from "./credit.ts";
import { StoredStructure } from "./structure.ts";

/** What an export begins with. */
export const ExportHead = z.object({
  record: z.literal("export"),
  version: z.literal(1),
  at: z.iso.datetime(),
  structureId: z.string(),
  /** JSON Schema of a line. */
  schema: z.unknown(),
}).openapi("ExportHead");
export type ExportHead = z.infer<typeof ExportHead>;

const Owned = z.object({ structureId: z.string() });

/** A structure, followed by all that is its own. */
const StructureRecord = StoredStructure.omit({ optOuts: true })
  .extend({ record: z.literal("structure") });

/** An application, without its keys: they are made anew after an import. */
const ApplicationRecord = StoredApplication
  .pick({
    id: true,
    structureId: true,
    name: true,
    mode: true,
    scopes: true,
    dailyCap: true,
    createdAtMs: true,
  }).extend({ record: z.literal("application") });

const BulkRecord = Bulk.extend({ record: z.literal("bulk") });

/** A batch of messages, numbers and texts in clear, null where erased. */
const BatchRecord = Batch.omit({ numbers: true, texts: true }).extend({
  record: z.literal("batch"),
  numbers: z.array(z.string()).nullable(),
  texts: z.array(z.string()).nullable(),
});

const EntryRecord = Entry.extend(Owned.shape)
  .extend({ record: z.literal("entry") });

/** What the account comes to; ends what is the structure's. */
const AccountRecord = Account
  .omit({ latestEntries: true, latestBatches: true, alerts: true })
  .extend(Owned.shape).extend({ record: z.literal("account") });

/** One line of an export. */
export const ExportRecord = z.discriminatedUnion("record", [
  ExportHead,
  StructureRecord,
  ApplicationRecord,
  BulkRecord,
  BatchRecord,
  EntryRecord,
  AccountRecord,
]);
export type ExportRecord = z.infer<typeof ExportRecord>;
