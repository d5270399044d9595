import { z } from "@hono/zod-openapi";
import { Id, Instant, Name, Sender } from "./common.ts";
import { StoredLimits } from "./limits.ts";
import { StoredSendingRules } from "./sending_rules.ts";

/** How deep the tree may be; a root has depth 1. */
export const DEPTH_MAX = 6;

const Siren = z.string().regex(/^\d{9}$/, { error: "9 chiffres" });

/** An SMS may wait for so long: what it says is kept until it is over. */
export const RETENTION_DAYS_MIN = 3;

const Days = z.int().min(RETENTION_DAYS_MIN).max(3_650);

/** After how many days texts and numbers become unreadable. */
export const Retention = z.strictObject({ text: Days, number: Days }).refine(
  ({ text, number }) => number >= text,
  {
    path: ["number"],
    error: "Le numéro est gardé au moins aussi longtemps que le texte.",
  },
).openapi("Retention");
export type Retention = z.infer<typeof Retention>;

/** A sender name that waits to be allowed, or was refused. */
export const AskedSender = z.object({
  sender: z.string(),
  state: z.enum(["pending", "approved", "refused"]),
  /** Who asked. */
  by: z.string(),
  atMs: z.int(),
  reason: z.string().nullable(),
});
export type AskedSender = z.infer<typeof AskedSender>;

/** A collectivité, an entity or a mutualisation centre, as it is stored. */
export const StoredStructure = z.object({
  id: z.string(),
  name: z.string(),
  /** Ids from the root to the parent; empty for a root. */
  path: z.array(z.string()),
  siren: z.string().nullable(),
  defaultSender: z.string().nullable(),
  senders: z.array(z.string()),
  sendersAsked: z.array(AskedSender).optional(),
  suspended: z.boolean(),
  /** How many numbers opted out, and the list's version; absent without any. */
  optOuts: z.object({ count: z.int(), version: z.int() }).optional(),
  /** Shorter than the installation's; absent where it is not. */
  retention: Retention.optional(),
  /** How its messages leave; absent where those above decide. */
  sending: StoredSendingRules.optional(),
  /** What its programs may do; absent where nobody said. */
  limits: StoredLimits.optional(),
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
  retention: Retention.nullable().optional().openapi({
    description:
      "Days, at most the installation's; null: as the installation. It holds for the whole subtree and, within the hour, for what was sent before.",
  }),
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
  retention: Retention.nullable(),
  createdAt: Instant,
}).openapi("Structure");
export type Structure = z.infer<typeof Structure>;

export const NewSender = z.strictObject({ sender: Sender }).openapi(
  "NewSender",
);
export type NewSender = z.infer<typeof NewSender>;

export const SenderItem = z.object({
  sender: z.string(),
  default: z.boolean(),
  state: z.enum(["pending"]).optional().openapi({
    description: "It waits for a manager above; absent once it is allowed.",
  }),
}).openapi("Sender");
export type SenderItem = z.infer<typeof SenderItem>;

export const SenderDecision = z.strictObject({
  reason: z.string().trim().min(1).max(200).optional(),
}).openapi("SenderDecision");

export const SenderRequest = z.object({
  structureId: z.string(),
  structureName: z.string(),
  sender: z.string(),
  state: z.enum(["pending", "approved", "refused"]),
  reason: z.string().nullable(),
  askedAt: Instant,
}).openapi("SenderRequest");
export type SenderRequest = z.infer<typeof SenderRequest>;
