/**
 * A centre with a manager, and a town whose manager asks for SMS.
 *
 * @module
 */
import { askForCredits } from "../../lib/domain/credit_request.ts";
import { insertMember, memberActor } from "../../lib/domain/member.ts";
import type { MemberActor } from "../../lib/domain/actor.ts";
import type { Role, StoredMember } from "../../lib/schema/member.ts";
import { TestWorld } from "../support.ts";
import { grant, plant, type Tree } from "./tree.ts";

/** A world with people in it. */
export interface Asking extends AsyncDisposable {
  readonly world: TestWorld;
  readonly tree: Tree;
  /** Manages the centre. */
  readonly anne: MemberActor;
  /** Manages the town. */
  readonly marie: MemberActor;
  ask(credits?: number): ReturnType<typeof askForCredits>;
}

/** Makes a member with an account, and gives who it may act as. */
export async function join(
  world: TestWorld,
  name: string,
  roles: Record<string, Role>,
  operator = false,
): Promise<MemberActor> {
  const id = world.ports.newId("mem");
  const stored: StoredMember = {
    id,
    name,
    email: `${name.toLowerCase()}@example.fr`,
    operator,
    roles,
    password: null,
    createdAtMs: 0,
  };
  await world.store.transact(id, (tx) => insertMember(tx, stored));
  return memberActor(stored);
}

/** A centre of `credits` SMS, and a town below it that has none. */
export async function openAsking(credits = 1_000): Promise<Asking> {
  const world = await TestWorld.open();
  const tree = await plant(world);
  await grant(world, tree.centre, credits);
  const anne = await join(world, "Anne", { [tree.centre]: "manager" });
  const marie = await join(world, "Marie", { [tree.town]: "manager" });
  return {
    world,
    tree,
    anne,
    marie,
    ask: (credits = 500) =>
      askForCredits(world.ports, world.call(marie), {
        structureId: tree.town,
        credits,
        reason: "Élections",
      }),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}
