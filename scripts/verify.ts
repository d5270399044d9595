/**
 * `deno task verify`: replays every ledger and checks the invariants of the
 * contract on the store this environment names. Exit 1 with a list when one is
 * broken. An embedded store must not be in use.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- it speaks to the terminal
import { brokenJournals } from "../lib/domain/audit_log.ts";
import { verifyAccounts } from "../lib/domain/verification.ts";
import { ConfigError, readConfig } from "../lib/runtime/config.ts";
import { openWorld } from "../lib/runtime/ports.ts";
import { StartError } from "../lib/runtime/store.ts";

try {
  const world = await openWorld(readConfig(Deno.env.toObject()));
  const found = await verifyAccounts(world.ports);
  const journals = await brokenJournals(world.ports);
  await world.close();
  const broken = [...found.broken, ...journals.broken];
  for (const line of broken) console.error(`broken: ${line}`);
  console.log(
    `${found.structures} structures, ${found.entries} ledger entries, ${found.messages} messages, ${found.expired} SMS expired, ${journals.lines} lines in ${journals.journals} journals: ${
      broken.length === 0 ? "every invariant holds" : `${broken.length} broken`
    }`,
  );
  Deno.exit(broken.length === 0 ? 0 : 1);
} catch (error) {
  if (error instanceof ConfigError || error instanceof StartError) {
    console.error(`lsmessage: ${error.message}`);
    Deno.exit(1);
  }
  throw error;
}
