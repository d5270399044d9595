/**
 * Styles, scripts and pictures, from our own origin. Their addresses hold a
 * hash of their content, so that browsers keep them for good.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { type Context, Hono } from "hono";

/** A file the pages use. */
export interface Asset {
  /** How pages name it, e.g. `style.css`. */
  readonly name: string;
  /** Where it is served, e.g. `/static/style-3f9c1d20.css`. */
  readonly path: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The same, compressed with brotli, where that is shorter. */
  readonly brotli: Uint8Array<ArrayBuffer> | null;
}

/** Scripts that start first and bring every island to life. */
const SHARED = ["boot.js", "preact.js", "language.js"];
/** How a bundled script names another that it cannot do without. */
const STATIC_IMPORT = /(?:\bfrom|\bimport)\s*"\.\/([^"]+)"/g;

/** The files by name. */
export class Assets {
  readonly #byName: ReadonlyMap<string, Asset>;
  readonly #byPath: ReadonlyMap<string, Asset>;

  constructor(assets: readonly Asset[]) {
    this.#byName = new Map(assets.map((asset) => [asset.name, asset]));
    this.#byPath = new Map(assets.map((asset) => [asset.path, asset]));
  }

  /** Where the named file is served. */
  path(name: string): string {
    return this.#byName.get(name)?.path ?? `/static/${name}`;
  }

  /** Scripts that islands need, to be fetched while the page is read. */
  scriptsOf(islands: readonly string[]): string[] {
    if (islands.length === 0) return [];
    const wanted = [...SHARED, ...islands.map((island) => `${island}.js`)];
    const paths = new Set<string>();
    const add = (asset: Asset | undefined) => {
      if (asset === undefined || paths.has(asset.path)) return;
      paths.add(asset.path);
      const script = new TextDecoder().decode(asset.bytes);
      for (const [, file] of script.matchAll(STATIC_IMPORT)) {
        add(this.#byPath.get(`/static/${file}`));
      }
    };
    for (const name of wanted) add(this.#byName.get(name));
    return [...paths];
  }

  at(path: string): Asset | null {
    return this.#byPath.get(path) ?? null;
  }
}

const FOREVER = "public, max-age=31536000, immutable";
const DAY = "public, max-age=86400";
/** Browsers ask for it again at each visit, and find a new one at once. */
const ALWAYS = "no-cache";

/** Serves the files; without a worker, the one that says goodbye. */
export function assetRoutes(
  assets: Assets,
  { worker = true }: { worker?: boolean } = {},
): Hono {
  const app = new Hono();
  const serve = (c: Context, path: string, cacheControl: string) => {
    const asset = assets.at(path);
    if (asset === null) return c.notFound();
    const etag = `"${hashOf(asset)}"`;
    const headers = {
      "cache-control": cacheControl,
      "content-type": asset.type,
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
      etag,
      vary: "accept-encoding",
    };
    if (c.req.header("if-none-match") === etag) {
      return c.body(null, 304, headers);
    }
    const accepts = c.req.header("accept-encoding") ?? "";
    return asset.brotli !== null && /\bbr\b/.test(accepts)
      ? c.body(asset.brotli, 200, { ...headers, "content-encoding": "br" })
      : c.body(asset.bytes, 200, headers);
  };
  app.get("/static/*", (c) => serve(c, c.req.path, FOREVER));
  app.get("/icons/*", (c) => serve(c, c.req.path, DAY));
  app.get("/screenshots/*", (c) => serve(c, c.req.path, DAY));
  app.get("/sw.js", (c) => serve(c, worker ? "/sw.js" : "/goodbye.js", ALWAYS));
  return app;
}

const hashes = new WeakMap<Asset, string>();

function hashOf(asset: Asset): string {
  let hash = hashes.get(asset);
  if (hash === undefined) {
    hash = createHash("sha256").update(asset.bytes).digest("hex").slice(0, 16);
    hashes.set(asset, hash);
  }
  return hash;
}
