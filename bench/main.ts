// deno-lint-ignore-file no-console -- it speaks to the terminal
/**
 * `deno task bench`: measures the service beside its baselines, in turns.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { prepareDeno } from "../scripts/jsr.ts";
import { acceptCases, spreadCases } from "./accept.ts";
import { deliverCases } from "./deliver.ts";
import { type Case, measureCase, type Row } from "./figures.ts";
import { historyCases } from "./history.ts";
import { memoryCases } from "./memory.ts";
import { overloadCases } from "./overload.ts";
import { type Options, parseOptions, type Suite, USAGE } from "./options.ts";
import { paceCases } from "./pace.ts";
import type { Setting } from "./setting.ts";
import { jsonLinesOf, tableOf } from "./table.ts";

const FOLDER = new URL("../.generated/", import.meta.url);

/** Cases may share what they come after, so they are made as they are met. */
type Cases = Iterable<Case> | AsyncIterable<Case>;

const CASES: Record<Suite, (setting: Setting) => Cases> = {
  accept: acceptCases,
  spread: spreadCases,
  deliver: deliverCases,
  pace: paceCases,
  history: historyCases,
  memory: memoryCases,
  overload: overloadCases,
};

Deno.exit(await main(Deno.args));

async function main(args: string[]): Promise<number> {
  let options: Options | null;
  try {
    options = parseOptions(args);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    return 1;
  }
  if (options === null) {
    console.log(USAGE);
    return 0;
  }
  const flags = await prepareDeno();
  await Deno.mkdir(FOLDER, { recursive: true });
  const folder = await Deno.makeTempDir({
    dir: fileURLToPath(FOLDER),
    prefix: "bench-",
  });
  // Leaving by a signal, children and stores are cleaned up all the same.
  addEventListener("unload", () => removeAll(folder));
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => {
      console.error(`Stopped by ${signal}`);
      Deno.exit(130);
    });
  }
  try {
    await run(options, settingOf(options, flags, folder));
  } finally {
    removeAll(folder);
  }
  return 0;
}

async function run(options: Options, setting: Setting): Promise<void> {
  const conditions = conditionsOf(options);
  console.log(headOf(options));
  const rows: Row[] = [];
  const save = async () => {
    if (options.json === null) return;
    const lines = `${JSON.stringify(conditions)}\n${jsonLinesOf(rows)}`;
    await Deno.writeTextFile(options.json, lines);
  };
  await save();
  for (const suite of options.only) {
    for await (const one of CASES[suite](setting)) {
      const measured = await measureCase(one, options.rounds, tell);
      rows.push(...measured);
      console.log(`\n${tableOf(measured)}\n  (${loadOf()})`);
      // After each case, so that an interrupted run leaves what it had.
      await save();
    }
  }
}

function settingOf(
  { quick }: Options,
  flags: readonly string[],
  folder: string,
): Setting {
  return {
    flags,
    folder,
    quick,
    warmUpSeconds: quick ? 1 : 3,
    seconds: quick ? 2 : 6,
  };
}

/** Under what the figures were measured; the first of the JSON lines. */
function conditionsOf({ quick, rounds }: Options): Record<string, unknown> {
  return {
    at: new Date().toISOString(),
    deno: Deno.version.deno,
    os: `${Deno.build.os} ${Deno.build.arch}`,
    cores: navigator.hardwareConcurrency,
    loadAverage: Deno.loadavg()[0],
    quick,
    rounds,
  };
}

function headOf(options: Options): string {
  const { deno, os, cores, quick, rounds } = conditionsOf(options);
  return `Deno ${deno}, ${os}, ${cores} cores (${loadOf()})${
    quick ? "; quick, to see that it works" : ""
  }
${rounds} rounds in turns: the middle (lowest–highest). A ratio is of figures of the same round,
so it tells more than the figures do; what else ran on this machine is in both.`;
}

function loadOf(): string {
  return `load average ${Deno.loadavg()[0]!.toFixed(1)}`;
}

function tell(what: string): void {
  console.error(`… ${what}`);
}

function removeAll(folder: string): void {
  try {
    Deno.removeSync(folder, { recursive: true });
  } catch {
    // It is in a folder of generated files; nothing else looks at it.
  }
}
