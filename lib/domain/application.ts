/**
 * Coupled applications and their keys. A key is shown once and stored as a
 * hash; see `api_key.ts` for what it looks like.
 *
 * @module
 */
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
import type { Actor } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import { newApiKey } from "./api_key.ts";
import { applicationViews, withKey } from "./application_view.ts";
import { type Call, once } from "./call.ts";
import { authorised, lookUp } from "./directory.ts";
import { usableRanges } from "./key_access.ts";
import { createKey, deleteKeys, endKey, keyEndMs } from "./key_record.ts";
import { fromCursor, ID, type Page, pageOf, type PageRequest } from "./page.ts";

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
    perMinute: input.perMinute ?? null,
    perDay: input.perDay ?? null,
    allowedAddresses: usableRanges(input.allowedAddresses ?? []),
    keyDays: input.keyDays ?? null,
    keyExpiresAtMs: keyEndMs(input.keyDays ?? null, ports.now()),
    keyIds: [key.id],
    createdAtMs: ports.now(),
  };
  return await once(ports, call, {
    lane: stored.id,
    body: async (tx) => {
      tx.create(keys.application(stored.id), stored);
      tx.put(keys.applicationOf(structureId, stored.id), stored.id);
      createKey(tx, stored, key, ports.now());
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
  const items = await applicationViews(
    ports,
    found.filter((stored) => stored !== null),
  );
  return { items, nextCursor: page.nextCursor };
}

/** @throws {Problem} `not_found`, `forbidden` */
export async function getApplication(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<Application> {
  const stored = await managedApplication(ports, actor, id);
  const [view] = await applicationViews(ports, [stored]);
  return view!;
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
  await managedApplication(ports, call.actor, id);
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
  const { mode } = await managedApplication(ports, call.actor, id);
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
      const keyExpiresAtMs = keyEndMs(before.keyDays ?? null, ports.now());
      const after = { ...before, keyExpiresAtMs, keyIds: [key.id, ...kept] };
      tx.put(keys.application(id), after);
      createKey(tx, after, key, ports.now());
      await recordAudit(tx, ports, {
        ...aboutApplication(call, after),
        action: "key.rotate",
        detail: { name: after.name, graceHours },
      });
      return withKey(after, key.token);
    },
  });
}

/** @throws {Problem} `not_found`, `forbidden` */
export async function managedApplication(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<StoredApplication> {
  const stored = await lookUp(ports, keys.application(id));
  if (stored === null) throw new Problem("not_found");
  await authorised(ports, actor, "application:manage", stored.structureId);
  return stored;
}

/** What the journal says of an application first. */
export function aboutApplication(
  call: Call,
  { id, structureId }: StoredApplication,
): { call: Call; structureId: string; target: string } {
  return { call, structureId, target: id };
}

/** @throws {Problem} `not_found` */
export async function readApplication(
  tx: Tx,
  id: string,
): Promise<StoredApplication> {
  const stored = await tx.get(keys.application(id));
  if (stored === null) throw new Problem("not_found");
  return stored;
}
