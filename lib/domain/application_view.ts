/**
 * Applications as the API tells them.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type {
  Application,
  ApplicationWithKey,
  StoredApplication,
} from "../schema/application.ts";
import { instant } from "../schema/common.ts";

/** Applications with when each was last used. */
export async function applicationViews(
  ports: Ports,
  stored: readonly StoredApplication[],
): Promise<Application[]> {
  const uses = await ports.store.getMany(
    stored.map(({ id }) => keys.keyUse(id)),
  );
  return stored.map((one, i) => applicationView(one, uses[i]?.atMs ?? null));
}

/** An application with its new key. */
export function withKey(
  stored: StoredApplication,
  apiKey: string,
): ApplicationWithKey {
  return { ...applicationView(stored, null), apiKey };
}

/** One application, last used at an instant. */
export function applicationView(
  stored: StoredApplication,
  usedMs: number | null,
): Application {
  const { id, structureId, name, mode, scopes, dailyCap } = stored;
  const { perMinute, perDay, allowedAddresses, keyDays } = stored;
  const keyExpiresAtMs = stored.keyExpiresAtMs ?? null;
  return {
    id,
    structureId,
    name,
    mode,
    scopes,
    dailyCap,
    perMinute: perMinute ?? null,
    perDay: perDay ?? null,
    allowedAddresses: allowedAddresses ?? [],
    keyDays: keyDays ?? null,
    keyExpiresAt: keyExpiresAtMs === null ? null : instant(keyExpiresAtMs),
    lastUsedAt: usedMs === null ? null : instant(usedMs),
    createdAt: instant(stored.createdAtMs),
  };
}
