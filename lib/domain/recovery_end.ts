/**
 * The end of a recovery: a new password, and nothing of what was lost.
 *
 * @module
 */
import { sha256 } from "../crypto/seal.ts";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { StoredMember } from "../schema/member.ts";
import { memberActor } from "./member.ts";
import { listPasskeys } from "./passkey.ts";
import { setPassword } from "./password_account.ts";
import { useRecoveryLink } from "./recovery.ts";

/**
 * Sets a password by a one-time link. Passkeys, authenticator, recovery codes
 * and sessions from before are gone: whoever found them must not get in.
 *
 * @throws {Problem} `forbidden` for a link that is not, or no longer, valid
 */
export async function endRecovery(
  ports: Ports,
  { token, password }: { token: string; password: string },
): Promise<StoredMember> {
  const member = await useRecoveryLink(ports, token);
  await forgetFactors(ports, member.id);
  const call = { actor: memberActor(member) };
  await setPassword(ports, call, { password, keptSessionId: null });
  return member;
}

/** Forgets passkeys, authenticator and recovery codes of a person. */
export async function forgetFactors(
  ports: Ports,
  memberId: string,
): Promise<void> {
  for (const { id, credentialId } of await listPasskeys(ports, memberId)) {
    const gone = [
      keys.credential(sha256(credentialId)),
      keys.passkey(memberId, id),
    ] as const;
    await ports.store.transact(memberId, async (tx) => {
      for (const key of gone) {
        await tx.get<unknown>(key);
        tx.delete(key);
      }
    });
  }
  await ports.store.transact(memberId, async (tx) => {
    const factors = keys.factors(memberId);
    if (await tx.get(factors) !== null) tx.delete(factors);
  });
}
