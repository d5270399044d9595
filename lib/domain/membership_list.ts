/**
 * The people of a structure, listed.
 *
 * @module
 */
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { instant } from "../schema/common.ts";
import type { StoredMember } from "../schema/member.ts";
import type {
  Member,
  StoredInvitation,
  StoredMembership,
} from "../schema/membership.ts";
import type { Actor } from "./actor.ts";
import { authorised } from "./directory.ts";
import { fromCursor, ID, type Page, pageOf, type PageRequest } from "./page.ts";

interface Found {
  readonly member: StoredMember;
  readonly membership: StoredMembership;
  readonly invitation: StoredInvitation | null;
  readonly visit: { readonly atMs: number } | null;
}

/**
 * The people of a structure itself, invited ones too; those of the levels
 * above are theirs.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_cursor`
 */
export async function listMembers(
  ports: Ports,
  actor: Actor,
  { id, limit, cursor }: PageRequest & { id: string },
): Promise<Page<Member>> {
  await authorised(ports, actor, "member:manage", id);
  const after = fromCursor(cursor, ID);
  const entries = ports.store.list(KINDS.membership, {
    under: [id],
    ...(after === null ? {} : { start: [id, `${after}\0`] }),
  }, { limit: limit + 1 });
  const found = await Array.fromAsync(entries, ({ value }) => value);
  const page = pageOf(found, limit, ({ memberId }) => memberId);
  return {
    items: await views(ports, page.items),
    nextCursor: page.nextCursor,
  };
}

/** @throws {Problem} `not_found`, `forbidden` */
export async function getMember(
  ports: Ports,
  actor: Actor,
  { structureId, memberId }: { structureId: string; memberId: string },
): Promise<Member> {
  await authorised(ports, actor, "member:manage", structureId);
  const found = await ports.store.get(keys.membership(structureId, memberId));
  const [view] = found === null ? [] : await views(ports, [found]);
  if (view === undefined) throw new Problem("not_found");
  return view;
}

async function views(
  ports: Ports,
  memberships: readonly StoredMembership[],
): Promise<Member[]> {
  const { store } = ports;
  const ids = memberships.map(({ memberId }) => memberId);
  const [members, visits, invitations] = await Promise.all([
    store.getMany(ids.map(keys.member)),
    store.getMany(ids.map(keys.lastVisit)),
    store.getMany(
      memberships.map(({ invitationId }) =>
        keys.invitation(invitationId ?? "none")
      ),
    ),
  ]);
  return memberships.flatMap((membership, i) => {
    const member = members[i];
    if (member === null || member === undefined) return [];
    const invitation = invitations[i] ?? null;
    const visit = visits[i] ?? null;
    return [memberView(ports, { member, membership, invitation, visit })];
  });
}

/** A person of a structure as the API tells it. */
export function memberView(
  ports: Ports,
  { member, membership, invitation, visit }: Found,
): Member {
  const { joinedAtMs, role, createdAtMs } = membership;
  const isJoined = joinedAtMs !== null;
  const isOpen = invitation !== null && ports.now() < invitation.expiresAtMs;
  return {
    id: member.id,
    email: member.email,
    // What an account is called elsewhere is not told before it joins.
    name: isJoined ? member.name : membership.name,
    role,
    state: isJoined ? "active" : isOpen ? "invited" : "expired",
    invitedAt: instant(invitation?.createdAtMs ?? createdAtMs),
    expiresAt: invitation === null ? null : instant(invitation.expiresAtMs),
    mail: invitation?.mail ?? null,
    joinedAt: joinedAtMs === null ? null : instant(joinedAtMs),
    lastVisitAt: isJoined && visit !== null ? instant(visit.atMs) : null,
  };
}

/** How exactly the last visit is known. */
const VISIT_MS = 3_600_000;
const VISITORS_MAX = 10_000;
const visitors = new WeakMap<object, Map<string, number>>();

/** Notes that a person is here, to the hour. */
export async function noteVisit(
  ports: Ports,
  memberId: string,
): Promise<void> {
  let known = visitors.get(ports.store);
  if (known === undefined) visitors.set(ports.store, known = new Map());
  const nowMs = ports.now();
  if (nowMs - (known.get(memberId) ?? -Infinity) < VISIT_MS) return;
  if (known.size >= VISITORS_MAX) known.clear();
  known.set(memberId, nowMs);
  const key = keys.lastVisit(memberId);
  await ports.store.transact(key.id, async (tx) => {
    await tx.get(key);
    tx.put(key, { atMs: nowMs });
  });
}
