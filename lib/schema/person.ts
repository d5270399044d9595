import { z } from "@hono/zod-openapi";
import { Message } from "./message.ts";
import { Reply } from "./reply.ts";
import { VariableValues } from "./template.ts";

/** A person, known here by a mobile number alone. */
export const PersonQuery = z.strictObject({
  recipient: z.string().min(1).max(40).openapi({ example: "06 12 34 56 78" }),
}).openapi("PersonQuery");
export type PersonQuery = z.infer<typeof PersonQuery>;

/** All that is held about a number in a structure and below. */
export const Person = z.object({
  recipient: z.string(),
  /** Structures that were looked through. */
  structures: z.int(),
  messages: z.array(Message),
  replies: z.array(Reply),
  contacts: z.array(z.object({
    structureId: z.string(),
    listName: z.string(),
    name: z.string(),
    fields: VariableValues,
  })).openapi({ description: "Places in contact lists" }),
  optedOut: z.array(z.object({
    structureId: z.string(),
    structureName: z.string(),
  })).openapi({
    description:
      "Structures this number does not want to hear from. Kept as a keyed hash, also after an erasure.",
  }),
}).openapi("Person");
export type Person = z.infer<typeof Person>;

/** What an erasure did. */
export const Erasure = z.object({
  structures: z.int(),
  messages: z.int().openapi({ description: "Lost their number and text" }),
  cancelled: z.int().openapi({
    description: "Of them, had not left yet: they never will, and cost nothing",
  }),
  leaving: z.int().openapi({
    description: "Being handed over right now: ask again in a minute",
  }),
  replies: z.int(),
  lists: z.int().openapi({ description: "Contact lists it was taken out of" }),
}).openapi("Erasure");
export type Erasure = z.infer<typeof Erasure>;
