/**
 * The people of a structure: invited, given another role, removed. A person has
 * one account for all structures, found by the mail address; a role counts in
 * its structure and below.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import { Problem, type Text } from "../problem.ts";
import type { Role, StoredMember } from "../schema/member.ts";
import type {
  Member,
  NewMember,
  StoredMembership,
} from "../schema/membership.ts";
import { recordAudit } from "./audit.ts";
import { type Call, once } from "./call.ts";
import { authorised } from "./directory.ts";
import { accountFor, forgetGuest, noteGuest } from "./guest.ts";
import { deleteInvitation, writeInvitation } from "./invitation.ts";
import { memberView } from "./membership_list.ts";
import { revokeSessions } from "./session_list.ts";
import { assertManaged, changeRoster, isManaged } from "./roster.ts";

/** A person in a structure. */
export interface Place {
  readonly structureId: string;
  readonly memberId: string;
}

/**
 * Invites a person by mail.
 *
 * @throws {Problem} `not_found`, `forbidden`, `conflict` for who belongs to
 *   the structure already, or is invited
 */
export async function inviteMember(
  ports: Ports,
  call: Call,
  { structureId, ...input }: NewMember & { structureId: string },
): Promise<Member> {
  await authorised(ports, call.actor, "member:manage", structureId);
  return await once(ports, call, {
    lane: structureId,
    body: (tx) => addMember(tx, ports, { call, structureId, input }),
  });
}

/** Invites a person inside `tx`; the mail leaves `delayMs` later. */
export async function addMember(
  tx: Tx,
  ports: Ports,
  { call, structureId, input, delayMs = 0 }: {
    call: Call;
    structureId: string;
    input: NewMember;
    delayMs?: number;
  },
): Promise<Member> {
  const { email, name, role } = input;
  const member = await accountFor(tx, ports, { email, name });
  const key = keys.membership(structureId, member.id);
  if (await tx.get(key) !== null) throw conflict(ALREADY);
  await noteGuest(tx, member.id, structureId);
  const invitation = writeInvitation(tx, ports, {
    structureId,
    memberId: member.id,
    sentBy: call.actor.id,
    delayMs,
  });
  const membership: StoredMembership = {
    memberId: member.id,
    role,
    name,
    invitedBy: call.actor.id,
    createdAtMs: ports.now(),
    joinedAtMs: null,
    invitationId: invitation.id,
  };
  tx.put(key, membership);
  await recordAudit(tx, ports, {
    call,
    structureId,
    action: "member.invite",
    target: member.id,
    detail: { role },
  });
  return memberView(ports, { member, membership, invitation, visit: null });
}

/**
 * Sends the mail of an invitation again, with a new code; the one before is
 * void.
 *
 * @throws {Problem} `not_found`, `forbidden`, `conflict` for who has joined
 */
export async function resendInvitation(
  ports: Ports,
  call: Call,
  { structureId, memberId }: Place,
): Promise<Member> {
  await authorised(ports, call.actor, "member:manage", structureId);
  return await once(ports, call, {
    lane: structureId,
    body: async (tx) => {
      const found = await readPlace(tx, { structureId, memberId });
      const { invitationId } = found.membership;
      if (invitationId === null) throw conflict(JOINED);
      const before = await tx.get(keys.invitation(invitationId));
      assertRested(ports, before?.createdAtMs ?? 0);
      await deleteInvitation(tx, invitationId);
      const invitation = writeInvitation(tx, ports, {
        structureId,
        memberId,
        sentBy: call.actor.id,
      });
      const membership = { ...found.membership, invitationId: invitation.id };
      tx.put(keys.membership(structureId, memberId), membership);
      const event = { call, structureId, action: "member.reinvite" };
      await recordAudit(tx, ports, { ...event, target: memberId });
      const { member } = found;
      return memberView(ports, { member, membership, invitation, visit: null });
    },
  });
}

/**
 * Gives a person another role, effective at once.
 *
 * @throws {Problem} `not_found`, `forbidden`, `conflict` for the last manager
 */
export async function changeRole(
  ports: Ports,
  call: Call,
  { structureId, memberId, role }: Place & { role: Role },
): Promise<void> {
  const above = await managedAbove(ports, call, structureId);
  await once(ports, call, {
    lane: structureId,
    body: async (tx) => {
      const { member, membership } = await readPlace(tx, {
        structureId,
        memberId,
      });
      if (membership.role === role) return null;
      if (role !== "manager") {
        await assertManaged(tx, structureId, { without: memberId, ...above });
      }
      tx.put(keys.membership(structureId, memberId), { ...membership, role });
      if (membership.joinedAtMs !== null) {
        const roles = { ...member.roles, [structureId]: role };
        tx.put(keys.member(memberId), { ...member, roles });
        await changeRoster(tx, structureId, memberId, role);
      }
      await recordAudit(tx, ports, {
        call,
        structureId,
        action: "member.role",
        target: memberId,
        detail: { from: membership.role, to: role },
      });
      return null;
    },
  });
}

/**
 * Removes a person, or takes an invitation back, effective at once. Who never
 * joined anything is forgotten.
 *
 * @throws {Problem} `not_found`, `forbidden`, `conflict` for the last manager
 */
export async function removeMember(
  ports: Ports,
  call: Call,
  { structureId, memberId }: Place,
): Promise<void> {
  const above = await managedAbove(ports, call, structureId);
  await once(ports, call, {
    lane: structureId,
    body: async (tx) => {
      const { member, membership } = await readPlace(tx, {
        structureId,
        memberId,
      });
      await assertManaged(tx, structureId, { without: memberId, ...above });
      await deleteInvitation(tx, membership.invitationId);
      tx.delete(keys.membership(structureId, memberId));
      const { [structureId]: _, ...roles } = member.roles;
      tx.put(keys.member(memberId), { ...member, roles });
      await changeRoster(tx, structureId, memberId, null);
      await forgetGuest(tx, member, structureId);
      const isJoined = membership.joinedAtMs !== null;
      await recordAudit(tx, ports, {
        call,
        structureId,
        action: isJoined ? "member.remove" : "member.uninvite",
        target: memberId,
        detail: { role: membership.role },
      });
      return null;
    },
  });
  await revokeSessions(ports, memberId);
}

/** An address is not to be flooded by a finger that taps again and again. */
const REST_MS = 60_000;

/** @throws {Problem} `rate_limited` */
function assertRested(ports: Ports, createdAtMs: number): void {
  const waitMs = createdAtMs + REST_MS - ports.now();
  if (waitMs <= 0) return;
  throw new Problem("rate_limited", {
    retryAfterSeconds: Math.ceil(waitMs / 1_000),
    detail: {
      fr: "L’invitation vient d’être envoyée. Attendez une minute.",
      en: "The invitation has just been sent. Wait a minute.",
    },
  });
}

async function managedAbove(
  ports: Ports,
  call: Call,
  structureId: string,
): Promise<{ isManagedAbove: boolean }> {
  const { structure } = await authorised(
    ports,
    call.actor,
    "member:manage",
    structureId,
  );
  return { isManagedAbove: await isManaged(ports, structure.path) };
}

/** @throws {Problem} `not_found` for who does not belong to the structure */
async function readPlace(
  tx: Tx,
  { structureId, memberId }: Place,
): Promise<{ member: StoredMember; membership: StoredMembership }> {
  const member = await tx.get(keys.member(memberId));
  const membership = await tx.get(keys.membership(structureId, memberId));
  if (member === null || membership === null) throw new Problem("not_found");
  return { member, membership };
}

function conflict(detail: Text): Problem {
  return new Problem("conflict", { detail });
}

const ALREADY: Text = {
  fr:
    "Cette personne fait déjà partie de la structure, ou y est invitée. Changez son rôle, ou renvoyez l’invitation.",
  en:
    "This person belongs to the structure already, or is invited. Change their role, or send the invitation again.",
};

const JOINED: Text = {
  fr: "Cette personne a déjà accepté ; il n’y a rien à renvoyer.",
  en: "This person has accepted already; there is nothing to send again.",
};
