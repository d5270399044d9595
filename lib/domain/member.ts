/**
 * Members: people with an account, found by id or by address.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { StoredMember } from "../schema/member.ts";
import type { MemberActor } from "./actor.ts";
import { lookUp } from "./directory.ts";

/** An address as accounts are found by: case and outer blanks do not count. */
export function accountEmail(email: string): string {
  return email.normalize("NFKC").trim().toLowerCase();
}

/**
 * Creates a member inside `tx`.
 *
 * @throws {Problem} `conflict` if the address has an account already
 */
export async function insertMember(
  tx: Tx,
  member: StoredMember,
): Promise<void> {
  const byEmail = keys.memberByEmail(accountEmail(member.email));
  if (await tx.get(byEmail) !== null) {
    throw new Problem("conflict", {
      detail: {
        fr: "Cette adresse électronique a déjà un compte.",
        en: "This email address already has an account.",
      },
    });
  }
  tx.put(byEmail, member.id);
  tx.create(keys.member(member.id), member);
}

/** The member with this address, or null. */
export async function findMember(
  ports: Ports,
  email: string,
): Promise<StoredMember | null> {
  const id = await ports.store.get(keys.memberByEmail(accountEmail(email)));
  return id === null ? null : await ports.store.get(keys.member(id));
}

/** What the member may act as. */
export function memberActor(member: StoredMember): MemberActor {
  const { id, name, email, operator, roles } = member;
  return { kind: "member", id, name, email, operator, roles };
}

/** The names of those among `ids` that are members, by id. */
export async function memberNames(
  ports: Ports,
  ids: Iterable<string>,
): Promise<Map<string, string>> {
  const members = [...new Set(ids)].filter((id) => id.startsWith("mem_"));
  const found = await Promise.all(
    members.map((id) => lookUp(ports, keys.member(id))),
  );
  return new Map(
    found.flatMap((member) =>
      member === null ? [] : [[member.id, member.name]]
    ),
  );
}
