/**
 * The part of the key table that is about getting in. See `keys.ts`.
 *
 * @module
 */
import { StoredRecovery } from "../schema/recovery.ts";
import { StoredSsoAccount, StoredSsoRule } from "../schema/sso.ts";
import { keyOf, kind } from "./kind.ts";

export const ACCESS_KINDS = {
  ssoAccount: kind("ssoAccount", StoredSsoAccount),
  ssoRule: kind("ssoRule", StoredSsoRule),
  recovery: kind("recovery", StoredRecovery, {
    expiresAtMs: ({ expiresAtMs }) => expiresAtMs,
  }),
};

export const accessKeys = {
  /** An account at a provider, by the hash of issuer and subject. */
  ssoAccount: (hash: string) => keyOf(ACCESS_KINDS.ssoAccount, hash),
  /** Whom a SIREN's structure lets in. */
  ssoRule: (siren: string) => keyOf(ACCESS_KINDS.ssoRule, siren),
  /** A person's demand to be let back in, one at a time. */
  recovery: (memberId: string) => keyOf(ACCESS_KINDS.recovery, memberId),
};
