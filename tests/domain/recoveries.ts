/**
 * A structure whose people lose what they sign in with.
 *
 * @module
 */
import { insertMember, memberActor } from "../../lib/domain/member.ts";
import { askRecovery } from "../../lib/domain/recovery.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import type { Mail } from "../../lib/ports.ts";
import type { Role, StoredMember } from "../../lib/schema/member.ts";
import { TestWorld } from "../support.ts";

const FROM = "192.0.2.7";

/** Rodez, with Marie who lost everything, Paul who manages, Luc who looks. */
export async function openRodez() {
  const world = await TestWorld.open();
  const { id } = await createStructure(world.ports, world.call(), {
    name: "Rodez",
  });
  const member = (letter: string, role: Role): StoredMember => ({
    id: `mem_00000000000000000${letter}`,
    email: `${letter}@rodez.example`,
    name: letter,
    operator: false,
    roles: { [id]: role },
    password: null,
    createdAtMs: 0,
  });
  const people = {
    marie: member("a", "viewer"),
    paul: member("b", "manager"),
    luc: member("c", "viewer"),
  };
  for (const one of Object.values(people)) {
    await world.store.transact("members", (tx) => insertMember(tx, one));
  }
  const ask = (email = people.marie.email) =>
    askRecovery(world.ports, { email, address: FROM });
  return {
    world,
    ...people,
    ask,
    as: (one: StoredMember) => ({ actor: memberActor(one) }),
  };
}

/** The token of the link to `path` in the last mail to somebody. */
export function tokenIn(mails: Mail[], to: string, path: string): string {
  const { text } = mails.findLast((mail) => mail.to === to)!;
  return new RegExp(`${path}#(\\S+)`).exec(text)![1]!;
}
