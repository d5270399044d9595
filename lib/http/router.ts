/**
 * The API's router: a path without parameters is found in one look, whatever
 * else is served; the others are left to Hono's own.
 *
 * @module
 */
import type { Result, Router } from "hono/router";
import { TrieRouter } from "hono/router/trie-router";

/** Of the paths that match, one without parameters comes first. */
export class PlainPathRouter<T> implements Router<T> {
  readonly name = "PlainPathRouter";
  readonly #plain = new Map<string, Result<T>>();
  readonly #others = new TrieRouter<T>();
  #hasMiddleware = false;

  add(method: string, path: string, handler: T): void {
    this.#others.add(method, path, handler);
    if (path.includes("*") || method === "ALL") this.#hasMiddleware = true;
    if (/[*:]/.test(path)) return;
    const key = `${method} ${path}`;
    if (!this.#plain.has(key)) this.#plain.set(key, [[[handler, {}]]]);
  }

  match(method: string, path: string): Result<T> {
    const plain = this.#hasMiddleware
      ? undefined
      : this.#plain.get(`${method} ${path}`);
    return plain ?? this.#others.match(method, path);
  }
}
