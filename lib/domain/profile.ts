/**
 * A person's own name and language.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { Profile, StoredMember } from "../schema/member.ts";

/** The person, as stored. @throws {Problem} `not_found` for who is gone */
export async function readMember(
  ports: Ports,
  memberId: string,
): Promise<StoredMember> {
  const member = await ports.store.get(keys.member(memberId));
  if (member === null) throw new Problem("not_found");
  return member;
}

/**
 * Changes a person's name, language or both; `null` leaves the language to the
 * browser again.
 *
 * @throws {Problem} `not_found` for who is gone
 */
export async function updateProfile(
  ports: Ports,
  memberId: string,
  { name, language }: Partial<Profile>,
): Promise<void> {
  const key = keys.member(memberId);
  await ports.store.transact(memberId, async (tx) => {
    const before = await tx.get(key);
    if (before === null) throw new Problem("not_found");
    const { language: spoken, ...rest } = before;
    const chosen = language === undefined ? spoken ?? null : language;
    tx.put(key, {
      ...rest,
      name: name ?? rest.name,
      ...(chosen === null ? {} : { language: chosen }),
    });
  });
}
