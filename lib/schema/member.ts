import { z } from "@hono/zod-openapi";
import { Name } from "./common.ts";

/** What a person may do in a structure and below it. */
export const Role = z.enum(["manager", "sender", "viewer"]);
export type Role = z.infer<typeof Role>;

/** A person, as stored. */
export const StoredMember = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  /** True for those who run the installation. */
  operator: z.boolean(),
  /** Role by structure. */
  roles: z.record(z.string(), Role),
  /** argon2id, PHC format; null while only invited, or with passkeys alone. */
  password: z.string().nullable(),
  /** What the person chose to read; the browser's own without it. */
  language: z.enum(["fr", "en"]).optional(),
  createdAtMs: z.int(),
});
export type StoredMember = z.infer<typeof StoredMember>;

/** How a person showed who they are. */
export const SignInMethod = z.enum([
  "passkey",
  "password",
  "code",
  "recovery",
  "link",
  "sso",
]);
export type SignInMethod = z.infer<typeof SignInMethod>;

/** The eyes somebody looks through for a while; found again by `id`. */
export const Viewing = z.object({
  id: z.string(),
  memberId: z.string(),
  /** The structure it was begun in, whose journal tells of it. */
  structureId: z.string(),
  untilMs: z.int(),
});
export type Viewing = z.infer<typeof Viewing>;

/** A signed-in browser; found by the hash of its token. */
export const StoredSession = z.object({
  id: z.string(),
  memberId: z.string(),
  method: SignInMethod,
  createdAtMs: z.int(),
  expiresAtMs: z.int(),
  /** When it was last used, to the hour. */
  seenAtMs: z.int(),
  /** When the person last showed who they are. */
  factorAtMs: z.int(),
  /** What forms must send back. */
  csrf: z.string(),
  /** The provider's token to sign out with, sealed. */
  idToken: z.string().optional(),
  agent: z.string(),
  /** Set while the person looks at the pages as somebody else. */
  viewing: Viewing.optional(),
});
export type StoredSession = z.infer<typeof StoredSession>;

/** Failed sign-ins of an account or an address, for slowing down. */
export const StoredThrottle = z.object({
  failures: z.int(),
  untilMs: z.int(),
});
export type StoredThrottle = z.infer<typeof StoredThrottle>;

/** At least twelve characters: length is what resists guessing. */
export const Password = z.string().min(12, {
  error: "12 caractères au moins",
}).max(200);

/** The form of the one-time set-up link. */
export const SetUp = z.strictObject({
  name: Name,
  email: z.email({ error: "une adresse électronique" }).max(200),
  password: Password,
});
export type SetUp = z.infer<typeof SetUp>;

/** What a person says of themselves. */
export const Profile = z.strictObject({
  name: Name,
  /** Null: whatever the browser prefers. */
  language: z.enum(["fr", "en"]).nullable(),
});
export type Profile = z.infer<typeof Profile>;

/** A new password, typed twice. */
export const NewPassword = z.strictObject({
  password: Password,
  again: z.string(),
}).refine(({ password, again }) => password === again, {
  error: "les deux saisies diffèrent",
  path: ["again"],
});
export type NewPassword = z.infer<typeof NewPassword>;
