/**
 * Who may let somebody back in.
 *
 * @module
 */
import type { Ports } from "../ports.ts";
import type { StoredMember } from "../schema/member.ts";
import { type Actor, isOperator, permits } from "./actor.ts";
import { managersOf, operatorsOf } from "./audience.ts";
import { lineage } from "./directory.ts";

const TOLD_MAX = 20;

/** Another person, who manages a structure of theirs or runs it all. */
export async function mayAnswer(
  ports: Ports,
  actor: Actor,
  member: StoredMember,
): Promise<boolean> {
  if (actor.id === member.id || actor.kind === "application") return false;
  if (isOperator(actor)) return true;
  if (member.operator) return false;
  for (const id of Object.keys(member.roles)) {
    const found = await lineage(ports, id);
    if (found && permits(actor, "member:manage", found.structure)) return true;
  }
  return false;
}

/** Those who are told that somebody asks. */
export async function answerers(
  ports: Ports,
  member: StoredMember,
): Promise<StoredMember[]> {
  const found = new Map<string, StoredMember>();
  const add = (some: readonly StoredMember[]) => {
    for (const one of some) if (one.id !== member.id) found.set(one.id, one);
  };
  for (const id of member.operator ? [] : Object.keys(member.roles)) {
    const place = await lineage(ports, id);
    if (place) add(await managersOf(ports, place.structure));
  }
  if (found.size === 0) add(await operatorsOf(ports));
  return [...found.values()].slice(0, TOLD_MAX);
}
