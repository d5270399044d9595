/**
 * A small territory: a centre, two towns below it, a school below one of them,
 * and a stranger beside.
 *
 * @module
 */
import type { MemberActor } from "../../lib/domain/actor.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { transferCredits } from "../../lib/domain/transfer.ts";
import { Problem } from "../../lib/problem.ts";
import type { Role } from "../../lib/schema/member.ts";
import type { TestWorld } from "../support.ts";

/** The ids of its structures. */
export interface Tree {
  readonly centre: string;
  readonly town: string;
  readonly school: string;
  readonly otherTown: string;
  readonly stranger: string;
}

/** Declares the territory. */
export async function plant(world: TestWorld): Promise<Tree> {
  const make = async (name: string, parentId?: string) => {
    const input = parentId === undefined ? { name } : { name, parentId };
    return (await createStructure(world.ports, world.call(), input)).id;
  };
  const centre = await make("Centre");
  const town = await make("Ville", centre);
  return {
    centre,
    town,
    school: await make("École", town),
    otherTown: await make("Autre ville", centre),
    stranger: await make("Ailleurs"),
  };
}

/** Grants new credits to a structure. */
export async function grant(
  world: TestWorld,
  toId: string,
  credits: number,
): Promise<void> {
  const input = { fromId: null, toId, credits };
  await transferCredits(world.ports, world.call(), input);
}

/** A member with these roles. */
export function member(roles: Record<string, Role>): MemberActor {
  const id = "mem_00000000000000member".slice(0, 22);
  const email = "marie@example.fr";
  return { kind: "member", id, name: "Marie", email, operator: false, roles };
}

/** What a refusal says: its code, then its pointers. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const pointers = error.options.errors?.map(({ pointer }) => pointer) ?? [];
    return [error.code, ...pointers].join(" ");
  }
  return "nothing";
}
