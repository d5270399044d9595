import fc from "fast-check";
import {
  assertInvariants,
  assertOnce,
  openPlay,
  playStep,
  sequence,
} from "./sequences.ts";

/** How many, and from which seed: `SEQUENCES=20000 deno task test …`. */
const RUNS = Number(Deno.env.get("SEQUENCES") ?? 60);
const SEED = Number(Deno.env.get("SEQUENCES_SEED") ?? 20_261_124);

Deno.test("whatever moves SMS, in any order and two at once, no invariant breaks", async () => {
  await fc.assert(
    fc.asyncProperty(sequence, async (steps) => {
      await using play = await openPlay();
      for (const acts of steps) {
        await playStep(play, acts);
        await assertInvariants(play);
      }
      await assertOnce(play);
    }),
    { seed: SEED, numRuns: RUNS, endOnFailure: true },
  );
});
