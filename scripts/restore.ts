/**
 * `deno task restore FILE [--force]`: puts a backup in the store's place. It
 * refuses while the service runs, and a store that holds something unless told
 * `--force`; what stood there is kept beside it.
 *
 * Messages that wait in the backup may have left after it was made: they are
 * taken behind a fence before the store is in its place, and leave only when
 * the operator says so.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- it speaks to the terminal
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { raiseFence } from "../lib/domain/fence.ts";
import { readConfig } from "../lib/runtime/config.ts";
import {
  type OpenedStore,
  openStore,
  StartError,
} from "../lib/runtime/store.ts";

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
  await (await open(kv)).close();
  if (!force) {
    fail(`${kv} holds a store already; add --force to put it aside`);
  }
}
await Deno.mkdir(dirname(kv), { recursive: true });
const fresh = `${kv}.restoring`;
await removeStore(fresh);
await Deno.copyFile(source, fresh);
await Deno.chmod(fresh, 0o600);
const held = await fence(fresh);
const aside = `${kv}.before-restore-${Date.now()}`;
if (await moveStore(kv, aside)) {
  console.log(`what stood there is kept in ${aside}`);
}
await moveStore(fresh, kv);
await removeStore(fresh);
console.log(`${source} is restored in ${kv}`);
console.log(
  held === 0
    ? "nothing was waiting to be sent in it"
    : `${held} ${
      held === 1 ? "batch of messages is" : "batches of messages are"
    } held back, since they may have left after the backup was made: start the service, open /exploitation and let them go or cancel them`,
);
console.log(
  "what was erased on request after the backup was made is there again: erase it again",
);

/** Takes all that waits in a store behind a fence. */
async function fence(path: string): Promise<number> {
  const { store, close } = await open(path);
  const held = await raiseFence({ store, now: Date.now });
  await close();
  return held;
}

async function open(path: string): Promise<OpenedStore> {
  let ids = 0;
  try {
    return await openStore(path, {
      now: Date.now,
      newId: (prefix) => `${prefix}_${crypto.randomUUID()}_${++ids}`,
      random: Math.random,
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    });
  } catch (error) {
    if (error instanceof StartError) fail(error.message);
    throw error;
  }
}

function assertIsBackup(path: string): void {
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    database.prepare("select count(*) from kv").get();
    database.close();
  } catch (error) {
    fail(`${path} is not a backup of a store: ${(error as Error).message}`);
  }
}

/** Moves a store's files, and says whether there were any. */
async function moveStore(from: string, to: string): Promise<boolean> {
  if (!await exists(from)) return false;
  for (const suffix of ["", "-wal", "-shm"]) {
    if (await exists(from + suffix)) {
      await Deno.rename(from + suffix, to + suffix);
    }
  }
  return true;
}

async function removeStore(path: string): Promise<void> {
  for (const suffix of ["", "-wal", "-shm", ".lock"]) {
    if (await exists(path + suffix)) await Deno.remove(path + suffix);
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

function fail(sentence: string): never {
  console.error(`lsmessage: ${sentence}`);
  Deno.exit(1);
}
