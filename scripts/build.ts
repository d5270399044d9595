// deno-lint-ignore-file no-console -- it speaks to the terminal
/**
 * Makes what browsers are served, ahead of the start: `deno task build`.
 *
 * @module
 */
import { writeAssets } from "../lib/runtime/assets.ts";
import { fetchScalar } from "../lib/runtime/scalar.ts";

const assets = await writeAssets();
for (const { path, bytes, brotli } of assets) {
  const size = (brotli ?? bytes).length;
  console.log(`${path.padEnd(40)} ${(size / 1024).toFixed(1)} KiB`);
}
// Without network the reference is the text that needs nothing.
await fetchScalar().catch((error) => console.log(String(error)));
