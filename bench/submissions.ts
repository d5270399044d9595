import type { LoadPlan, LoadResult } from "./load.ts";
import { runScript } from "./processes.ts";
import type { Setting } from "./setting.ts";
import { NUMBER_MARK } from "./wire.ts";

/** One segment, with accents, as a convocation is. */
export const TEXT =
  "Une convocation vous attend : séance du conseil le 12 décembre à 18 h, salle du conseil.";

/** How the calls of a load look. */
export interface Shape {
  readonly connections: number;
  readonly recipients: number;
}

/** A submission to so many recipients that differ in each call. */
export function submission(recipients: number, sendAt?: string): string {
  return JSON.stringify({
    title: "Convocation",
    text: TEXT,
    recipients: Array(recipients).fill(`+336${NUMBER_MARK}`),
    ...(sendAt === undefined ? {} : { sendAt }),
  });
}

/** This time tomorrow. */
export function tomorrow(): string {
  return new Date(Date.now() + 86_400_000).toISOString();
}

/** Loads a server with submissions; time and warm-up are the setting's. */
export async function load(
  setting: Setting,
  { port, shape, keys, sendAt, ...rest }:
    & Pick<LoadPlan, "port" | "keys">
    & Partial<LoadPlan>
    & { shape: Shape; sendAt?: string | undefined },
): Promise<LoadResult> {
  const { flags, warmUpSeconds, seconds } = setting;
  const plan: LoadPlan = {
    method: "POST",
    path: "/api/v1/messages",
    body: submission(shape.recipients, sendAt),
    expected: 202,
    connections: shape.connections,
    warmUpSeconds,
    ...(rest.requests === undefined ? { seconds } : {}),
    ...rest,
    port,
    keys,
  };
  return await runScript<LoadResult>("load.ts", { flags, input: plan });
}
