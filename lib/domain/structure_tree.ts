/**
 * The tree of structures, read: what stands below one, and where an actor
 * enters it.
 *
 * @module
 */
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { instant } from "../schema/common.ts";
import type { StoredStructure, Structure } from "../schema/structure.ts";
import { type Actor, permits, sees } from "./actor.ts";
import { fromCursor, ID, type Page, pageOf, type PageRequest } from "./page.ts";

/** Stands above the roots in the index of children. */
export const ROOT = "root";

/** A structure as the API tells it. */
export function structureView(stored: StoredStructure): Structure {
  return {
    id: stored.id,
    name: stored.name,
    parentId: stored.path.at(-1) ?? null,
    depth: stored.path.length + 1,
    siren: stored.siren,
    defaultSender: stored.defaultSender,
    suspended: stored.suspended,
    retention: stored.retention ?? null,
    createdAt: instant(stored.createdAtMs),
  };
}

/** What stands directly below a structure; the roots without one. */
export async function childrenOf(
  ports: Ports,
  actor: Actor,
  { parentId = ROOT, limit, cursor }: PageRequest & {
    parentId?: string | undefined;
  },
): Promise<Page<Structure>> {
  const after = fromCursor(cursor, ID);
  const entries = ports.store.list(KINDS.child, {
    under: [parentId],
    ...(after === null ? {} : { start: [parentId, `${after}\0`] }),
  }, { limit: limit + 1 });
  const ids = await Array.fromAsync(entries, ({ value }) => value);
  const page = pageOf(ids, limit, (id) => id);
  const structures = await ports.store.getMany(page.items.map(keys.structure));
  const visible = structures.filter((structure) =>
    structure !== null && sees(actor, structure)
  );
  return {
    items: visible.map((structure) => structureView(structure!)),
    nextCursor: page.nextCursor,
  };
}

/** The highest structures the actor may enter, by id. */
export async function entryPoints(
  ports: Ports,
  actor: Actor,
): Promise<StoredStructure[]> {
  const ids = actor.kind === "application"
    ? [actor.structureId]
    : actor.kind === "member"
    ? Object.keys(actor.roles).sort()
    : [];
  const found = await ports.store.getMany(ids.map(keys.structure));
  return found.filter((structure) => structure !== null)
    .filter(({ path }) => !path.some((above) => ids.includes(above)))
    .filter((structure) => permits(actor, "structure:read", structure));
}
