/**
 * Looking at the pages as somebody else sees them: a manager, as a person of
 * the structures they manage. What may be done through those eyes is to look:
 * nothing is changed, no more is seen than both may see, and it ends by itself.
 * The journal of the structure tells when it began and how it ended.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import { Problem, type Text } from "../problem.ts";
import type { Role, Viewing } from "../schema/member.ts";
import type { StoredViewing } from "../schema/membership.ts";
import { type Actor, type MemberActor, permits, type Place } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import { shardOf } from "./batch.ts";
import type { Call, Origin } from "./call.ts";
import { authorised, lineage, lookUp } from "./directory.ts";
import { memberActor } from "./member.ts";

/** How long one looks through somebody's eyes, at the most. */
export const VIEWING_MS = 30 * 60_000;

/** How it ended: by a tap, by itself, with the session, or with a role. */
export type ViewingEnd = "left" | "time" | "session" | "role";

/** Somebody, and the structures they have a role in. */
export interface Standing {
  readonly actor: MemberActor;
  readonly places: readonly Place[];
}

/**
 * The roles of a person that a viewer may look through; none: not at all.
 * Those in structures the viewer does not manage are left out, and who stands
 * above the viewer, or runs the installation, is nobody's to look through.
 */
export function visibleRoles(
  viewer: Standing,
  viewed: Standing,
): Record<string, Role> {
  const { actor, places } = viewed;
  if (actor.operator || actor.id === viewer.actor.id) return {};
  const managed = places.filter((place) =>
    permits(viewer.actor, "member:manage", place)
  );
  const others = places.filter((place) => !managed.includes(place));
  const standsAbove = others.some(({ id }) =>
    viewer.places.some(({ path }) => path.includes(id))
  );
  if (standsAbove && !viewer.actor.operator) return {};
  return Object.fromEntries(
    managed.map(({ id }) => [id, actor.roles[id]!]),
  );
}

/**
 * Begins to look at the pages as a person of a structure, in the session with
 * this hash.
 *
 * @throws {Problem} `not_found`, `forbidden` for who has more rights
 */
export async function startViewing(
  ports: Ports,
  call: Call & { readonly actor: MemberActor },
  { structureId, memberId, session: hash }: {
    structureId: string;
    memberId: string;
    session: string;
  },
): Promise<void> {
  await authorised(ports, call.actor, "member:manage", structureId);
  const membership = keys.membership(structureId, memberId);
  if (await ports.store.get(membership) === null) {
    throw new Problem("not_found");
  }
  const nowMs = ports.now();
  const viewing: Viewing = {
    id: ports.newId("viw"),
    memberId,
    structureId,
    untilMs: nowMs + VIEWING_MS,
  };
  const eyes = await eyesOf(ports, call.actor, viewing);
  const role = eyes?.roles[structureId];
  if (eyes === null || role === undefined) throw refused();
  await ports.store.transact(hash, async (tx) => {
    const key = keys.session(hash);
    const session = await tx.get(key);
    if (session === null) throw new Problem("unauthenticated");
    tx.put(key, { ...session, viewing });
    const { id, untilMs } = viewing;
    const stored: StoredViewing = {
      ...viewing,
      viewerId: call.actor.id,
      session: hash,
    };
    tx.create(keys.viewing(id), stored);
    tx.put(keys.due(shardOf(structureId), untilMs, id), {
      kind: "viewing",
      structureId,
    });
    await recordAudit(tx, ports, {
      call,
      structureId,
      action: "viewing.start",
      target: memberId,
      detail: { role },
    });
  });
}

/** Who a viewer is meanwhile; null once there is nothing to look through. */
export async function eyesOf(
  ports: Ports,
  viewer: MemberActor,
  { memberId, untilMs }: Viewing,
): Promise<MemberActor | null> {
  if (ports.now() >= untilMs) return null;
  const member = await lookUp(ports, keys.member(memberId));
  if (member === null) return null;
  const [own, theirs] = await Promise.all([
    standingOf(ports, viewer),
    standingOf(ports, memberActor(member)),
  ]);
  const roles = visibleRoles(own, theirs);
  if (Object.keys(roles).length === 0) return null;
  return { ...theirs.actor, roles, viewedBy: viewer.id };
}

/** Stops looking, in the session with this hash, and writes down how. */
export async function endViewing(
  ports: Ports,
  hash: string,
  { how, origin }: { how: ViewingEnd; origin?: Origin },
): Promise<void> {
  await ports.store.transact(hash, async (tx) => {
    const session = await tx.get(keys.session(hash));
    if (session?.viewing === undefined) return;
    await closeViewing(tx, ports, { id: session.viewing.id, how, origin });
  });
}

/** Stops looking inside `tx`; once it is over this does nothing. */
export async function closeViewing(
  tx: Tx,
  ports: Ports,
  { id, how, origin }: {
    id: string;
    how: ViewingEnd;
    origin?: Origin | undefined;
  },
): Promise<void> {
  const viewing = await tx.get(keys.viewing(id));
  if (viewing === null) return;
  const { structureId, memberId, untilMs, viewerId } = viewing;
  const key = keys.session(viewing.session);
  const session = await tx.get(key);
  if (session !== null) {
    const { viewing: _, ...own } = session;
    tx.put(key, own);
  }
  tx.delete(keys.viewing(id));
  tx.delete(keys.due(shardOf(structureId), untilMs, id));
  const viewer = await tx.get(keys.member(viewerId));
  await recordAudit(tx, ports, {
    call: {
      actor: viewer === null ? gone(viewerId) : memberActor(viewer),
      ...(origin === undefined ? {} : { origin }),
    },
    structureId,
    action: "viewing.end",
    target: memberId,
    detail: { how },
  });
}

/**
 * Makes sure that nobody looks through this person's eyes.
 *
 * @throws {Problem} `forbidden` with `leaveUrl`
 */
export function assertOwnEyes(ports: Ports, actor: Actor): void {
  if (actor.kind !== "member" || actor.viewedBy === undefined) return;
  throw new Problem("forbidden", {
    detail: LOOK_ONLY,
    members: {
      reason: "viewing_as_other",
      leaveUrl: ports.publicUrl + LEAVE_PATH,
    },
  });
}

/** Where one stops looking, below the public address. */
export const LEAVE_PATH = "/vue/quitter";

const LOOK_ONLY: Text = {
  fr:
    "Vous voyez les pages comme une autre personne : vous pouvez regarder, rien ne peut être modifié ni exporté. Revenez d’abord à votre propre vue.",
  en:
    "You are seeing the pages as another person: you can look, nothing can be changed or exported. First go back to your own view.",
};

async function standingOf(
  ports: Ports,
  actor: MemberActor,
): Promise<Standing> {
  const found = await Promise.all(
    Object.keys(actor.roles).map((id) => lineage(ports, id)),
  );
  return {
    actor,
    places: found.flatMap((at) => at === null ? [] : [at.structure]),
  };
}

/** An account that is no more, as a journal names it. */
function gone(id: string): MemberActor {
  return {
    kind: "member",
    id,
    name: "",
    email: "",
    operator: false,
    roles: {},
  };
}

function refused(): Problem {
  return new Problem("forbidden", {
    detail: {
      fr:
        "On ne voit les pages que comme une personne de ses propres structures, qui n’a pas plus de droits que soi.",
      en:
        "You can only see the pages as a person of your own structures who has no more rights than you.",
    },
  });
}
