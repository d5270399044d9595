import { z } from "@hono/zod-openapi";

/** Whose account a provider's subject is. */
export const StoredSsoAccount = z.object({
  memberId: z.string(),
  /** The structure whose rule made the account; null where it was linked. */
  structureId: z.string().nullable(),
});
export type StoredSsoAccount = z.infer<typeof StoredSsoAccount>;

/** Whom a structure lets in by single sign-on. */
export const SsoRole = z.enum(["viewer", "sender"]);
export type SsoRole = z.infer<typeof SsoRole>;

/** The rule of a SIREN. */
export const StoredSsoRule = z.object({
  structureId: z.string(),
  siren: z.string(),
  role: SsoRole,
});
export type StoredSsoRule = z.infer<typeof StoredSsoRule>;

/** What a provider says of a person, once all of it was checked. */
export const SsoIdentity = z.object({
  issuer: z.string(),
  subject: z.string().min(1).max(255),
  email: z.email().max(200).nullable(),
  name: z.string().max(120).nullable(),
  siret: z.string().regex(/^\d{14}$/).nullable(),
  /** When the person last showed who they are, to the provider. */
  factorAtMs: z.int(),
});
export type SsoIdentity = z.infer<typeof SsoIdentity>;
