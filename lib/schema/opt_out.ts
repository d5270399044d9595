import { z } from "@hono/zod-openapi";
import { Instant } from "./common.ts";
import { InvalidRecipient } from "./message.ts";

/** How a number came onto the list. */
export const OptOutSource = z.enum(["manual", "stop", "import"]);
export type OptOutSource = z.infer<typeof OptOutSource>;

/** A number that is to be left alone: its keyed hash, never the number. */
export const StoredOptOut = z.object({
  /** Orders the list by time. */
  id: z.string(),
  hash: z.string(),
  /** Its last two digits, for a person to recognise it by. */
  tail: z.string(),
  source: OptOutSource,
  atMs: z.int(),
});
export type StoredOptOut = z.infer<typeof StoredOptOut>;

/** One number of the list, as far as it may be told. */
export const OptOut = z.object({
  id: z.string(),
  number: z.string().openapi({ example: "•• •• •• •• 78" }),
  source: OptOutSource,
  createdAt: Instant,
}).openapi("OptOut");
export type OptOut = z.infer<typeof OptOut>;

export const NewOptOut = z.strictObject({
  recipient: z.string().min(1).max(40),
}).openapi("NewOptOut");

/** Numbers taken over from elsewhere, at the most. */
export const OPT_OUT_IMPORT_MAX = 20_000;

export const OptOutImport = z.strictObject({
  recipients: z.array(z.string().max(40)).min(1).max(OPT_OUT_IMPORT_MAX),
}).openapi("OptOutImport");

export const OptOutImported = z.object({
  added: z.int(),
  known: z.int().openapi({ description: "On the list already." }),
  invalid: z.array(InvalidRecipient),
}).openapi("OptOutImported");
export type OptOutImported = z.infer<typeof OptOutImported>;
