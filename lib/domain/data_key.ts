/**
 * Data keys: one pair a structure and day, wrapped by the master key. What is
 * older than its retention is made unreadable by destroying its key.
 *
 * The day is the one the SMS is to leave on, so that a message scheduled for
 * next year keeps its text until then. Keys in memory are forgotten when this
 * process destroys one, and after a minute in any case: another instance may
 * have.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type { DataKey } from "../crypto/seal.ts";
import { keys, KINDS, type StoredDataKey } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";

const KEY_BYTES = 32;
const CACHE_MAX = 20_000;

const CACHE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Keys in memory, and since when. */
interface Cache {
  readonly keys: Map<string, Promise<DataKey>>;
  sinceMs: number;
}

const caches = new WeakMap<object, Cache>();

let period = { day: NaN, name: "" };

/** The day an instant is sealed under, e.g. `2026-11-24` (UTC). */
export function sealingPeriod(atMs: number): string {
  const day = Math.floor(atMs / DAY_MS);
  if (day !== period.day) {
    period = { day, name: new Date(atMs).toISOString().slice(0, 10) };
  }
  return period.name;
}

/**
 * The instant a period is over; null for a key that has no period. A key that
 * replaced another of its day is named after it: `2026-11-24~1`.
 */
export function periodEndMs(period: string): number | null {
  if (!/^\d{4}-\d\d-\d\d(~\d+)?$/.test(period)) return null;
  return Date.parse(`${period.slice(0, 10)}T00:00:00Z`) + DAY_MS;
}

/** The structure's key for the period, made if there is none yet. */
export function dataKey(
  ports: Ports,
  structureId: string,
  period: string,
): Promise<DataKey> {
  const cache = cacheOf(ports);
  const id = `${structureId}/${period}`;
  let loading = cache.get(id);
  if (loading === undefined) {
    if (cache.size >= CACHE_MAX) cache.clear();
    loading = load(ports, structureId, period);
    cache.set(id, loading);
    loading.catch(() => cache.delete(id));
  }
  return loading;
}

/** The structure's key for the period as it is: null halves where it is gone. */
export async function existingKey(
  ports: Ports,
  structureId: string,
  period: string,
): Promise<DataKey> {
  const cached = cacheOf(ports).get(`${structureId}/${period}`);
  if (cached !== undefined) return await cached;
  const stored = await ports.store.get(keys.dataKey(structureId, period));
  return stored === null
    ? { id: period, numbers: null, texts: null }
    : await dataKey(ports, structureId, period);
}

/** Periods of which the structure still has a key, the newest first. */
export async function livePeriods(
  ports: Ports,
  structureId: string,
): Promise<string[]> {
  const found = ports.store.list(KINDS.dataKey, { under: [structureId] });
  const periods = await Array.fromAsync(found, ({ value }) => value.id);
  return periods.filter((id) => periodEndMs(id) !== null).reverse();
}

/** The structure's key for finding numbers: it does not change with time. */
export async function indexKey(
  ports: Ports,
  structureId: string,
): Promise<Uint8Array> {
  const key = await dataKey(ports, structureId, "index");
  if (key.numbers === null) throw new Error("index key destroyed");
  return key.numbers;
}

function cacheOf(ports: Ports): Cache["keys"] {
  const nowMs = ports.now();
  let cache = caches.get(ports.store);
  if (cache === undefined) {
    const made = cache = { keys: new Map(), sinceMs: nowMs };
    caches.set(ports.store, made);
    ports.store.onCommit((writes) => {
      for (const { key, value } of writes) {
        if (key.kind.name !== "dataKey") continue;
        const { numbers, texts } = value as StoredDataKey ?? {};
        if (!numbers || !texts) {
          made.keys.delete(key.parts.slice(1).join("/"));
        }
      }
    });
  }
  if (nowMs - cache.sinceMs >= CACHE_MS) {
    cache.keys.clear();
    cache.sinceMs = nowMs;
  }
  return cache.keys;
}

async function load(
  ports: Ports,
  structureId: string,
  period: string,
): Promise<DataKey> {
  const key = keys.dataKey(structureId, period);
  const stored = await ports.store.get(key) ?? await create();
  const open = (wrapped: string | null, what: string) =>
    wrapped === null
      ? null
      : Buffer.from(ports.vault.unseal(wrapped, `${key.id}/${what}`), "base64");
  return {
    id: period,
    numbers: open(stored.numbers, "numbers"),
    texts: open(stored.texts, "texts"),
  };

  function create(): Promise<StoredDataKey> {
    const fresh = (what: string) => {
      const bytes = Buffer.from(ports.randomBytes(KEY_BYTES));
      return ports.vault.seal(bytes.toString("base64"), `${key.id}/${what}`);
    };
    const made: StoredDataKey = {
      id: period,
      master: ports.vault.activeId,
      numbers: fresh("numbers"),
      texts: fresh("texts"),
    };
    return ports.store.transact(`dataKey:${structureId}`, async (tx) => {
      const there = await tx.get(key);
      if (there !== null) return there;
      tx.put(key, made);
      return made;
    });
  }
}
