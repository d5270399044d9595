/**
 * `deno task backup FILE`: a consistent copy of the embedded store, also while
 * the service runs. The master keys are not in it: keep a copy of the file
 * `keys` apart, without it a backup cannot be read.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- it speaks to the terminal
import { DatabaseSync } from "node:sqlite";
import { readConfig } from "../lib/runtime/config.ts";

const [target] = Deno.args;
const { kv } = readConfig(Deno.env.toObject());
if (target === undefined || kv === null || kv.includes(":")) {
  console.error(
    target === undefined
      ? "usage: deno task backup FILE"
      : "lsmessage: only an embedded store file is backed up here; use denokv's own backups for a shared one",
  );
  Deno.exit(1);
}
if (await exists(target)) {
  console.error(`lsmessage: ${target} exists already; name a new file`);
  Deno.exit(1);
}
if (!await exists(kv)) {
  console.error(`lsmessage: there is no store at ${kv}`);
  Deno.exit(1);
}
const source = new DatabaseSync(kv, { readOnly: true });
// A copy page by page would take along what was deleted, destroyed keys too.
source.prepare("vacuum into ?").run(target);
source.close();
await Deno.chmod(target, 0o600);
console.log(`${kv} is backed up in ${target}; keep the file "keys" apart`);
console.log(
  "texts and numbers in it are readable with those keys: keep it no longer than you keep them here",
);

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
