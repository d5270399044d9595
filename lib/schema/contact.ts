import { z } from "@hono/zod-openapi";
import { Instant, Name } from "./common.ts";
import { VariableValues } from "./template.ts";

/** Contacts one list may have. */
export const CONTACTS_MAX = 20_000;
/** Columns a contact may have besides number and name. */
export const FIELDS_MAX = 10;

/** A list of people, without them. */
export const StoredContactList = z.object({
  id: z.string(),
  structureId: z.string(),
  name: z.string(),
  count: z.int(),
  /** Which writing of its pages counts. */
  version: z.int(),
  pages: z.int(),
  /** Names of the columns its contacts have. */
  fields: z.array(z.string()),
  atMs: z.int(),
  updatedMs: z.int(),
});
export type StoredContactList = z.infer<typeof StoredContactList>;

/** Some contacts of a list, sealed together. */
export const StoredContactPage = z.object({ sealed: z.string() });

export const NewContactList = z.strictObject({ name: Name })
  .openapi("NewContactList");
export type NewContactList = z.infer<typeof NewContactList>;

export const ContactList = z.object({
  id: z.string(),
  structureId: z.string(),
  name: z.string(),
  count: z.int(),
  fields: z.array(z.string()).openapi({
    description: "What can fill the places of a text, besides `nom`.",
  }),
  createdAt: Instant,
  updatedAt: Instant,
}).openapi("ContactList");
export type ContactList = z.infer<typeof ContactList>;

export const Contact = z.object({
  id: z.string(),
  to: z.string(),
  name: z.string(),
  fields: VariableValues,
}).openapi("Contact");
export type Contact = z.infer<typeof Contact>;

/** One contact as it is given. */
export const ContactRow = z.strictObject({
  to: z.string().max(60),
  name: z.string().trim().max(120).optional(),
  fields: VariableValues.optional(),
});
export type ContactRow = z.infer<typeof ContactRow>;

export const PutContacts = z.strictObject({
  contacts: z.array(ContactRow).max(CONTACTS_MAX).optional(),
  csv: z.string().max(4_000_000).optional().openapi({
    description:
      "A table with a head: one column with the numbers (mobile, telephone …), optionally nom and prenom, the others become fields.",
  }),
  replace: z.boolean().optional().openapi({
    description: "Instead of what the list holds.",
  }),
}).openapi("PutContacts");
export type PutContacts = z.infer<typeof PutContacts>;

export const RowError = z.object({
  /** Counted from 1, as a spreadsheet shows it; the head is line 1. */
  line: z.int(),
  to: z.string(),
  code: z.string(),
  detail: z.string(),
  proposal: z.string().nullable(),
});
export type RowError = z.infer<typeof RowError>;

export const ContactsPut = z.object({
  added: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  invalid: z.array(RowError),
  count: z.int(),
}).openapi("ContactsPut");
export type ContactsPut = z.infer<typeof ContactsPut>;
