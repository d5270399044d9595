/**
 * The records of keys: made, ended, removed.
 *
 * @module
 */
import { sha256 } from "../crypto/seal.ts";
import { keys, shardOf } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { StoredApplication } from "../schema/application.ts";

const DAY_MS = 86_400_000;

/** How long before a key's end its managers are warned. */
export const WARNING_DAYS = [30, 7] as const;

/** When a key made now ends; null where it does not. */
export function keyEndMs(keyDays: number | null, nowMs: number): number | null {
  return keyDays === null ? null : nowMs + keyDays * DAY_MS;
}

/** Creates a key's record, and the warnings before its end. */
export function createKey(
  tx: Tx,
  { id, structureId, keyExpiresAtMs = null }: StoredApplication,
  key: { id: string; token: string },
  nowMs: number,
): void {
  tx.create(keys.apiKey(key.id), {
    applicationId: id,
    structureId,
    hash: sha256(key.token),
    expiresAtMs: keyExpiresAtMs,
  });
  if (keyExpiresAtMs === null) return;
  for (const days of WARNING_DAYS) {
    const dueMs = keyExpiresAtMs - days * DAY_MS;
    if (dueMs <= nowMs) continue;
    tx.put(keys.due(shardOf(structureId), dueMs, id), {
      kind: "key",
      structureId,
      count: 0,
    });
  }
}

/** Removes keys: they are refused from this commit on. */
export async function deleteKeys(
  tx: Tx,
  ids: readonly string[],
): Promise<void> {
  await tx.getMany(ids.map(keys.apiKey));
  for (const id of ids) tx.delete(keys.apiKey(id));
}

/** Ends a key at an instant, or before where it already does. */
export async function endKey(tx: Tx, id: string, endMs: number): Promise<void> {
  const stored = await tx.get(keys.apiKey(id));
  if (stored === null) return;
  const expiresAtMs = Math.min(stored.expiresAtMs ?? Infinity, endMs);
  tx.put(keys.apiKey(id), { ...stored, expiresAtMs });
}
