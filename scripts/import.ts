/**
 * `deno task import FILE`: takes in what `GET /structures/{id}/export` gave,
 * into the store this environment names, which must not be in use. Messages
 * that had not left are held back: see /exploitation.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- it speaks to the terminal
import { importStructure } from "../lib/domain/structure_import.ts";
import { ConfigError, readConfig } from "../lib/runtime/config.ts";
import { openWorld } from "../lib/runtime/ports.ts";
import { StartError } from "../lib/runtime/store.ts";

const [path] = Deno.args;
if (path === undefined) {
  console.error("usage: deno task import FILE");
  Deno.exit(1);
}
try {
  const world = await openWorld(readConfig(Deno.env.toObject()));
  const done = await importStructure(world.ports, linesOf(path));
  await world.close();
  console.log(
    `${done.structures} structures, ${done.entries} ledger entries, ${done.messages} messages are imported`,
  );
  if (done.held > 0) {
    console.log(
      `${done.held} batches had not left and are held back: start the service, open /exploitation and let them go or cancel them`,
    );
  }
  console.log("make new keys for the applications: keys are in no export");
} catch (error) {
  if (error instanceof ConfigError || error instanceof StartError) {
    console.error(`lsmessage: ${error.message}`);
  } else {
    console.error(`lsmessage: ${path}: ${(error as Error).message}`);
  }
  Deno.exit(1);
}

async function* linesOf(path: string): AsyncIterable<string> {
  const file = await Deno.open(path);
  let rest = "";
  for await (
    const text of file.readable.pipeThrough(new TextDecoderStream())
  ) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== "") yield rest;
}
