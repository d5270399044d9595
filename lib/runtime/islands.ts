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
  const entryName = entry.pathname.split("/").at(-1)!.replace(/\.tsx?$/, ".js");
  const files = await bundle(entry, { outputDir: "/", codeSplitting: true });
  return files.map(({ path, contents }) => {
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

/**
 * Bundles a service worker into one script.
 *
 * @throws {Error} with what the bundler says is wrong
 */
export async function bundleWorker(entry: URL): Promise<string> {
  const files = await bundle(entry, { outputDir: "/", codeSplitting: false });
  return new TextDecoder().decode(files[0]!.contents);
}

async function bundle(
  entry: URL,
  options: Pick<Deno.bundle.Options, "outputDir" | "codeSplitting">,
): Promise<Deno.bundle.OutputFile[]> {
  const result = await Deno.bundle({
    entrypoints: [fileURLToPath(entry)],
    platform: "browser",
    format: "esm",
    minify: true,
    write: false,
    ...options,
  });
  if (!result.success) {
    const words = result.errors.map(({ text }) => text).join("\n");
    throw new Error(`Cannot bundle the islands: ${words}`);
  }
  return result.outputFiles ?? [];
}
