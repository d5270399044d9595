/**
 * Pages of lists: opaque cursors, and where a list goes on.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { Problem } from "../problem.ts";

/** One page of a list. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** Which part of a list is wanted. */
export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** How many a page has unless told otherwise. */
export const LIMIT_DEFAULT = 50;

/** A place in a list as callers carry it. */
export function toCursor(place: string): string {
  return Buffer.from(place).toString("base64url");
}

/**
 * The place a cursor stands for, or null without one.
 *
 * @throws {Problem} `invalid_cursor` where `pattern` does not know the place
 */
export function fromCursor(
  cursor: string | undefined,
  pattern: RegExp,
): string | null {
  if (cursor === undefined) return null;
  const place = Buffer.from(cursor, "base64url").toString();
  if (toCursor(place) !== cursor || !pattern.test(place)) {
    throw new Problem("invalid_cursor");
  }
  return place;
}

/**
 * A page of `found`, which holds one item more than `limit` when the list goes
 * on; `placeOf` names the last item given.
 */
export function pageOf<T>(
  found: readonly T[],
  limit: number,
  placeOf: (last: T) => string,
): Page<T> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const goesOn = found.length > limit && last !== undefined;
  return { items, nextCursor: goesOn ? toCursor(placeOf(last)) : null };
}

/** A page of a list that is in memory, sorted by id. */
export function pageById<T extends { readonly id: string }>(
  all: readonly T[],
  { limit, cursor }: PageRequest,
): Page<T> {
  const after = fromCursor(cursor, ID) ?? "";
  const found = all.filter(({ id }) => id > after).slice(0, limit + 1);
  return pageOf(found, limit, ({ id }) => id);
}

/** What an id looks like. */
export const ID = /^[a-z]{1,5}_[0-9a-z]{18,22}$/;
