/**
 * People to tell of what concerns a structure, and how to reach them.
 *
 * @module
 */
import { KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { StoredMember } from "../schema/member.ts";

/** Where a structure stands: its id, and the ids above it, the root first. */
export interface Level {
  readonly id: string;
  readonly path: readonly string[];
}

/**
 * Who manages a structure: those named for it or, where there are none, for
 * the nearest level above; the operators where nobody is.
 */
export async function managersOf(
  ports: Ports,
  { id, path }: Level,
): Promise<StoredMember[]> {
  const members = await allMembers(ports);
  for (const level of [id, ...path.toReversed()]) {
    const found = members.filter(({ roles }) => roles[level] === "manager");
    if (found.length > 0) return found;
  }
  return operatorsAmong(members);
}

/**
 * Whom an alert of a structure concerns: who manages it, and those further up
 * who may want to hear of what is below.
 */
export async function concernedBy(
  ports: Ports,
  structure: Level,
): Promise<{ managers: StoredMember[]; above: StoredMember[] }> {
  const managers = await managersOf(ports, structure);
  const members = await allMembers(ports);
  const above = members.filter((member) =>
    !managers.some(({ id }) => id === member.id) &&
    structure.path.some((id) => member.roles[id] === "manager")
  );
  return { managers, above };
}

/** Who runs the installation. */
export async function operatorsOf(ports: Ports): Promise<StoredMember[]> {
  return operatorsAmong(await allMembers(ports));
}

function operatorsAmong(members: readonly StoredMember[]): StoredMember[] {
  return members.filter(({ operator }) => operator);
}

/** Read whole: what is told to people is seldom, and members are few. */
async function allMembers(ports: Ports): Promise<StoredMember[]> {
  const found = ports.store.list(KINDS.member, {});
  return await Array.fromAsync(found, ({ value }) => value);
}
