/**
 * `deno task demo`: the service on a throw-away store with a believable
 * territory in it. Nothing is kept.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- it speaks to the terminal
import { readConfig } from "../lib/runtime/config.ts";
import { openWorld } from "../lib/runtime/ports.ts";
import { startService } from "../lib/runtime/service.ts";
import { createApp } from "../routes/mod.ts";
import {
  ADMINISTRATOR,
  type Clock,
  HISTORY_MS,
  tellTerritory,
} from "./territory.ts";

const folder = await Deno.makeTempDir({ prefix: "lsmessage-demo-" });
const config = readConfig({
  ...Deno.env.toObject(),
  LSMESSAGE_KV: `${folder}/lsmessage.sqlite3`,
});

console.log("lsmessage: telling 90 days of a territory …");
const MORNING_MS = 6 * 3_600_000;
const today = new Date().setUTCHours(0, 0, 0, 0);
const clock: Clock = { nowMs: today - HISTORY_MS + MORNING_MS };
const past = await openWorld(config, () => clock.nowMs++);
await tellTerritory(past.ports, clock, {
  untilMs: Date.now(),
  say: (line) => console.log(`  ${line}`),
});
await past.close();

const service = await startService(config, createApp);
console.log(`lsmessage: ${service.url}`);
console.log(`  sign in as ${ADMINISTRATOR.email}`);
console.log(`  password   ${ADMINISTRATOR.password}`);

async function stop(): Promise<void> {
  await service.stop();
  await Deno.remove(folder, { recursive: true });
  Deno.exit(0);
}
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, stop);
}
