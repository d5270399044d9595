/**
 * Coupled applications and their keys. A key is shown once and stored as a
 * hash; see `api_key.ts` for what it looks like.
 *
 * @module
 */
import { sha256 } from "../crypto/seal.ts";
import { keys, KINDS } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import {
  type Application,
  type ApplicationWithKey,
  type NewApplication,
  Scope,
  type StoredApplication,
} from "../schema/application.ts";
import { instant } from "../schema/common.ts";
import type { Actor, ApplicationActor } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import { apiKeyId, isApiKey, newApiKey } from "./api_key.ts";
import { type Call, once } from "./call.ts";
import { authorised, lookUp, remembered } from "./directory.ts";
import { fromCursor, ID, type Page, pageOf, type PageRequest } from "./page.ts";
import { sameHash } from "./secret.ts";

const HOUR_MS = 3_600_000;

/**
 * Declares an application and makes its key; the answer is the only place the
 * key is ever shown.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function createApplication(
  ports: Ports,
  call: Call,
  { structureId, ...input }: NewApplication & { structureId: string },
): Promise<ApplicationWithKey> {
  await authorised(ports, call.actor, "application:manage", structureId);
  const key = newApiKey(ports, input.mode);
  const stored: StoredApplication = {
    id: ports.newId("app"),
    structureId,
    name: input.name,
    mode: input.mode,
    scopes: input.scopes ?? [...Scope.options],
    dailyCap: input.dailyCap ?? null,
    keyIds: [key.id],
    createdAtMs: ports.now(),
  };
  return await once(ports, call, {
    lane: stored.id,
    body: async (tx) => {
      tx.create(keys.application(stored.id), stored);
      tx.put(keys.applicationOf(structureId, stored.id), stored.id);
      createKey(tx, stored, key);
      await recordAudit(tx, ports, {
        ...aboutApplication(call, stored),
        action: "application.create",
        detail: {
          name: stored.name,
          mode: stored.mode,
          scopes: stored.scopes.join(" "),
          dailyCap: stored.dailyCap,
        },
      });
      return withKey(stored, key.token);
    },
  });
}

/** @throws {Problem} `not_found`, `forbidden`, `invalid_cursor` */
export async function listApplications(
  ports: Ports,
  actor: Actor,
  { structureId, limit, cursor }: PageRequest & { structureId: string },
): Promise<Page<Application>> {
  await authorised(ports, actor, "application:manage", structureId);
  const after = fromCursor(cursor, ID);
  const entries = ports.store.list(KINDS.applicationOf, {
    under: [structureId],
    ...(after === null ? {} : { start: [structureId, `${after}\0`] }),
  }, { limit: limit + 1 });
  const ids = await Array.fromAsync(entries, ({ value }) => value);
  const page = pageOf(ids, limit, (id) => id);
  const found = await ports.store.getMany(page.items.map(keys.application));
  const items = found.filter((stored) => stored !== null).map(applicationView);
  return { items, nextCursor: page.nextCursor };
}

/** @throws {Problem} `not_found`, `forbidden` */
export async function getApplication(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<Application> {
  return applicationView(await managed(ports, actor, id));
}

/**
 * Removes an application; its keys are refused from this commit on.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function deleteApplication(
  ports: Ports,
  call: Call,
  id: string,
): Promise<void> {
  await managed(ports, call.actor, id);
  await ports.store.transact(id, async (tx) => {
    const stored = await readApplication(tx, id);
    await deleteKeys(tx, stored.keyIds);
    tx.delete(keys.application(id));
    tx.delete(keys.applicationOf(stored.structureId, id));
    await recordAudit(tx, ports, {
      ...aboutApplication(call, stored),
      action: "application.delete",
      detail: { name: stored.name },
    });
  });
}

/**
 * Makes a new key; the one before stays valid for `graceHours`, any older one
 * is refused at once.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function rotateKey(
  ports: Ports,
  call: Call,
  { id, graceHours }: { id: string; graceHours: number },
): Promise<ApplicationWithKey> {
  const { mode } = await managed(ports, call.actor, id);
  const key = newApiKey(ports, mode);
  const graceEndMs = ports.now() + graceHours * HOUR_MS;
  return await once(ports, call, {
    lane: id,
    body: async (tx) => {
      const before = await readApplication(tx, id);
      const [current, ...older] = before.keyIds;
      const kept = current !== undefined && graceHours > 0 ? [current] : [];
      await deleteKeys(tx, kept.length > 0 ? older : before.keyIds);
      for (const keyId of kept) await endKey(tx, keyId, graceEndMs);
      const after = { ...before, keyIds: [key.id, ...kept] };
      tx.put(keys.application(id), after);
      createKey(tx, after, key);
      await recordAudit(tx, ports, {
        ...aboutApplication(call, after),
        action: "key.rotate",
        detail: { name: after.name, graceHours },
      });
      return withKey(after, key.token);
    },
  });
}

interface KnownKey {
  readonly hash: string;
  /** The key itself, once it was found to have this hash. */
  token: string | null;
  readonly expiresAtMs: number | null;
  readonly actor: ApplicationActor;
}

/**
 * The application a key belongs to; null for a key that is malformed, unknown,
 * revoked or past its time.
 */
export async function authenticateKey(
  ports: Ports,
  token: string,
): Promise<ApplicationActor | null> {
  const id = apiKeyId(token);
  if (id === null) return null;
  const known = await knownKey(ports, id, token);
  if (known === null || !isTokenOf(known, token)) return null;
  const { expiresAtMs, actor } = known;
  return expiresAtMs === null || ports.now() < expiresAtMs ? actor : null;
}

/** Hashing is for the first time; then the same key is compared. */
function isTokenOf(known: KnownKey, token: string): boolean {
  if (known.token !== null) return sameHash(known.token, token);
  const isSame = sameHash(known.hash, sha256(token));
  if (isSame) known.token = token;
  return isSame;
}

/** Thrown so that keys nobody has take no room in memory. */
class UnknownKey extends Error {}

async function knownKey(
  ports: Ports,
  id: string,
  token: string,
): Promise<KnownKey | null> {
  try {
    return await remembered(ports, `apiKey:${id}`, () => {
      // What is in memory was checked before: its hash says the rest.
      if (!isApiKey(token)) throw new UnknownKey();
      return load(ports, id);
    });
  } catch (error) {
    if (error instanceof UnknownKey) return null;
    throw error;
  }
}

async function load(ports: Ports, id: string): Promise<KnownKey> {
  const key = await ports.store.get(keys.apiKey(id));
  if (key === null) throw new UnknownKey();
  const stored = await ports.store.get(keys.application(key.applicationId));
  if (stored === null) throw new UnknownKey();
  return {
    hash: key.hash,
    token: null,
    expiresAtMs: key.expiresAtMs,
    actor: {
      kind: "application",
      id: stored.id,
      name: stored.name,
      structureId: stored.structureId,
      mode: stored.mode,
      scopes: stored.scopes,
      dailyCap: stored.dailyCap,
    },
  };
}

async function managed(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<StoredApplication> {
  const stored = await lookUp(ports, keys.application(id));
  if (stored === null) throw new Problem("not_found");
  await authorised(ports, actor, "application:manage", stored.structureId);
  return stored;
}

function aboutApplication(
  call: Call,
  { id, structureId }: StoredApplication,
): { call: Call; structureId: string; target: string } {
  return { call, structureId, target: id };
}

function createKey(
  tx: Tx,
  { id, structureId }: StoredApplication,
  key: { id: string; token: string },
): void {
  tx.create(keys.apiKey(key.id), {
    applicationId: id,
    structureId,
    hash: sha256(key.token),
    expiresAtMs: null,
  });
}

async function deleteKeys(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.getMany(ids.map(keys.apiKey));
  for (const id of ids) tx.delete(keys.apiKey(id));
}

/** Ends a key at an instant, or before where it already does. */
async function endKey(tx: Tx, id: string, endMs: number): Promise<void> {
  const stored = await tx.get(keys.apiKey(id));
  if (stored === null) return;
  const expiresAtMs = Math.min(stored.expiresAtMs ?? Infinity, endMs);
  tx.put(keys.apiKey(id), { ...stored, expiresAtMs });
}

async function readApplication(
  tx: Tx,
  id: string,
): Promise<StoredApplication> {
  const stored = await tx.get(keys.application(id));
  if (stored === null) throw new Problem("not_found");
  return stored;
}

function applicationView(stored: StoredApplication): Application {
  const { id, structureId, name, mode, scopes, dailyCap } = stored;
  const createdAt = instant(stored.createdAtMs);
  return { id, structureId, name, mode, scopes, dailyCap, createdAt };
}

function withKey(
  stored: StoredApplication,
  apiKey: string,
): ApplicationWithKey {
  return { ...applicationView(stored), apiKey };
}
