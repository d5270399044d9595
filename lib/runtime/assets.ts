/**
 * The files the pages use: islands bundled for browsers, styles in one sheet,
 * pictures. Each is named by a hash of its content.
 *
 * They are made in memory when the service starts, unless `deno task build`
 * made them before from the same sources and put them into `dist/`.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { brotliCompressSync } from "node:zlib";
import { bundleIslands, bundleWorker } from "./islands.ts";

const ROOT = new URL("../../", import.meta.url);
const DIST = new URL("dist/", ROOT);
const MANIFEST = new URL("assets.json", DIST);

/** The order of the parts is the order of the cascade. */
const STYLES = [
  "tokens",
  "base",
  "layout",
  "components",
  "cards",
  "forms",
  "data",
  "charts",
  "pages",
  "people",
  "docs",
  "pwa",
  "modes",
];

/** Folders of pictures that keep their names: the outside refers to them. */
const PICTURES = ["icons", "screenshots"];

/** Where workers are served, and what each is made from. */
const WORKERS = { "sw.js": "worker", "goodbye.js": "goodbye" };

/** Where the sources of scripts and styles are. */
const SOURCES = ["islands/", "lib/runtime/", "lib/schema/", "static/"];

const TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  png: "image/png",
  svg: "image/svg+xml",
};

/** A file the pages use. */
export interface BuiltAsset {
  /** How pages name it, e.g. `style.css`. */
  readonly name: string;
  /** Where it is served, e.g. `/static/style-3f9c1d20.css`. */
  readonly path: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly brotli: Uint8Array<ArrayBuffer> | null;
}

/** What `dist/` holds, and from which sources. */
interface Manifest {
  stamp: string;
  files: { name: string; path: string }[];
}

/** The files as they are now: from `dist/` where it is current, else made. */
export async function loadAssets(): Promise<BuiltAsset[]> {
  const manifest = await readManifest();
  return manifest !== null && manifest.stamp === await sourceStamp()
    ? await Promise.all(manifest.files.map(readBuilt))
    : await buildAssets();
}

/** Makes the files and puts them into `dist/`. */
export async function writeAssets(): Promise<BuiltAsset[]> {
  const assets = await buildAssets();
  await Deno.remove(DIST, { recursive: true }).catch(() => {});
  await Deno.mkdir(DIST, { recursive: true });
  for (const { path, bytes } of assets) {
    await Deno.writeFile(builtAt(path), bytes);
  }
  const manifest: Manifest = {
    stamp: await sourceStamp(),
    files: assets.map(({ name, path }) => ({ name, path })),
  };
  await Deno.writeTextFile(MANIFEST, JSON.stringify(manifest));
  return assets;
}

/** Makes the files in memory. */
export async function buildAssets(): Promise<BuiltAsset[]> {
  const scripts = await bundleIslands(new URL("islands/boot.ts", ROOT));
  const shell = [
    ...scripts.map(({ name, file, bytes }) =>
      file === null
        ? hashed(name, bytes)
        : asset(name, `/static/${file}`, bytes)
    ),
    hashed("style.css", new TextEncoder().encode(await styleSheet())),
  ];
  return [...shell, ...await pictures(), ...await workers(shell)];
}

async function pictures(): Promise<BuiltAsset[]> {
  const folders = PICTURES.map((name) => new URL(`static/${name}/`, ROOT));
  const files = (await Promise.all(folders.map(filesUnder))).flat().sort();
  return await Promise.all(files.map(async (file) => {
    const name = file.slice(`${ROOT.href}static/`.length);
    return asset(name, `/${name}`, await Deno.readFile(new URL(file)));
  }));
}

/** The workers; each knows by its content which files belong to the shell. */
async function workers(shell: readonly BuiltAsset[]): Promise<BuiltAsset[]> {
  const files = shell.map(({ path }) => path).sort();
  const version = hashOf(new TextEncoder().encode(files.join("\n")));
  const known = JSON.stringify(JSON.stringify({ version, files }));
  return await Promise.all(
    Object.entries(WORKERS).map(async ([name, source]) => {
      const entry = new URL(`islands/worker/${source}.ts`, ROOT);
      const script = (await bundleWorker(entry)).replace('"__SHELL__"', known);
      return asset(name, `/${name}`, new TextEncoder().encode(script));
    }),
  );
}

function hashed(name: string, bytes: Uint8Array<ArrayBuffer>): BuiltAsset {
  const path = `/static/${name.replace(/(\.\w+)$/, `-${hashOf(bytes)}$1`)}`;
  return asset(name, path, bytes);
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 10);
}

function asset(
  name: string,
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
): BuiltAsset {
  const brotli = new Uint8Array(brotliCompressSync(bytes));
  return {
    name,
    path,
    type: TYPES[name.split(".").at(-1)!] ?? "application/octet-stream",
    bytes,
    brotli: brotli.length < bytes.length ? brotli : null,
  };
}

async function styleSheet(): Promise<string> {
  const parts = await Promise.all(
    STYLES.map((part) =>
      Deno.readTextFile(new URL(`static/css/${part}.css`, ROOT))
    ),
  );
  return parts.join("\n")
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/ ?([{};]) ?/g, "$1")
    .replaceAll(/([:,]) /g, "$1")
    .replaceAll(";}", "}")
    .trim();
}

async function readManifest(): Promise<Manifest | null> {
  try {
    return JSON.parse(await Deno.readTextFile(MANIFEST));
  } catch {
    return null;
  }
}

async function readBuilt(
  { name, path }: { name: string; path: string },
): Promise<BuiltAsset> {
  return asset(name, path, await Deno.readFile(builtAt(path)));
}

function builtAt(path: string): URL {
  return new URL(path.slice(1).replaceAll("/", "_"), DIST);
}

/** A hash of all that goes into the files. */
async function sourceStamp(): Promise<string> {
  const hash = createHash("sha256");
  for (const folder of SOURCES) {
    for (const path of (await filesUnder(new URL(folder, ROOT))).sort()) {
      hash.update(path.slice(ROOT.href.length));
      hash.update(await Deno.readFile(new URL(path)));
    }
  }
  return hash.digest("hex");
}

async function filesUnder(folder: URL): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) {
      found.push(...await filesUnder(new URL(`${name}/`, folder)));
    } else found.push(new URL(name, folder).href);
  }
  return found;
}
