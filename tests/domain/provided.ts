/**
 * Movements of SMS in a small territory, in a line each.
 *
 * @module
 */
import { acceptMessages } from "../../lib/domain/acceptance.ts";
import { availableCredits } from "../../lib/domain/credit.ts";
import { lineage } from "../../lib/domain/directory.ts";
import { cancelSubmission } from "../../lib/domain/submission.ts";
import { transferCredits } from "../../lib/domain/transfer.ts";
import { Engine } from "../../lib/delivery/engine.ts";
import { createGateway } from "../../lib/delivery/gateway.ts";
import { instant } from "../../lib/schema/common.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { toMany } from "./accepting.ts";
import { plant, type Tree } from "./tree.ts";

export const DAY_MS = 86_400_000;

/** A territory whose simulator takes every message. */
export interface Territory extends AsyncDisposable {
  readonly world: TestWorld;
  readonly tree: Tree;
  readonly engine: Engine;
}

/** Opens a territory; nobody has SMS. */
export async function openTerritory(): Promise<Territory> {
  const world = await TestWorld.open();
  const tree = await plant(world);
  await createGateway(world.ports, world.call(), {
    kind: "simulator",
    name: "main",
    settings: {},
  });
  const engine = new Engine(world.ports, { owner: "w1", exclusive: true });
  return {
    world,
    tree,
    engine,
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

/** Moves SMS; new ones from `null`, with an end `days` from now if told. */
export async function give(
  { world }: Territory,
  fromId: string | null,
  toId: string,
  credits: number,
  days?: number,
) {
  return await transferCredits(world.ports, world.call(), {
    fromId,
    toId,
    credits,
    ...(days === undefined ? {} : {
      expiresAt: instant(world.nowMs + days * DAY_MS),
      note: "BC-2026-14",
    }),
  });
}

/** Sends to so many, now or in `days`. */
export async function send(
  { world }: Territory,
  structureId: string,
  count: number,
  days?: number,
) {
  return await acceptMessages(world.ports, {
    call: world.call(OPERATOR, { route: "POST /messages" }),
    at: (await lineage(world.ports, structureId))!,
  }, {
    ...toMany(count),
    ...(days === undefined
      ? {}
      : { sendAt: instant(world.nowMs + days * DAY_MS) }),
  });
}

/** Cancels what was put off. */
export async function cancel({ world }: Territory, submissionId: string) {
  const call = world.call(OPERATOR);
  return await cancelSubmission(world.ports, call, submissionId);
}

/** Does what is due, lets time pass, and does what is due then. */
export async function pass(
  { world, engine }: Territory,
  ms: number,
): Promise<void> {
  await engine.runDue();
  world.advance(ms);
  await engine.runDue();
}

/** What each of these has available. */
export async function available(
  { world }: Territory,
  ...ids: string[]
): Promise<number[]> {
  const accounts = await Promise.all(ids.map((id) => world.account(id)));
  return accounts.map(availableCredits);
}
