// deno-lint-ignore-file no-console -- it speaks to the terminal
/**
 * Runs Deno with or without JSR.
 *
 * `@std/assert` lives on JSR only. Where JSR is out of reach (a closed network,
 * an outage) the same commands run with a git-ignored copy of `deno.json` that
 * links the package to the stand-in under `tests/offline/`. Either way they
 * use a copy of the lock: versions stay the locked ones, and running the tests
 * never changes a file of the project.
 *
 * @module
 */
const ROOT = new URL("../", import.meta.url);
const PROBE_MS = 1_500;

/** The stand-in for each package, relative to the root. */
const STAND_INS: Record<string, string> = {
  "@std/assert": "./tests/offline/std_assert",
};

/** Beside `deno.json`, because its relative entries must still resolve. */
const OFFLINE_CONFIG = "deno.offline.json";
const LOCK_COPY = ".generated/deno.lock";

/**
 * Fetches what is missing and gives the flags to run `deno test` and
 * `deno check` with, at the root.
 */
export async function prepareDeno(): Promise<string[]> {
  const config = await isJsrInReach()
    ? "deno.json"
    : await writeOfflineConfig();
  await Deno.mkdir(new URL(".generated/", ROOT), { recursive: true });
  await replaceAtRoot(LOCK_COPY, await readAtRoot("deno.lock"));
  const flags = [`--config=${config}`, `--lock=${LOCK_COPY}`];
  // A failure is not final: the command itself says best what is missing.
  await runDeno(["install", "--quiet", ...flags]);
  return flags;
}

/** Runs `deno` at the root, on the terminal of its caller. */
export function runDeno(args: string[]): Promise<Deno.CommandStatus> {
  const options = { args, cwd: ROOT, stdin: "null" } as const;
  return new Deno.Command(Deno.execPath(), options).spawn().status;
}

async function isJsrInReach(): Promise<boolean> {
  const registry = Deno.env.get("JSR_URL") ?? "https://jsr.io";
  try {
    const response = await fetch(`${registry}/@std/assert/meta.json`, {
      signal: AbortSignal.timeout(PROBE_MS),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

async function writeOfflineConfig(): Promise<string> {
  const config = JSON.parse(await readAtRoot("deno.json"));
  const imports = Object.entries<string>(config.imports).filter(
    ([name, from]) => !from.startsWith("jsr:") || name in STAND_INS,
  );
  const offline = {
    ...config,
    imports: Object.fromEntries(imports),
    links: Object.values(STAND_INS),
  };
  await replaceAtRoot(OFFLINE_CONFIG, JSON.stringify(offline, null, 2));
  console.log("JSR is out of reach: using the stand-ins of tests/offline");
  return OFFLINE_CONFIG;
}

function readAtRoot(path: string): Promise<string> {
  return Deno.readTextFile(new URL(path, ROOT));
}

/** Writes in one step, since several runs may share the tree. */
async function replaceAtRoot(path: string, text: string): Promise<void> {
  const draft = new URL(`${path}.${Deno.pid}`, ROOT);
  await Deno.writeTextFile(draft, text);
  await Deno.rename(draft, new URL(path, ROOT));
}
