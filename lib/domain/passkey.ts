/**
 * Passkeys: discoverable, with the owner verified by the device, several a
 * person. The site they are for is the one of `LSMESSAGE_PUBLIC_URL`.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { sha256 } from "../crypto/seal.ts";
import { keys, KINDS } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import {
  AuthenticationAnswer,
  RegistrationAnswer,
  type StoredPasskey,
} from "../schema/credential.ts";
import type { StoredMember } from "../schema/member.ts";
import { CHALLENGE_MS, isOurs, newChallenge, spend } from "./challenge.ts";

/** Enough for every device of one person. */
export const PASSKEYS_MAX = 20;
const NAME_MAX = 60;

export type RegistrationOptions = PublicKeyCredentialCreationOptionsJSON;
export type SignInOptions = PublicKeyCredentialRequestOptionsJSON;

/** The site passkeys are bound to. */
export function relyingParty(
  { publicUrl }: Pick<Ports, "publicUrl">,
): { id: string; origin: string } {
  const { hostname, origin } = new URL(publicUrl);
  return { id: hostname, origin };
}

/** What the browser needs to make a passkey for `member`. */
export async function passkeyRegistration(
  ports: Ports,
  member: Pick<StoredMember, "id" | "email" | "name">,
): Promise<RegistrationOptions> {
  const known = await listPasskeys(ports, member.id);
  return await generateRegistrationOptions({
    rpName: "lsmessage",
    rpID: relyingParty(ports).id,
    userID: handleOf(member.id),
    userName: member.email,
    userDisplayName: member.name,
    challenge: newChallenge(ports, `passkey:${member.id}`),
    timeout: CHALLENGE_MS,
    attestationType: "none",
    excludeCredentials: known.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports,
    })),
    authenticatorSelection: {
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    },
  });
}

/**
 * Keeps the passkey that the browser made.
 *
 * @throws {Problem} `invalid_request` for an answer that proves nothing,
 *   `conflict` for a passkey that is known, or one too many
 */
export async function addPasskey(
  ports: Ports,
  memberId: string,
  { answer, name, note }: {
    answer: unknown;
    name: string;
    /** Written in the same commit. */
    note?: (tx: Tx) => Promise<void>;
  },
): Promise<StoredPasskey> {
  const made = await verifyMade(ports, memberId, answer);
  const { challenge, ...rest } = made;
  const stored: StoredPasskey = {
    ...rest,
    id: ports.newId("pky"),
    memberId,
    name: name.trim().slice(0, NAME_MAX) || "Passkey",
    createdAtMs: ports.now(),
    lastUsedAtMs: null,
  };
  const credential = keys.credential(sha256(stored.credentialId));
  const known = await listPasskeys(ports, memberId);
  if (known.length >= PASSKEYS_MAX) throw tooMany();
  return await ports.store.transact(memberId, async (tx) => {
    await spend(tx, { challenge, nowMs: stored.createdAtMs });
    if (await tx.get(credential) !== null) throw alreadyKnown();
    tx.put(credential, { memberId, id: stored.id });
    tx.create(keys.passkey(memberId, stored.id), stored);
    await note?.(tx);
    return stored;
  });
}

/** A person's passkeys, the oldest first. */
export async function listPasskeys(
  ports: Ports,
  memberId: string,
): Promise<StoredPasskey[]> {
  const entries = ports.store.list(KINDS.passkey, { under: [memberId] }, {
    limit: PASSKEYS_MAX + 1,
  });
  return await Array.fromAsync(entries, ({ value }) => value);
}

/** What the browser needs to use a passkey, for signing in or confirming. */
export async function passkeyRequest(
  ports: Ports,
  { purpose, memberId }: { purpose: string; memberId?: string },
): Promise<SignInOptions> {
  const known = memberId === undefined
    ? []
    : await listPasskeys(ports, memberId);
  return await generateAuthenticationOptions({
    rpID: relyingParty(ports).id,
    challenge: newChallenge(ports, purpose),
    timeout: CHALLENGE_MS,
    userVerification: "required",
    allowCredentials: known.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports,
    })),
  });
}

/**
 * The person whose passkey answered; the answer counts once.
 *
 * @throws {Problem} `unauthenticated` for anything but a fresh answer of a
 *   known passkey to a challenge of this purpose
 */
export async function usePasskey(
  ports: Ports,
  { purpose, answer }: { purpose: string; answer: unknown },
): Promise<string> {
  const parsed = AuthenticationAnswer.safeParse(answer);
  if (!parsed.success) throw notRecognised();
  const found = await ports.store.get(keys.credential(sha256(parsed.data.id)));
  const key = found && keys.passkey(found.memberId, found.id);
  const passkey = key && await ports.store.get(key);
  if (!key || !passkey) throw notRecognised();
  const { challenge, counter, backedUp } = await verifyUsed(ports, {
    purpose,
    passkey,
    answer: parsed.data,
  });
  await ports.store.transact(passkey.memberId, async (tx) => {
    const nowMs = ports.now();
    await spend(tx, { challenge, nowMs });
    const current = await tx.get(key);
    if (current === null || isReplay(current.counter, counter)) {
      throw notRecognised();
    }
    tx.put(key, { ...current, counter, backedUp, lastUsedAtMs: nowMs });
  });
  return passkey.memberId;
}

/** A device that counts never counts backwards, unless it was copied. */
function isReplay(before: number, after: number): boolean {
  return (before > 0 || after > 0) && after <= before;
}

async function verifyMade(ports: Ports, memberId: string, answer: unknown) {
  const parsed = RegistrationAnswer.safeParse(answer);
  if (!parsed.success) throw notMade();
  const { id, origin } = relyingParty(ports);
  let challenge = "";
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: parsed.data as Parameters<
      typeof verifyRegistrationResponse
    >[0]["response"],
    expectedOrigin: origin,
    expectedRPID: id,
    expectedChallenge: (sent) => {
      challenge = sent;
      return isOurs(ports, `passkey:${memberId}`, sent);
    },
    requireUserVerification: true,
  }).catch(() => ({ verified: false, registrationInfo: undefined }));
  if (!verified || registrationInfo === undefined) throw notMade();
  const { credential, credentialBackedUp } = registrationInfo;
  return {
    challenge,
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString("base64url"),
    counter: credential.counter,
    transports: parsed.data.response.transports ?? [],
    backedUp: credentialBackedUp,
  };
}

async function verifyUsed(ports: Ports, { purpose, passkey, answer }: {
  purpose: string;
  passkey: StoredPasskey;
  answer: AuthenticationAnswer;
}) {
  const { id, origin } = relyingParty(ports);
  const { userHandle } = answer.response;
  const owner = Buffer.from(handleOf(passkey.memberId)).toString("base64url");
  if (userHandle && userHandle !== owner) throw notRecognised();
  let challenge = "";
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: answer as Parameters<
      typeof verifyAuthenticationResponse
    >[0]["response"],
    expectedOrigin: origin,
    expectedRPID: id,
    expectedChallenge: (sent) => {
      challenge = sent;
      return isOurs(ports, purpose, sent);
    },
    credential: {
      id: passkey.credentialId,
      publicKey: new Uint8Array(Buffer.from(passkey.publicKey, "base64url")),
      counter: passkey.counter,
    },
    requireUserVerification: true,
  }).catch(() => ({ verified: false, authenticationInfo: undefined }));
  if (!verified || authenticationInfo === undefined) throw notRecognised();
  const { newCounter, credentialBackedUp } = authenticationInfo;
  return { challenge, counter: newCounter, backedUp: credentialBackedUp };
}

/** How an authenticator knows the person: our id, which says nothing of them. */
function handleOf(memberId: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(memberId);
}

function notMade(): Problem {
  return new Problem("invalid_request", {
    detail: {
      fr:
        "La clé d’accès n’a pas pu être vérifiée. Rechargez la page puis recommencez.",
      en: "The passkey could not be verified. Reload the page and start again.",
    },
  });
}

function tooMany(): Problem {
  return new Problem("conflict", {
    detail: {
      fr:
        `${PASSKEYS_MAX} clés d’accès au plus : supprimez-en une dont vous ne vous servez plus.`,
      en: `At most ${PASSKEYS_MAX} passkeys: remove one you no longer use.`,
    },
  });
}

function alreadyKnown(): Problem {
  return new Problem("conflict", {
    detail: {
      fr: "Cet appareil a déjà une clé d’accès pour ce service.",
      en: "This device already has a passkey for this service.",
    },
  });
}

/** The refusal of a passkey that does not prove who one is. */
export function notRecognised(): Problem {
  return new Problem("unauthenticated", {
    detail: {
      fr:
        "Cette clé d’accès n’est pas, ou n’est plus, reconnue ici. Connectez-vous d’une autre façon.",
      en:
        "This passkey is not, or no longer, recognised here. Sign in another way.",
    },
  });
}
