/**
 * Styles, scripts and pictures, from our own origin. Their addresses hold a
 * hash of their content, so that browsers keep them for good.
 *
 * @module
 */
import { Hono } from "hono";

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

/** Scripts that every island needs. */
const SHARED = /^(?:chunk-\w+|preact)\.js$/;

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

  /** Scripts an island needs, to be fetched while the page is read. */
  scriptsOf(island: string): string[] {
    return [...this.#byName.values()]
      .filter(({ name }) => name === `${island}.js` || SHARED.test(name))
      .map(({ path }) => path);
  }

  at(path: string): Asset | null {
    return this.#byPath.get(path) ?? null;
  }
}

const FOREVER = "public, max-age=31536000, immutable";

/** Serves the files under `/static`. */
export function assetRoutes(assets: Assets): Hono {
  const app = new Hono();
  app.get("/static/*", (c) => {
    const asset = assets.at(c.req.path);
    if (asset === null) return c.notFound();
    const etag = `"${asset.path.split("/").at(-1)}"`;
    const headers = {
      "cache-control": FOREVER,
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
  });
  return app;
}
