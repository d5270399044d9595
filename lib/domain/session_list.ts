/**
 * A person's open sessions, and ending them.
 *
 * @module
 */
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { SessionPointer } from "../schema/credential.ts";
import type { StoredSession } from "../schema/member.ts";
import { closeSession } from "./session.ts";

/** More than anyone has; the oldest beyond are not shown, but end like others. */
const SESSIONS_MAX = 200;

/** A person's open sessions, the newest first. */
export async function listSessions(
  ports: Ports,
  memberId: string,
): Promise<StoredSession[]> {
  const pointers = await pointersOf(ports, memberId);
  const found = await ports.store.getMany(
    pointers.map(({ hash }) => keys.session(hash)),
  );
  return found.filter((session) => session !== null);
}

/**
 * Ends one of a person's sessions; it is refused from this commit on.
 *
 * @throws {Problem} `not_found` when it is over, or somebody else's
 */
export async function revokeSession(
  ports: Ports,
  memberId: string,
  id: string,
): Promise<void> {
  const pointers = await Array.fromAsync(
    ports.store.list(KINDS.sessionOf, {
      start: [memberId, id],
      end: [memberId, `${id}\0`],
    }),
  );
  const hash = pointers[0]?.value.hash;
  if (hash === undefined) throw new Problem("not_found");
  await closeSession(ports, hash);
}

/** Ends all sessions of a person, but the one with the id `keptId`. */
export async function revokeSessions(
  ports: Ports,
  memberId: string,
  keptId: string | null = null,
): Promise<void> {
  for (const { hash, id } of await pointersOf(ports, memberId)) {
    if (id === keptId) continue;
    await closeSession(ports, hash);
  }
}

async function pointersOf(
  ports: Ports,
  memberId: string,
): Promise<(SessionPointer & { id: string })[]> {
  const entries = ports.store.list(KINDS.sessionOf, { under: [memberId] }, {
    reverse: true,
    limit: SESSIONS_MAX,
  });
  const found = await Array.fromAsync(
    entries,
    ({ parts, value }) => ({ ...value, id: String(parts[1]) }),
  );
  const nowMs = ports.now();
  return found.filter(({ expiresAtMs }) => expiresAtMs > nowMs);
}
