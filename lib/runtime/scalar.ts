/**
 * The script of the interactive API reference (Scalar), one file of a package
 * with many others. It is fetched once, by Deno and under its own lock, when
 * the service is built or when somebody first opens the documentation, and
 * kept compressed; until then, and without network, the reference is a page of
 * our own.
 *
 * @module
 */
import { gzipSync } from "node:zlib";

const ROOT = new URL("../../", import.meta.url);
const PROJECT = new URL("scripts/scalar/", ROOT);
const KEPT = new URL(".generated/scalar/", ROOT);

/** The script, compressed with gzip. */
export type Script = Uint8Array<ArrayBuffer>;

let kept: Script | null = null;
let fetching: Promise<void> | null = null;

/**
 * The script if it is at hand; has it fetched if it is not. One that could not
 * be fetched is not asked for again by this process.
 */
export async function scalarScript(
  report: (error: unknown) => void,
): Promise<Script | null> {
  kept ??= await Deno.readFile(await fileOf()).catch(() => null);
  if (kept === null) fetching ??= fetchScalar().catch(report);
  return kept;
}

/** Whether the script was fetched before. */
export async function scalarIsKept(): Promise<boolean> {
  return await Deno.stat(await fileOf()).then(() => true, () => false);
}

/**
 * Fetches the script unless it is there.
 *
 * @throws {Error} where the registry is out of reach or nothing may be written
 */
export async function fetchScalar(): Promise<void> {
  if (await scalarIsKept()) return;
  const file = await fileOf();
  await Deno.mkdir(KEPT, { recursive: true });
  const cache = await Deno.makeTempDir({ prefix: "lsmessage-" });
  try {
    const source = await Deno.readFile(new URL(await locate(cache)));
    const draft = new URL(`${file.href}.part`);
    await Deno.writeFile(draft, gzipSync(source, { level: 9 }));
    await Deno.rename(draft, file);
  } finally {
    await Deno.remove(cache, { recursive: true });
  }
}

/** Has Deno fetch the package into `cache`; where the script is there. */
async function locate(cache: string): Promise<string> {
  await deno(cache, ["install", "--quiet", "--frozen"]);
  const answer = await deno(cache, ["run", "--frozen", "-R", "where.ts"]);
  return answer.trim();
}

async function deno(cache: string, args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(
    Deno.execPath(),
    { args, cwd: PROJECT, env: { DENO_DIR: cache }, stdin: "null" },
  ).output();
  if (success) return new TextDecoder().decode(stdout);
  const why = new TextDecoder().decode(stderr).trim();
  throw new Error(`the API reference's script: ${why}`);
}

/** Named by the version, so that a new one is fetched. */
async function fileOf(): Promise<URL> {
  const config = await Deno.readTextFile(new URL("deno.json", PROJECT));
  const version = /api-reference@([\d.]+)/.exec(config)![1]!;
  return new URL(`api-reference-${version}.js.gz`, KEPT);
}
