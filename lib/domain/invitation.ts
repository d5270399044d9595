/**
 * Invitations: a code in a mail, valid once and for seven days. The store holds
 * its hash, and the code itself sealed for as long as its mail has not left.
 *
 * @module
 */
import { sha256 } from "../crypto/seal.ts";
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import { Problem, type Text } from "../problem.ts";
import type { Role, StoredMember } from "../schema/member.ts";
import type {
  Joining,
  StoredInvitation,
  StoredMembership,
} from "../schema/membership.ts";
import type { StoredStructure } from "../schema/structure.ts";
import { recordAudit } from "./audit.ts";
import { shardOf } from "./batch.ts";
import type { Origin } from "./call.ts";
import { memberActor } from "./member.ts";
import { hashPassword } from "./password.ts";
import { changeRoster } from "./roster.ts";
import { sameHash } from "./secret.ts";
import { randomToken } from "./session.ts";

/** How long an invitation can be accepted. */
export const INVITATION_MS = 7 * 86_400_000;

/** Where invitations are accepted, below the public address. */
export const INVITATION_PATH = "/invitation";

const CODE = /^(inv_[0-9a-z]{18,22})\.([\w-]{43})$/;

/**
 * An invitation, its place in the mail queue, and nothing sent yet; written
 * with the membership it is of.
 */
export function writeInvitation(
  tx: Tx,
  ports: Ports,
  { structureId, memberId, sentBy, delayMs = 0 }: {
    structureId: string;
    memberId: string;
    sentBy: string;
    delayMs?: number;
  },
): StoredInvitation {
  const id = ports.newId("inv");
  const token = randomToken(ports);
  const createdAtMs = ports.now();
  const key = keys.invitation(id);
  const invitation: StoredInvitation = {
    id,
    structureId,
    memberId,
    hash: sha256(token),
    sealed: ports.vault.seal(`${id}.${token}`, key.id),
    sentBy,
    createdAtMs,
    expiresAtMs: createdAtMs + INVITATION_MS,
    mail: "waiting",
    attempts: 0,
  };
  tx.presumeNew(key);
  tx.create(key, invitation);
  tx.put(keys.due(shardOf(structureId), createdAtMs + delayMs, id), {
    kind: "invitation",
    structureId,
  });
  return invitation;
}

/** Takes an invitation back; its mail, if it still waits, finds nothing. */
export async function deleteInvitation(
  tx: Tx,
  id: string | null,
): Promise<void> {
  if (id === null) return;
  await tx.get(keys.invitation(id));
  tx.delete(keys.invitation(id));
}

/** An invitation as who holds its code sees it. */
export interface OpenInvitation {
  readonly structure: StoredStructure;
  readonly member: StoredMember;
  readonly role: Role;
  readonly name: string;
  /** Whether the person has an account already, and so keeps it. */
  readonly isKnown: boolean;
}

/**
 * What a code invites to.
 *
 * @throws {Problem} `forbidden` for one that is wrong, used or too old
 */
export async function readInvitation(
  ports: Ports,
  code: string,
): Promise<OpenInvitation> {
  const { structureId, memberId } = await validInvitation(ports, code);
  const [structure, member, membership, guest] = await Promise.all([
    ports.store.get(keys.structure(structureId)),
    ports.store.get(keys.member(memberId)),
    ports.store.get(keys.membership(structureId, memberId)),
    ports.store.get(keys.guest(memberId)),
  ]);
  if (structure === null || member === null || membership === null) {
    throw notValid();
  }
  const { role, name } = membership;
  return { structure, member, role, name, isKnown: guest === null };
}

/**
 * Accepts an invitation, once: who is new gets a name and, unless they will use
 * a passkey, a password; who has an account gets one more role.
 *
 * @throws {Problem} `forbidden` for a code that is wrong, used or too old,
 *   `invalid_request` where somebody new gives no name
 */
export async function acceptInvitation(
  ports: Ports,
  { code, joining, origin }: {
    code: string;
    joining: { name: Joining["name"]; password: string | null } | null;
    origin: Origin;
  },
): Promise<{ member: StoredMember; structureId: string; isNew: boolean }> {
  const { id, structureId, memberId } = await validInvitation(ports, code);
  const chosen = joining?.password ?? null;
  const password = chosen === null ? null : await hashPassword(ports, chosen);
  return await ports.store.transact(structureId, async (tx) => {
    const open = await tx.get(keys.invitation(id));
    const [before, membership, guest] = [
      await tx.get(keys.member(memberId)),
      open && await tx.get(keys.membership(structureId, memberId)),
      await tx.get(keys.guest(memberId)),
    ];
    if (open === null || before === null || membership === null) {
      throw notValid();
    }
    const isNew = guest !== null;
    if (isNew && joining === null) throw new Problem("invalid_request");
    const member: StoredMember = {
      ...before,
      ...(isNew ? { name: joining!.name, password } : {}),
      roles: { ...before.roles, [structureId]: membership.role },
    };
    tx.put(keys.member(memberId), member);
    if (isNew) tx.delete(keys.guest(memberId));
    tx.put(keys.membership(structureId, memberId), joined(ports, membership));
    tx.delete(keys.invitation(id));
    await changeRoster(tx, structureId, memberId, membership.role);
    await recordAudit(tx, ports, {
      call: { actor: memberActor(member), origin },
      structureId,
      action: "member.join",
      target: memberId,
      detail: { role: membership.role },
    });
    return { member, structureId, isNew };
  });
}

function joined(
  ports: Ports,
  membership: StoredMembership,
): StoredMembership {
  return { ...membership, joinedAtMs: ports.now(), invitationId: null };
}

async function validInvitation(
  ports: Ports,
  code: string,
): Promise<StoredInvitation> {
  const [, id = "", token = ""] = CODE.exec(code.trim()) ?? [];
  const found = id === "" ? null : await ports.store.get(keys.invitation(id));
  const isValid = found !== null && sameHash(found.hash, sha256(token)) &&
    ports.now() < found.expiresAtMs;
  if (!isValid) throw notValid();
  return found;
}

const NOT_VALID: Text = {
  fr:
    "Cette invitation n’est pas valable, a déjà servi ou a plus de sept jours. Demandez-en une nouvelle à la personne qui vous a invité.",
  en:
    "This invitation is not valid, was used already or is more than seven days old. Ask whoever invited you for a new one.",
};

function notValid(): Problem {
  return new Problem("forbidden", { detail: NOT_VALID });
}
