/**
 * On the raw files: what a data key sealed cannot be read any more once its
 * time is over, neither in the store's file, nor in its log, nor in a backup,
 * by whoever has the master keys too.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { retain } from "../../lib/domain/retention.ts";
import { keys } from "../../lib/kv/keys.ts";
import { markForScrub } from "../../lib/runtime/scrub.ts";
import { openTown } from "../delivery/support.ts";

const DAY_MS = 86_400_000;
const NUMBER = "+33698765432";
const TEXT = "Sentinelle sous la forêt";

/** What stands in the store's file and its log. */
async function rawFiles(path: string): Promise<string> {
  const decoder = new TextDecoder("latin1");
  const files = [path, `${path}-wal`].map(async (name) =>
    decoder.decode(await Deno.readFile(name).catch(() => new Uint8Array(0)))
  );
  return (await Promise.all(files)).join("");
}

/** Opens the store as a start does; tests may not rebuild files themselves. */
async function start(path: string): Promise<void> {
  const { href } = new URL("../../lib/runtime/store.ts", import.meta.url);
  const options =
    "{now:Date.now,newId:()=>'x',random:Math.random,after:()=>()=>{}}";
  const code = `import{openStore}from"${href}";` +
    `await(await openStore(${JSON.stringify(path)},${options})).close();`;
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-check", code],
    cwd: new URL("../../", import.meta.url),
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

/** A store on disk that sent one message, and the keys it was sealed with. */
async function written(path: string) {
  const kv = await Deno.openKv(path);
  const town = await openTown({ kv });
  const { world, structureId } = town;
  await town.send({ text: TEXT, recipients: [NUMBER] });
  await town.engine.runDue();
  const key = (await world.store.get(keys.dataKey(structureId, "2026-12-01")))!;
  return { kv, world, wrapped: [key.texts!, key.numbers!] };
}

Deno.test("a destroyed key is nowhere in the raw file at the next start", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/store.sqlite3`;
  const { kv, world, wrapped } = await written(path);
  const before = await rawFiles(path);
  for (const one of wrapped) assert(before.includes(one), "it was there");
  world.advance(92 * DAY_MS);
  const run = await retain(world.ports);
  assertEquals([run!.texts, run!.numbers], [1, 1]);
  await world.store.close();
  kv.close();

  await markForScrub(path);
  await start(path);

  const after = await rawFiles(path);
  for (const one of [...wrapped, NUMBER.slice(1), TEXT]) {
    assertEquals(after.includes(one), false);
  }
  assert(after.includes("idelibre"), "the rest is still there");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a backup holds no destroyed key, even of a store not scrubbed", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/store.sqlite3`;
  const { kv, world, wrapped } = await written(path);
  world.advance(92 * DAY_MS);
  await retain(world.ports);
  const target = `${folder}/backup`;
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "scripts/backup.ts", target],
    env: { LSMESSAGE_KV: path },
    stdout: "null",
  }).output();
  assertEquals(success, true);
  const copy = await rawFiles(target);
  for (const one of wrapped) assertEquals(copy.includes(one), false);
  assert(copy.includes("idelibre"));
  await world.store.close();
  kv.close();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("scrubIfMarked() rebuilds once it was asked to", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/store.sqlite3`;
  (await Deno.openKv(path)).close();
  await markForScrub(path);
  await start(path);
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  assertEquals(names.filter((name) => name.endsWith(".scrub")), []);
  await Deno.remove(folder, { recursive: true });
});
