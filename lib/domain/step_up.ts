/**
 * Step-up: what moves credits, makes keys, changes roles or takes data out
 * asks a signed-in person for a factor of the last ten minutes. Keys and the
 * operator's token are factors themselves.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { Actor } from "./actor.ts";
import { readFactors, useCode } from "./factor.ts";
import { notRecognised, usePasskey } from "./passkey.ts";
import { passwordMatches } from "./password.ts";
import { confirmSession } from "./session.ts";
import { countingFailures } from "./sign_in.ts";
import { assertOwnEyes } from "./viewing.ts";

/** How long a factor counts. */
export const FRESH_MS = 10 * 60_000;

/** Where a person confirms, below the public address. */
export const CONFIRM_PATH = "/compte/confirmer";

/** Whether `actor` showed who they are a short while ago. */
export function hasFreshFactor(ports: Ports, actor: Actor): boolean {
  if (actor.kind !== "member") return true;
  return ports.now() - (actor.factorAtMs ?? 0) <= FRESH_MS;
}

/**
 * Stops who has to confirm first.
 *
 * @throws {Problem} `forbidden` with `confirmUrl`, where a person confirms
 */
export function assertFreshFactor(ports: Ports, actor: Actor): void {
  assertOwnEyes(ports, actor);
  if (hasFreshFactor(ports, actor)) return;
  throw new Problem("forbidden", {
    detail: {
      fr:
        "Confirmez d’abord que c’est bien vous : cette action demande une clé d’accès ou un mot de passe donnés il y a moins de dix minutes.",
      en:
        "First confirm that it is you: this action needs a passkey or a password given less than ten minutes ago.",
    },
    members: {
      reason: "fresh_factor_required",
      confirmUrl: ports.publicUrl + CONFIRM_PATH,
    },
  });
}

/** What passkeys are asked for when a person confirms. */
export function confirmPurpose(memberId: string): string {
  return `confirm:${memberId}`;
}

/** What a person confirms with: a passkey's answer, or what they know. */
export type Proof = { readonly passkey: unknown } | {
  readonly password: string;
  readonly code: string;
};

/**
 * Confirms that whoever has the session of these cookies is its person.
 *
 * @throws {Problem} `unauthenticated`, or `rate_limited` after many failures
 */
export async function confirmIdentity(
  ports: Ports,
  { memberId, cookies }: { memberId: string; cookies: string | null },
  proof: Proof,
): Promise<void> {
  await ("passkey" in proof
    ? confirmByPasskey(ports, memberId, proof.passkey)
    : confirmByPassword(ports, memberId, proof));
  await confirmSession(ports, cookies);
}

async function confirmByPasskey(
  ports: Ports,
  memberId: string,
  answer: unknown,
): Promise<void> {
  const purpose = confirmPurpose(memberId);
  if (await usePasskey(ports, { purpose, answer }) !== memberId) {
    throw notRecognised();
  }
}

async function confirmByPassword(
  ports: Ports,
  memberId: string,
  { password, code }: { password: string; code: string },
): Promise<void> {
  const member = await ports.store.get(keys.member(memberId));
  const { hasTotp } = await readFactors(ports, memberId);
  await countingFailures(ports, memberId, async () => {
    const hash = member?.password ?? null;
    if (!await passwordMatches(hash, password)) throw wrongPassword();
    if (hasTotp) await useCode(ports, memberId, code);
  });
}

function wrongPassword(): Problem {
  return new Problem("unauthenticated", {
    detail: {
      fr: "Ce n’est pas votre mot de passe. Vérifiez-le, puis réessayez.",
      en: "This is not your password. Check it, then try again.",
    },
  });
}
