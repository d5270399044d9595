/**
 * `deno task restore FILE [--force]`: puts a backup in the store's place. It
 * refuses while the service runs, and a store that holds something unless told
 * `--force`; what stood there is kept beside it.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- it speaks to the terminal
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { readConfig } from "../lib/runtime/config.ts";
import { openStore, StartError } from "../lib/runtime/store.ts";

const force = Deno.args.includes("--force");
const [source] = Deno.args.filter((arg) => arg !== "--force");
const { kv } = readConfig(Deno.env.toObject());
if (source === undefined || kv === null || kv.includes(":")) {
  fail(
    source === undefined
      ? "usage: deno task restore FILE [--force]"
      : "only an embedded store file is restored here",
  );
}
assertIsBackup(source);
if (await exists(kv)) {
  await assertUnused(kv);
  if (!force) {
    fail(`${kv} holds a store already; add --force to put it aside`);
  }
  const aside = `${kv}.before-restore-${Date.now()}`;
  for (const suffix of ["", "-wal", "-shm"]) {
    if (await exists(kv + suffix)) {
      await Deno.rename(kv + suffix, aside + suffix);
    }
  }
  console.log(`what stood there is kept in ${aside}`);
}
await Deno.mkdir(dirname(kv), { recursive: true });
await Deno.copyFile(source, kv);
console.log(`${source} is restored in ${kv}`);

function assertIsBackup(path: string): void {
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    database.prepare("select count(*) from kv").get();
    database.close();
  } catch (error) {
    fail(`${path} is not a backup of a store: ${(error as Error).message}`);
  }
}

async function assertUnused(path: string): Promise<void> {
  try {
    const { close } = await openStore(path, {
      now: Date.now,
      newId: () => "",
      random: Math.random,
      after: () => () => {},
    });
    await close();
  } catch (error) {
    if (error instanceof StartError) fail(error.message);
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

function fail(sentence: string): never {
  console.error(`lsmessage: ${sentence}`);
  Deno.exit(1);
}
