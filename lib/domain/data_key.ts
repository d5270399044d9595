/**
 * Data keys: one pair a structure and month, wrapped by the master key. What
 * is older than its retention is made unreadable by destroying its key.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type { DataKey } from "../crypto/seal.ts";
import { keys, type StoredDataKey } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";

const KEY_BYTES = 32;
const CACHE_MAX = 20_000;

const caches = new WeakMap<object, Map<string, Promise<DataKey>>>();

let period = { day: NaN, name: "" };

/** The month an instant is sealed under, e.g. `2026-11` (UTC). */
export function sealingPeriod(atMs: number): string {
  const day = Math.floor(atMs / 86_400_000);
  if (day !== period.day) {
    period = { day, name: new Date(atMs).toISOString().slice(0, 7) };
  }
  return period.name;
}

/** The structure's key for the period, made if there is none yet. */
export function dataKey(
  ports: Ports,
  structureId: string,
  period: string,
): Promise<DataKey> {
  let cache = caches.get(ports.store);
  if (cache === undefined) caches.set(ports.store, cache = new Map());
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

/** The structure's key for finding numbers: it does not change with time. */
export async function indexKey(
  ports: Ports,
  structureId: string,
): Promise<Uint8Array> {
  const key = await dataKey(ports, structureId, "index");
  if (key.numbers === null) throw new Error("index key destroyed");
  return key.numbers;
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
