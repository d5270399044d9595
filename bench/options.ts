/** The suites, in the order they run. */
export const SUITES = [
  "accept",
  "spread",
  "deliver",
  "pace",
  "history",
  "memory",
  "overload",
] as const;
export type Suite = typeof SUITES[number];

/** What the command line asks for. */
export interface Options {
  readonly only: readonly Suite[];
  readonly quick: boolean;
  /** Where the results go as JSON lines; null for nowhere. */
  readonly json: string | null;
  readonly rounds: number;
}

/** How the command is used. */
export const USAGE = `deno task bench [options]

  --only ${SUITES.join(",")}   these suites
  --quick       short runs and small sets: to see that it works
  --rounds N    measurements of each figure, at least 3 (the default)
  --json FILE   the results as JSON lines, too
  --help        this text`;

const ROUNDS_MIN = 3;
const ROUNDS_MAX = 50;

/**
 * The options, or null where help is asked for.
 *
 * @throws {Error} with a sentence about the first thing that is wrong
 */
export function parseOptions(args: readonly string[]): Options | null {
  let only: readonly Suite[] = SUITES;
  let quick = false;
  let json: string | null = null;
  let rounds = ROUNDS_MIN;
  const rest = args.flatMap((arg) =>
    /^--\w+=/.test(arg)
      ? [arg.slice(0, arg.indexOf("=")), arg.slice(arg.indexOf("=") + 1)]
      : [arg]
  );
  while (rest.length > 0) {
    const name = rest.shift()!;
    if (name === "--help") return null;
    if (name === "--quick") quick = true;
    else if (name === "--only") only = suitesOf(valueOf(name, rest));
    else if (name === "--json") json = valueOf(name, rest);
    else if (name === "--rounds") rounds = roundsOf(valueOf(name, rest));
    else throw new Error(`${name}: there is no such option`);
  }
  return { only, quick, json, rounds };
}

function valueOf(name: string, rest: string[]): string {
  const value = rest.shift();
  if (value === undefined || value === "") {
    throw new Error(`${name}: its value is missing`);
  }
  return value;
}

function suitesOf(text: string): Suite[] {
  const names = text.split(",");
  for (const name of names) {
    if (SUITES.some((suite) => suite === name)) continue;
    throw new Error(`--only ${name}: one of ${SUITES.join(", ")}`);
  }
  return SUITES.filter((suite) => names.includes(suite));
}

function roundsOf(text: string): number {
  const rounds = Number(text);
  if (
    Number.isInteger(rounds) && rounds >= ROUNDS_MIN && rounds <= ROUNDS_MAX
  ) return rounds;
  throw new Error(
    `--rounds ${text}: a whole number from ${ROUNDS_MIN} to ${ROUNDS_MAX}`,
  );
}
