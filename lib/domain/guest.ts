/**
 * Accounts by their mail address, and guests: people who are invited and never
 * joined anything. They are forgotten with their last invitation.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import type { StoredMember } from "../schema/member.ts";
import { accountEmail } from "./member.ts";

/** The account of a mail address, made if there is none. */
export async function accountFor(
  tx: Tx,
  ports: Ports,
  { email, name }: { email: string; name: string },
): Promise<StoredMember> {
  const byEmail = keys.memberByEmail(accountEmail(email));
  const id = await tx.get(byEmail);
  const known = id === null ? null : await tx.get(keys.member(id));
  if (known !== null) return known;
  const member: StoredMember = {
    id: ports.newId("mem"),
    email: email.trim(),
    name,
    operator: false,
    roles: {},
    password: null,
    createdAtMs: ports.now(),
  };
  tx.put(byEmail, member.id);
  tx.presumeNew(keys.member(member.id));
  tx.presumeNew(keys.guest(member.id));
  tx.create(keys.member(member.id), member);
  tx.create(keys.guest(member.id), { structures: [] });
  return member;
}

/** Notes where somebody is invited who never joined anything. */
export async function noteGuest(
  tx: Tx,
  memberId: string,
  structureId: string,
): Promise<void> {
  const guest = await tx.get(keys.guest(memberId));
  if (guest === null) return;
  const structures = [...guest.structures, structureId];
  tx.put(keys.guest(memberId), { structures });
}

/** Takes a structure back; who is invited nowhere any more is forgotten. */
export async function forgetGuest(
  tx: Tx,
  { id, email }: StoredMember,
  structureId: string,
): Promise<void> {
  const guest = await tx.get(keys.guest(id));
  if (guest === null) return;
  const structures = guest.structures.filter((one) => one !== structureId);
  if (structures.length > 0) return tx.put(keys.guest(id), { structures });
  const byEmail = keys.memberByEmail(accountEmail(email));
  await tx.get(byEmail);
  for (const key of [keys.guest(id), keys.member(id), byEmail]) tx.delete(key);
}
