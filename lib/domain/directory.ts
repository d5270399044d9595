/**
 * What every request asks for: structures, applications, keys, members. They
 * change seldom, so they are kept in memory; any commit of this process that
 * touches one empties the memory, and one made by another instance is seen
 * after a few seconds at the latest.
 *
 * @module
 */
import type { Key } from "../kv/kind.ts";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { StoredStructure } from "../schema/structure.ts";
import { type Actor, type Permission, permits, sees } from "./actor.ts";

/** How old what another instance changed may be. */
const AGE_MAX_MS = 3_000;
const ITEMS_MAX = 50_000;

const KINDS: ReadonlySet<string> = new Set([
  "structure",
  "application",
  "apiKey",
  "member",
  "session",
  "gateway",
  "gatewayOf",
]);

interface Item {
  readonly value: Promise<unknown>;
  readonly atMs: number;
  /** Whether `found` is what the promise gave. */
  isHere: boolean;
  found: unknown;
}

const directories = new WeakMap<object, Map<string, Item>>();

/** Loads once, then answers from memory until something changes. */
export function remembered<T>(
  ports: Ports,
  name: string,
  load: () => Promise<T>,
): Promise<T> {
  const items = directoryOf(ports);
  const known = items.get(name);
  const now = ports.now();
  if (known !== undefined && now - known.atMs < AGE_MAX_MS) {
    return known.value as Promise<T>;
  }
  if (items.size >= ITEMS_MAX) items.clear();
  const value = load();
  const item: Item = { value, atMs: now, isHere: false, found: null };
  items.set(name, item);
  value.then((found) => {
    item.found = found;
    item.isHere = true;
  }, () => items.delete(name));
  return value;
}

/**
 * What {@linkcode remembered} would give, where nothing has to be waited for:
 * on the way of every call each wait costs its part.
 */
export function atHand<T>(ports: Ports, name: string): T | undefined {
  const known = directoryOf(ports).get(name);
  const isFresh = known !== undefined && known.isHere &&
    ports.now() - known.atMs < AGE_MAX_MS;
  return isFresh ? known.found as T : undefined;
}

/** A record of the directory, from memory where it is fresh. */
export function lookUp<T>(ports: Ports, key: Key<T>): Promise<T | null> {
  return remembered(ports, key.id, () => ports.store.get(key));
}

/** A structure and those above it, the root first. */
export interface Lineage {
  readonly structure: StoredStructure;
  readonly ancestors: readonly StoredStructure[];
}

/** The structure and its ancestors, or null. */
export function lineage(ports: Ports, id: string): Promise<Lineage | null> {
  return remembered(ports, lineageName(id), async () => {
    const structure = await ports.store.get(keys.structure(id));
    if (structure === null) return null;
    const ancestors = await ports.store.getMany(
      structure.path.map(keys.structure),
    );
    return {
      structure,
      ancestors: ancestors.filter((ancestor) => ancestor !== null),
    };
  });
}

function lineageName(id: string): string {
  return `lineage:${id}`;
}

/** Whether sends are stopped here or anywhere above. */
export function isSuspended({ structure, ancestors }: Lineage): boolean {
  return structure.suspended || ancestors.some(({ suspended }) => suspended);
}

/**
 * The structure, if the actor may do `permission` there.
 *
 * @throws {Problem} `not_found` where the actor may not even see it, else
 *   `forbidden`
 */
export async function authorised(
  ports: Ports,
  actor: Actor,
  permission: Permission,
  structureId: string,
): Promise<Lineage> {
  const found = atHand<Lineage | null>(ports, lineageName(structureId)) ??
    await lineage(ports, structureId);
  if (found === null || !sees(actor, found.structure)) {
    throw new Problem("not_found");
  }
  if (!permits(actor, permission, found.structure)) {
    throw new Problem("forbidden", { structureId });
  }
  return found;
}

function directoryOf(ports: Ports): Map<string, Item> {
  let items = directories.get(ports.store);
  if (items === undefined) {
    const made = items = new Map<string, Item>();
    directories.set(ports.store, made);
    ports.store.onCommit((writes) => {
      if (writes.some(({ key }) => KINDS.has(key.kind.name))) made.clear();
    });
  }
  return items;
}
