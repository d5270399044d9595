import { fileURLToPath } from "node:url";

/** A bundled script. */
export interface Script {
  /** How pages name it, e.g. `boot.js`, `Compose.js`. */
  readonly name: string;
  /** Its name as other scripts import it, with a hash; null for the entry. */
  readonly file: string | null;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Bundles an entry and the islands it imports on demand, for browsers.
 *
 * @throws {Error} with what the bundler says is wrong
 */
export async function bundleIslands(entry: URL): Promise<Script[]> {
  const result = await Deno.bundle({
    entrypoints: [fileURLToPath(entry)],
    outputDir: "/",
    platform: "browser",
    format: "esm",
    codeSplitting: true,
    minify: true,
    write: false,
  });
  if (!result.success) {
    const words = result.errors.map(({ text }) => text).join("\n");
    throw new Error(`Cannot bundle the islands: ${words}`);
  }
  const entryName = entry.pathname.split("/").at(-1)!.replace(/\.tsx?$/, ".js");
  return (result.outputFiles ?? []).map(({ path, contents }) => {
    const file = path.split("/").at(-1)!;
    const isEntry = file === entryName;
    return {
      name: isEntry || file.startsWith("chunk-")
        ? file
        : file.replace(/-[A-Z0-9]{8}\.js$/, ".js"),
      file: isEntry ? null : file,
      bytes: contents as Uint8Array<ArrayBuffer>,
    };
  });
}
