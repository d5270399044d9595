/**
 * `deno task start`: fetches what is missing, then runs the service in a
 * process of its own with the permissions it needs.
 *
 * @module
 */
import { prepareDeno } from "./jsr.ts";

const FLAGS = [
  "--unstable-kv",
  "--unstable-cron",
  "--unstable-bundle",
  "-A",
];

const prepared = await prepareDeno();
const child = new Deno.Command(Deno.execPath(), {
  args: ["run", ...prepared, ...FLAGS, "main.ts", ...Deno.args],
  cwd: new URL("..", import.meta.url),
  stdin: "null",
}).spawn();

// The child hears a Ctrl+C of the terminal by itself; this one waits for it.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, () => {
    try {
      child.kill(signal);
    } catch {
      // It has ended already.
    }
  });
}
const { code } = await child.status;
Deno.exit(code);
