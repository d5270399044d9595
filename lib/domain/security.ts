/**
 * What a person changes about how they sign in. Each change is in the journal
 * in its own commit, and told to the person by mail.
 *
 * @module
 */
import { sha256 } from "../crypto/seal.ts";
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { StoredPasskey } from "../schema/credential.ts";
import type { MemberActor } from "./actor.ts";
import { type Asker, recordPersonal } from "./audit.ts";
import { confirmTotp, makeRecoveryCodes, removeTotp } from "./factor.ts";
import { addPasskey, listPasskeys } from "./passkey.ts";
import { hasPassword } from "./password_account.ts";
import { type SecurityChange, tellOfChange } from "./security_notice.ts";

/** A person acting on their own account. */
export interface Self extends Asker {
  readonly actor: MemberActor;
}

/**
 * Adds a passkey to one's own account.
 *
 * @throws {Problem} as {@linkcode addPasskey}
 */
export async function addOwnPasskey(
  ports: Ports,
  call: Self,
  { answer, name }: { answer: unknown; name: string },
): Promise<StoredPasskey> {
  const note = noting(ports, call, "passkey.add");
  const made = await addPasskey(ports, call.actor.id, { answer, name, note });
  await tell(ports, call, "passkeyAdded");
  return made;
}

/**
 * Removes a passkey of one's own; it is refused from this commit on.
 *
 * @throws {Problem} `not_found`, or `conflict` for the last way to sign in
 */
export async function removeOwnPasskey(
  ports: Ports,
  call: Self,
  id: string,
): Promise<void> {
  const memberId = call.actor.id;
  const key = keys.passkey(memberId, id);
  const others = (await listPasskeys(ports, memberId))
    .filter((passkey) => passkey.id !== id);
  const isLast = others.length === 0 && !await hasPassword(ports, memberId);
  await ports.store.transact(memberId, async (tx) => {
    const passkey = await tx.get(key);
    if (passkey === null) throw new Problem("not_found");
    if (isLast) throw lastWay();
    const credential = keys.credential(sha256(passkey.credentialId));
    await tx.get(credential);
    tx.delete(credential);
    tx.delete(key);
    await noting(ports, call, "passkey.remove")(tx);
  });
  await tell(ports, call, "passkeyRemoved");
}

/**
 * Turns one's authenticator on, once it has shown a right code.
 *
 * @throws {Problem} `invalid_request` for a wrong code
 */
export async function turnTotpOn(
  ports: Ports,
  call: Self,
  code: string,
): Promise<void> {
  const note = noting(ports, call, "totp.add");
  await confirmTotp(ports, call.actor.id, { code, note });
  await tell(ports, call, "totpAdded");
}

/** Turns one's authenticator off: the password is enough again. */
export async function turnTotpOff(ports: Ports, call: Self): Promise<void> {
  const note = noting(ports, call, "totp.remove");
  await removeTotp(ports, call.actor.id, note);
  await tell(ports, call, "totpRemoved");
}

/** Makes recovery codes in the place of those before. */
export async function renewRecoveryCodes(
  ports: Ports,
  call: Self,
): Promise<string[]> {
  const note = noting(ports, call, "recovery-codes.make");
  const codes = await makeRecoveryCodes(ports, call.actor.id, note);
  await tell(ports, call, "codesMade");
  return codes;
}

function noting(
  ports: Ports,
  call: Self,
  action: string,
): (tx: Tx) => Promise<void> {
  return (tx) => recordPersonal(tx, ports, { call, action });
}

async function tell(
  ports: Ports,
  { actor }: Self,
  change: SecurityChange,
): Promise<void> {
  await tellOfChange(ports, actor, change);
}

function lastWay(): Problem {
  return new Problem("conflict", {
    detail: {
      fr:
        "C’est votre seule façon de vous connecter. Ajoutez d’abord une autre clé d’accès ou un mot de passe.",
      en:
        "This is your only way to sign in. First add another passkey or a password.",
    },
  });
}
