/**
 * Who manages a structure, kept beside it so that the last one is known in the
 * commit that would take them away.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import { Problem, type Text } from "../problem.ts";
import type { Role } from "../schema/member.ts";

/** Notes a person's role; null for none any more. */
export async function changeRoster(
  tx: Tx,
  structureId: string,
  memberId: string,
  role: Role | null,
): Promise<void> {
  const key = keys.roster(structureId);
  const before = (await tx.get(key))?.managers ?? [];
  const others = before.filter((id) => id !== memberId);
  const managers = role === "manager" ? [...others, memberId] : others;
  if (managers.join() !== before.join()) tx.put(key, { managers });
}

/**
 * Makes sure that a structure keeps somebody who manages it, itself or from
 * above, without this person.
 *
 * @throws {Problem} `conflict`
 */
export async function assertManaged(
  tx: Tx,
  structureId: string,
  { without, isManagedAbove }: { without: string; isManagedAbove: boolean },
): Promise<void> {
  if (isManagedAbove) return;
  const managers = (await tx.get(keys.roster(structureId)))?.managers ?? [];
  if (!managers.includes(without)) return;
  if (managers.length === 1) throw new Problem("conflict", { detail: LAST });
}

/** Whether anybody manages one of these structures. */
export async function isManaged(
  ports: Ports,
  ids: readonly string[],
): Promise<boolean> {
  const rosters = await ports.store.getMany(ids.map(keys.roster));
  return rosters.some((roster) => (roster?.managers.length ?? 0) > 0);
}

const LAST: Text = {
  fr:
    "C’est la seule personne qui gère cette structure. Invitez d’abord un autre gestionnaire et attendez qu’il ait accepté.",
  en:
    "This is the only person who manages this structure. First invite another manager and wait until they have accepted.",
};
