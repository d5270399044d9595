/**
 * The mails of invitations: sent from the due-index, tried again while the
 * mail server does not answer and the invitation lasts.
 *
 * @module
 */
import { lineage } from "../domain/directory.ts";
import { INVITATION_PATH } from "../domain/invitation.ts";
import { memberNames } from "../domain/member.ts";
import { keys } from "../kv/keys.ts";
import type { Mail, Ports } from "../ports.ts";
import type { Role } from "../schema/member.ts";
import type { InvitationMail, StoredInvitation } from "../schema/membership.ts";
import { nextAttempt } from "./backoff.ts";
import { type Claim, dropDue } from "./deliver.ts";
import { assertLease } from "./shards.ts";

const ROLES: Readonly<Record<Role, { fr: string; en: string }>> = {
  manager: { fr: "gestionnaire", en: "a manager" },
  sender: { fr: "expéditeur", en: "a sender" },
  viewer: { fr: "lecteur", en: "a viewer" },
};

/** Sends the mail of a claimed invitation, or says when to try again. */
export async function mailInvitation(
  ports: Ports,
  claim: Claim,
): Promise<void> {
  const invitation = await ports.store.get(keys.invitation(claim.id));
  const mail = invitation && await invitationMail(ports, invitation);
  if (invitation === null || mail === null) return await dropDue(ports, claim);
  try {
    await ports.sendMail(mail);
    await conclude(ports, claim, "sent");
  } catch (error) {
    ports.report(error);
    const isFinal = error instanceof Error && error.name === "MailRefused";
    await conclude(ports, claim, isFinal ? "failed" : "waiting");
  }
}

/** The mail of an invitation; null where nothing is to be sent any more. */
export async function invitationMail(
  ports: Ports,
  { id, structureId, memberId, sealed, sentBy, expiresAtMs }: StoredInvitation,
): Promise<Mail | null> {
  if (sealed === null || ports.now() >= expiresAtMs) return null;
  const [at, member, membership, names] = await Promise.all([
    lineage(ports, structureId),
    ports.store.get(keys.member(memberId)),
    ports.store.get(keys.membership(structureId, memberId)),
    memberNames(ports, [sentBy]),
  ]);
  if (at === null || member === null || membership === null) return null;
  const code = ports.vault.unseal(sealed, keys.invitation(id).id);
  const link = `${ports.publicUrl}${INVITATION_PATH}#${code}`;
  const { name } = at.structure;
  const { fr, en } = ROLES[membership.role];
  const who = names.get(sentBy);
  return {
    to: member.email,
    subject: `${name} vous invite sur lsmessage`,
    text: [
      `Bonjour ${membership.name},`,
      who === undefined
        ? `Vous êtes invité à rejoindre « ${name} » sur lsmessage, comme ${fr}.`
        : `${who} vous invite à rejoindre « ${name} » sur lsmessage, comme ${fr}.`,
      `Pour accepter, ouvrez ce lien dans les sept jours ; il ne sert qu’une fois :\n${link}`,
      "Si vous ne connaissez pas cette structure, ne faites rien : sans votre accord, l’invitation s’éteint d’elle-même.",
      "— English —",
      `Hello ${membership.name},`,
      `You are invited to join "${name}" on lsmessage as ${en}. To accept, open this link within seven days; it works once:\n${link}`,
    ].join("\n\n"),
  };
}

/** Writes down what came of an attempt. */
async function conclude(
  ports: Ports,
  { id, dueMs, due, lease }: Claim,
  mail: InvitationMail,
): Promise<void> {
  await ports.store.transact(due.structureId, async (tx) => {
    await assertLease(tx, lease);
    tx.delete(keys.due(lease.shard, dueMs, id));
    const key = keys.invitation(id);
    const before = await tx.get(key);
    if (before === null) return;
    const attempts = before.attempts + 1;
    const { expiresAtMs } = before;
    if (mail === "waiting") {
      const nextMs = nextAttempt({
        attempts,
        nowMs: ports.now(),
        expiresAtMs,
        random: ports.random(),
      });
      tx.put(keys.due(lease.shard, nextMs, id), due);
    }
    const sealed = mail === "waiting" ? before.sealed : null;
    tx.put(key, { ...before, attempts, mail, sealed });
  });
}
