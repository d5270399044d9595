/**
 * The verification of a structure and all below it, for those who manage it:
 * each account against its ledger and its messages, and what was passed on
 * inside against what was received there.
 *
 * @module
 */
import type { Ports } from "../ports.ts";
import { keys } from "../kv/keys.ts";
import type { Actor } from "./actor.ts";
import { availableCredits } from "./credit.ts";
import { authorised } from "./directory.ts";
import { subtree } from "./subtree.ts";
import { verifyStructure } from "./verification.ts";

/** One structure, verified. */
export interface VerifiedStructure {
  readonly id: string;
  readonly name: string;
  readonly available: number;
  readonly reserved: number;
  readonly spent: number;
  readonly entries: number;
  readonly messages: number;
  readonly broken: readonly string[];
}

/** A structure and those below it, verified together. */
export interface VerifiedSubtree {
  readonly structures: readonly VerifiedStructure[];
  /** SMS that came in: from above, or from the operator. */
  readonly received: number;
  /** SMS that are available, reserved or spent. */
  readonly held: number;
  /** What does not add up between structures. */
  readonly broken: readonly string[];
}

/**
 * Verifies a structure and all below it.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function verifySubtree(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<VerifiedSubtree> {
  await authorised(ports, actor, "structure:manage", id);
  const structures: VerifiedStructure[] = [];
  let received = 0;
  let passedOn = 0;
  let taken = 0;
  for await (const structure of subtree(ports, id)) {
    if (await ports.store.get(keys.account(structure.id)) === null) {
      structures.push({ ...NOTHING, id: structure.id, name: structure.name });
      continue;
    }
    const found = await verifyStructure(ports, structure.id);
    const { account, messages, broken } = found;
    const granted = found.granted - found.expired;
    const { reserved, spent, entries } = account;
    const fromAbove = account.granted - granted;
    received += granted + (structure.id === id ? fromAbove : 0);
    passedOn += account.allocated;
    if (structure.id !== id) taken += fromAbove;
    structures.push({
      id: structure.id,
      name: structure.name,
      available: availableCredits(account),
      reserved,
      spent,
      entries,
      messages,
      broken,
    });
  }
  const held = structures.reduce(
    (sum, one) => sum + one.available + one.reserved + one.spent,
    0,
  );
  const broken = [
    ...(passedOn === taken ? [] : [
      `structures passed on ${passedOn}, those below received ${taken}`,
    ]),
    ...(held === received
      ? []
      : [`${received} came in, the structures hold ${held}`]),
  ];
  return { structures, received, held, broken };
}

const NOTHING = {
  available: 0,
  reserved: 0,
  spent: 0,
  entries: 0,
  messages: 0,
  broken: [],
};
