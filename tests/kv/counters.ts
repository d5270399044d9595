/**
 * A small key space to try the store on: counters, lines that counters guard,
 * and notes that guard themselves.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { keyOf, kind } from "../../lib/kv/kind.ts";
import { EMBEDDED_ENVELOPE, type Envelope } from "../../lib/kv/records.ts";
import { Store } from "../../lib/kv/store.ts";
import type { Tx } from "../../lib/kv/tx.ts";
import { timeOrderedIds } from "../../lib/kv/ids.ts";
import { EPOCH, seeded } from "../support.ts";

export const COUNTER = kind("counter", z.int(), { cached: true });
export const LINE = kind("line", z.string(), { guard: "owner" });
export const NOTE = kind("note", z.string());

export const counter = (id: string) => keyOf(COUNTER, id);
export const line = (id: string, at: number | string) => keyOf(LINE, id, at);
export const note = (id: string) => keyOf(NOTE, id);

/** What a store for a test may differ in. */
export interface StoreSettings {
  envelope?: Envelope;
  /** Stores on one database need different ones. */
  seed?: number;
  /** How long it waits where the service would wait for so long. */
  wait?: (ms: number) => number;
  reports?: unknown[];
}

export function storeOn(kv: Deno.Kv, settings: StoreSettings = {}): Store {
  const { envelope = EMBEDDED_ENVELOPE, seed = 1 } = settings;
  const random = seeded(seed);
  const now = () => EPOCH;
  const nextId = timeOrderedIds(
    now,
    (length) => Uint8Array.from({ length }, () => random() * 256),
  );
  return new Store(kv, {
    envelope,
    now,
    newId: (prefix) => `${prefix}_${nextId()}`,
    random,
    after: (ms, run) => {
      const timer = setTimeout(run, settings.wait?.(ms) ?? ms);
      return () => clearTimeout(timer);
    },
    report: (error) => void settings.reports?.push(error),
  });
}

/** A body that counts one more, and gives the new count. */
export function increment(id: string) {
  return async (tx: Tx): Promise<number> => {
    const count = (await tx.get(counter(id)) ?? 0) + 1;
    tx.put(counter(id), count);
    return count;
  };
}

export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
