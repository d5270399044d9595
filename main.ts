/**
 * The entry point, on a machine of one's own and on Deno Deploy.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- what it prints is for the operator
import { ConfigError, readConfig } from "./lib/runtime/config.ts";
import { type Service, startService } from "./lib/runtime/service.ts";
import { StartError } from "./lib/runtime/store.ts";
import { createApp } from "./routes/mod.ts";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

let service: Service | null = null;

// Deploy finds crons where they stand at the top of a module.
Deno.cron("sweep what is due", "* * * * *", () => service?.sweep());

try {
  service = await startService(readConfig(Deno.env.toObject()), createApp);
  greet(service);
  for (const signal of SIGNALS) Deno.addSignalListener(signal, stop);
} catch (error) {
  if (error instanceof ConfigError) {
    for (const line of error.lines) console.error(`lsmessage: ${line}`);
  } else if (error instanceof StartError) {
    console.error(`lsmessage: ${error.message}`);
  } else if (error instanceof Deno.errors.AddrInUse) {
    console.error("lsmessage: PORT: already in use; set PORT to a free one");
  } else if (error instanceof Deno.errors.AddrNotAvailable) {
    console.error("lsmessage: HOST: not an address of this machine");
  } else throw error;
  Deno.exit(1);
}

function greet({ url, setUpLink }: Service): void {
  console.log(`lsmessage: ${url}`);
  if (setUpLink === null) return;
  console.log(
    `lsmessage: create the first administrator (this link works once):\n  ${setUpLink}`,
  );
}

async function stop(): Promise<void> {
  await service?.stop();
  Deno.exit(0);
}
