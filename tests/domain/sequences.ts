/**
 * Sequences of everything that moves SMS, on a small territory: what each step
 * does, and what must hold after it.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { putAlerts } from "../../lib/domain/alert_settings.ts";
import { setAllowance } from "../../lib/domain/allowance.ts";
import { availableCredits } from "../../lib/domain/credit.ts";
import {
  approveRequest,
  declineRequest,
} from "../../lib/domain/credit_answer.ts";
import {
  askForCredits,
  withdrawRequest,
} from "../../lib/domain/credit_request.ts";
import { setSharing } from "../../lib/domain/sharing.ts";
import { verifyStructure } from "../../lib/domain/verification.ts";
import { keys } from "../../lib/kv/keys.ts";
import { Problem } from "../../lib/problem.ts";
import { ledgerOf } from "./accepting.ts";
import {
  cancel,
  DAY_MS,
  give,
  openTerritory,
  send,
  type Territory,
} from "./provided.ts";

const KINDS = [
  "grant",
  "grantEnding",
  "allocate",
  "reclaim",
  "ask",
  "approve",
  "decline",
  "withdraw",
  "reserve",
  "schedule",
  "settle",
  "release",
  "expire",
  "refill",
  "share",
  "own",
] as const;

/** One thing that is tried: what, on which of three levels, how many. */
export interface Act {
  readonly kind: typeof KINDS[number];
  readonly on: number;
  readonly credits: number;
}

const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom(...KINDS),
  on: fc.integer({ min: 0, max: 2 }),
  credits: fc.integer({ min: 1, max: 60 }),
});

/** Steps, each of one act or of two at once. */
export const sequence: fc.Arbitrary<Act[][]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.tuple(act) },
    { weight: 2, arbitrary: fc.tuple(act, act) },
  ),
  { minLength: 3, maxLength: 8 },
);

/** A territory in which sequences are played. */
export interface Play extends AsyncDisposable {
  readonly territory: Territory;
  /** The centre, a town, its school. */
  readonly ids: readonly [string, string, string];
  readonly requests: string[];
  readonly scheduled: string[];
}

/** Opens a territory where every level has some SMS and is warned. */
export async function openPlay(): Promise<Play> {
  const territory = await openTerritory();
  const { world, tree: { centre, town, school } } = territory;
  await give(territory, null, centre, 200);
  await give(territory, centre, town, 60);
  await give(territory, town, school, 20);
  await Promise.all(
    [centre, town, school].map((id) =>
      putAlerts(world.ports, world.call(), {
        id,
        alerts: {
          lowBalance: [5, 20],
          monthlyVolume: [10],
          daysLeft: [2],
          emails: [],
        },
      })
    ),
  );
  return {
    territory,
    ids: [centre, town, school],
    requests: [],
    scheduled: [],
    [Symbol.asyncDispose]: () => territory[Symbol.asyncDispose](),
  };
}

/** Tries the acts of a step at once; a refusal is an outcome like others. */
export async function playStep(play: Play, acts: readonly Act[]) {
  await Promise.all(acts.map(async (one) => {
    try {
      await perform(play, one);
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error;
    }
  }));
}

async function perform(play: Play, { kind, on, credits }: Act): Promise<void> {
  const { territory, ids, requests, scheduled } = play;
  const { world, engine } = territory;
  const { ports } = world;
  const id = ids[on]!;
  const above = ids[on - 1] ?? null;
  switch (kind) {
    case "grant":
      return void await give(territory, null, id, credits);
    case "grantEnding":
      return void await give(territory, null, id, credits, credits);
    case "allocate":
      return void (above && await give(territory, above, id, credits));
    case "reclaim":
      return void (above && await give(territory, id, above, credits));
    case "ask": {
      const input = { structureId: id, credits, reason: "Élections" };
      const asked = await askForCredits(ports, world.call(), input);
      return void requests.push(asked.id);
    }
    case "approve":
    case "decline":
    case "withdraw": {
      const request = requests[credits % Math.max(1, requests.length)];
      if (request === undefined) return;
      return await answer(play, kind, request, credits);
    }
    case "reserve":
      return void await send(territory, id, credits % 20 + 1);
    case "schedule": {
      const sent = await send(territory, id, credits % 20 + 1, credits);
      return void scheduled.push(sent.submissionId);
    }
    case "settle":
      return await engine.runDue();
    case "release": {
      const submission = scheduled[credits % Math.max(1, scheduled.length)];
      return void (submission && await cancel(territory, submission));
    }
    case "expire":
      world.advance(credits * DAY_MS);
      return await engine.runDue();
    case "refill": {
      const input = { structureId: id, credits, carryOver: credits % 2 === 0 };
      await setAllowance(ports, world.call(), input);
      return await engine.runDue();
    }
    case "share":
    case "own":
      return void await setSharing(ports, world.call(), {
        structureId: id,
        mode: kind === "share" ? "shared" : "allocated",
        monthlyCap: credits % 3 === 0 ? null : credits,
      });
  }
}

async function answer(
  { territory: { world } }: Play,
  kind: "approve" | "decline" | "withdraw",
  id: string,
  credits: number,
): Promise<void> {
  const call = world.call();
  if (kind === "approve") {
    const part = credits % 2 === 0 ? {} : { credits: 1 };
    await approveRequest(world.ports, call, { id, ...part });
  } else if (kind === "decline") {
    await declineRequest(world.ports, call, { id, word: "Non" });
  } else await withdrawRequest(world.ports, call, id);
}

/** The invariants of the contract, on every level and over all of them. */
export async function assertInvariants({ territory, ids }: Play) {
  const { world } = territory;
  let granted = 0;
  let held = 0;
  for (const id of ids) {
    if (await world.store.get(keys.account(id)) === null) continue;
    const found = await verifyStructure(world.ports, id);
    assertEquals(found.broken, [], id);
    const { account } = found;
    granted += found.granted - found.expired;
    held += availableCredits(account) + account.reserved + account.spent;
  }
  assertEquals(held, granted, "conservation");
}

/** What is once a period, and once a request. */
export async function assertOnce({ territory: { world }, ids }: Play) {
  for (const id of ids) {
    const entries = await ledgerOf(world, id);
    const causes = entries.filter(({ kind, amount, cause }) =>
      cause.startsWith("allowance:") && amount > 0 ||
      cause.startsWith("ask_") && amount > 0 && kind !== "grant"
    ).map(({ cause }) => cause);
    assertEquals(causes.length, new Set(causes).size, causes.join(" "));
  }
  assertEquals(world.reports, []);
}
