import { z } from "@hono/zod-openapi";

/** A passkey of a person, as stored; its key is public. */
export const StoredPasskey = z.object({
  id: z.string(),
  memberId: z.string(),
  /** What its owner calls it. */
  name: z.string(),
  /** The authenticator's own id of it, base64url. */
  credentialId: z.string(),
  /** COSE, base64url; two kilobytes where it resists quantum computers. */
  publicKey: z.string(),
  counter: z.int(),
  transports: z.array(z.string()),
  /** Whether it is kept on more than one device. */
  backedUp: z.boolean(),
  createdAtMs: z.int(),
  lastUsedAtMs: z.int().nullable(),
});
export type StoredPasskey = z.infer<typeof StoredPasskey>;

/** Where a passkey is, found by the hash of its credential's id. */
export const PasskeyPointer = z.object({
  memberId: z.string(),
  id: z.string(),
});
export type PasskeyPointer = z.infer<typeof PasskeyPointer>;

/** What a person has beside a password: an authenticator, recovery codes. */
export const StoredFactors = z.object({
  /** The authenticator's secret, sealed. */
  totp: z.string().nullable(),
  /** The last time step whose code was accepted. */
  totpStep: z.int(),
  /** A secret that no code has confirmed yet, sealed. */
  pending: z.string().nullable(),
  /** Hashes of the recovery codes that are left. */
  recovery: z.array(z.string()),
  recoveryAtMs: z.int().nullable(),
});
export type StoredFactors = z.infer<typeof StoredFactors>;

/** Something that may be used once, and was. */
export const Spent = z.object({ expiresAtMs: z.int() });
export type Spent = z.infer<typeof Spent>;

/** A session of a person, for listing. */
export const SessionPointer = z.object({
  hash: z.string(),
  expiresAtMs: z.int(),
});
export type SessionPointer = z.infer<typeof SessionPointer>;

const Base64Url = z.string().regex(/^[\w-]*$/);

/** What the browser says of a passkey it made. */
export const RegistrationAnswer = z.object({
  id: Base64Url.max(1_400),
  rawId: Base64Url.max(1_400),
  response: z.object({
    clientDataJSON: Base64Url.max(8_000),
    attestationObject: Base64Url.max(64_000),
    transports: z.array(z.string().max(32)).max(16).optional(),
  }),
  type: z.literal("public-key"),
  clientExtensionResults: z.looseObject({}).default({}),
});
export type RegistrationAnswer = z.infer<typeof RegistrationAnswer>;

/** What the browser says of a passkey that was used. */
export const AuthenticationAnswer = z.object({
  id: Base64Url.max(1_400),
  rawId: Base64Url.max(1_400),
  response: z.object({
    clientDataJSON: Base64Url.max(8_000),
    authenticatorData: Base64Url.max(8_000),
    signature: Base64Url.max(16_000),
    userHandle: Base64Url.max(100).optional(),
  }),
  type: z.literal("public-key"),
  clientExtensionResults: z.looseObject({}).default({}),
});
export type AuthenticationAnswer = z.infer<typeof AuthenticationAnswer>;
