import { z } from "@hono/zod-openapi";
import { Id, Instant, Name, Sender } from "./common.ts";

/** How deep the tree may be; a root has depth 1. */
export const DEPTH_MAX = 6;

const Siren = z.string().regex(/^\d{9}$/, { error: "9 chiffres" });

/** A collectivité, an entity or a mutualisation centre, as it is stored. */
export const StoredStructure = z.object({
  id: z.string(),
  name: z.string(),
  /** Ids from the root to the parent; empty for a root. */
  path: z.array(z.string()),
  siren: z.string().nullable(),
  defaultSender: z.string().nullable(),
  senders: z.array(z.string()),
  suspended: z.boolean(),
  /** How many numbers opted out, and the list's version; absent without any. */
  optOuts: z.object({ count: z.int(), version: z.int() }).optional(),
  createdAtMs: z.int(),
});
export type StoredStructure = z.infer<typeof StoredStructure>;

export const NewStructure = z.strictObject({
  name: Name,
  parentId: Id("str").optional(),
  siren: Siren.optional(),
  defaultSender: Sender.optional(),
}).openapi("NewStructure");
export type NewStructure = z.infer<typeof NewStructure>;

export const StructurePatch = z.strictObject({
  name: Name.optional(),
  siren: Siren.nullable().optional(),
  defaultSender: Sender.nullable().optional(),
}).openapi("StructurePatch");
export type StructurePatch = z.infer<typeof StructurePatch>;

export const Structure = z.object({
  id: z.string(),
  name: z.string(),
  parentId: z.string().nullable(),
  depth: z.int(),
  siren: z.string().nullable(),
  defaultSender: z.string().nullable(),
  suspended: z.boolean(),
  createdAt: Instant,
}).openapi("Structure");
export type Structure = z.infer<typeof Structure>;

export const NewSender = z.strictObject({ sender: Sender }).openapi(
  "NewSender",
);
export type NewSender = z.infer<typeof NewSender>;

export const SenderItem = z.object({ sender: z.string(), default: z.boolean() })
  .openapi("Sender");
export type SenderItem = z.infer<typeof SenderItem>;
