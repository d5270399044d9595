// deno-lint-ignore-file no-console -- it speaks to the terminal
/**
 * Runs the test suite: `deno task test [paths and options of deno test]`.
 *
 * Suites that drive another program run where it is installed and are named
 * when skipped. The last line is `N passed, N failed`, read from Deno's own
 * summary; a run that did not get as far as a summary counts as one failure.
 *
 * @module
 */
import { prepareDeno } from "./jsr.ts";

const ROOT = new URL("../", import.meta.url);

/** Never tests: the stand-ins for packages. */
const OFFLINE = "tests/offline";

/** The suites that need a program, and the names it goes by. */
const OPTIONAL_SUITES = {
  "tests/browser": ["chromium", "chromium-browser"],
  "tests/kannel": ["bearerbox"],
  "tests/php": ["php"],
};

/** Server programs live in sbin, which a user's PATH may lack. */
const SEARCH_PATH = `${Deno.env.get("PATH") ?? ""}:/usr/local/sbin:/usr/sbin`;

/** Options of `deno test` whose value is an argument of its own. */
const OPTIONS_WITH_VALUE = new Set([
  "--filter",
  "--junit-path",
  "--reporter",
  "--retry",
  "--repeats",
  "--shard",
]);

if (import.meta.main) Deno.exit(await main(Deno.args));

async function main(args: string[]): Promise<number> {
  const flags = await prepareDeno();
  const ignored = [OFFLINE, ...await skippedSuites()];
  const { code, output } = await runTests([
    ...flags,
    "--permission-set",
    "--sanitize-ops",
    "--sanitize-resources",
    `--ignore=${ignored.join(",")}`,
    ...args,
    ...hasPath(args) ? [] : ["tests"],
  ]);

  const counts = countTests(output);
  if (counts === null) console.log("The tests did not run to their end.");
  if (counts?.passed === 0 && code === 0) console.log("No test was run.");
  const passed = counts?.passed ?? 0;
  const isGood = code === 0 && passed > 0;
  const failed = Math.max(counts?.failed ?? 0, isGood ? 0 : 1);
  console.log(`${passed} passed, ${failed} failed`);
  return code === 0 && failed > 0 ? 1 : code;
}

/** What the summary of `deno test` says, or null when there is none. */
export function countTests(
  output: string,
): { passed: number; failed: number } | null {
  const summary =
    /^(?:ok|FAILED) \| (\d+) passed(?: \(.*?\))? \| (\d+) failed/gm;
  // deno-lint-ignore no-control-regex
  const plain = output.replaceAll(/\x1b\[[\d;]*m/g, "");
  const last = [...plain.matchAll(summary)].at(-1);
  return last === undefined
    ? null
    : { passed: Number(last[1]), failed: Number(last[2]) };
}

/** Whether the arguments say which files to test. */
export function hasPath(args: string[]): boolean {
  return args.some((arg, index) =>
    !arg.startsWith("-") && !OPTIONS_WITH_VALUE.has(args[index - 1] ?? "")
  );
}

async function skippedSuites(): Promise<string[]> {
  const skipped = [];
  for (const [suite, programs] of Object.entries(OPTIONAL_SUITES)) {
    if (!await exists(new URL(suite, ROOT))) continue;
    if ((await Promise.all(programs.map(isInstalled))).includes(true)) continue;
    console.log(`Skipped: ${suite} (${programs[0]} is not installed)`);
    skipped.push(suite);
  }
  return skipped;
}

async function isInstalled(program: string): Promise<boolean> {
  const folders = SEARCH_PATH.split(":").filter((folder) => folder !== "");
  const found = await Promise.all(
    folders.map((folder) => exists(`${folder}/${program}`)),
  );
  return found.includes(true);
}

async function exists(path: string | URL): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch {
    return false;
  }
}

/** Runs `deno test`, shows its output as it comes and gives it back. */
async function runTests(
  args: string[],
): Promise<{ code: number; output: string }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", ...args],
    cwd: ROOT,
    env: { PATH: SEARCH_PATH },
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const decoder = new TextDecoder();
  let output = "";
  for await (const chunk of child.stdout) {
    await writeAll(chunk);
    output += decoder.decode(chunk, { stream: true });
  }
  const { code } = await child.status;
  return { code, output };
}

async function writeAll(bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    written += await Deno.stdout.write(bytes.subarray(written));
  }
}
