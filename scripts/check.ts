// deno-lint-ignore-file no-console -- it speaks to the terminal
/**
 * Checks format, lint and types; all three run, whatever the first ones say.
 *
 * @module
 */
import { prepareDeno, runDeno } from "./jsr.ts";

/** Where the project's TypeScript is. */
const SOURCES = [
  "main.ts",
  "lib",
  "routes",
  "islands",
  "tests",
  "bench",
  "scripts",
];

const flags = await prepareDeno();
const CHECKS = {
  format: ["fmt", "--check"],
  lint: ["lint"],
  types: ["check", ...flags, ...SOURCES],
};

let failed = 0;
for (const [name, args] of Object.entries(CHECKS)) {
  const { success } = await runDeno(args);
  console.log(`${name}: ${success ? "passed" : "FAILED"}`);
  if (!success) failed++;
}
console.log(`${Object.keys(CHECKS).length - failed} passed, ${failed} failed`);
if (failed > 0) Deno.exit(1);
