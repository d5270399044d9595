/**
 * People who are invited and join, for tests.
 *
 * @module
 */
import { acceptInvitation } from "../../lib/domain/invitation.ts";
import { inviteMember } from "../../lib/domain/membership.ts";
import { keys, KINDS } from "../../lib/kv/keys.ts";
import { Problem } from "../../lib/problem.ts";
import type { Role } from "../../lib/schema/member.ts";
import type { NewMember } from "../../lib/schema/membership.ts";
import type { TestWorld } from "../support.ts";

export const ORIGIN = { via: "page", address: () => null } as const;

/** A person to invite; the address is made of the name. */
export function person(name: string, role: Role): NewMember {
  return { email: `${name}@rodez.example`, name, role };
}

/** The code of a person's open invitation to a structure. */
export async function codeOf(
  { ports, store }: TestWorld,
  structureId: string,
  email: string,
): Promise<string> {
  const id = await store.get(keys.memberByEmail(email.toLowerCase()));
  for await (const { value } of store.list(KINDS.invitation, {})) {
    if (value.structureId !== structureId || value.memberId !== id) continue;
    return ports.vault.unseal(value.sealed!, keys.invitation(value.id).id);
  }
  throw new Error(`${email} is not invited`);
}

/** Has a person invited, unless they are, and joined; gives their id. */
export async function join(
  world: TestWorld,
  structureId: string,
  name: string,
  role: Role = "viewer",
): Promise<string> {
  const invited = person(name, role);
  await inviteMember(world.ports, world.call(), { ...invited, structureId })
    .catch((error) => {
      if (!(error instanceof Problem)) throw error;
    });
  const { member } = await acceptInvitation(world.ports, {
    code: await codeOf(world, structureId, invited.email),
    joining: { name, password: null },
    origin: ORIGIN,
  });
  return member.id;
}
