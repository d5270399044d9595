/**
 * What a key opens: the application it belongs to, from memory where that is
 * fresh, and how often and from where it may call.
 *
 * @module
 */
import { sha256 } from "../crypto/seal.ts";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { StoredApplication } from "../schema/application.ts";
import type { StoredStructure } from "../schema/structure.ts";
import type { ApplicationActor, KeyAccess } from "./actor.ts";
import { addressBytes, isIn, parseRange, type Range } from "./address.ts";
import { apiKeyId, isApiKey } from "./api_key.ts";
import { atHand, remembered } from "./directory.ts";
import { invalidField } from "./field.ts";
import { ratePolicies } from "./rate_limit.ts";
import { sameHash } from "./secret.ts";

const HOUR_MS = 3_600_000;

interface KnownKey {
  readonly hash: string;
  /** The key itself, once it was found to have this hash. */
  token: string | null;
  readonly expiresAtMs: number | null;
  readonly actor: ApplicationActor;
  /** The hour it was last used in, as far as this process knows. */
  usedHour: number;
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
  const known = atHand<KnownKey>(ports, nameOf(id)) ??
    await knownKey(ports, id, token);
  if (known === null || !isTokenOf(known, token)) return null;
  const { expiresAtMs, actor } = known;
  const nowMs = ports.now();
  if (expiresAtMs !== null && nowMs >= expiresAtMs) return null;
  const hour = Math.floor(nowMs / HOUR_MS);
  if (hour > known.usedHour) {
    known.usedHour = hour;
    void noteUse(ports, actor.id, hour * HOUR_MS);
  }
  return actor;
}

/** Hashing is for the first time; then the same key is compared. */
function isTokenOf(known: KnownKey, token: string): boolean {
  if (known.token !== null) return sameHash(known.token, token);
  const isSame = sameHash(known.hash, sha256(token));
  if (isSame) known.token = token;
  return isSame;
}

function nameOf(id: string): string {
  return `apiKey:${id}`;
}

/** Thrown so that keys nobody has take no room in memory. */
class UnknownKey extends Error {}

async function knownKey(
  ports: Ports,
  id: string,
  token: string,
): Promise<KnownKey | null> {
  try {
    return await remembered(ports, nameOf(id), () => {
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
  const structure = await ports.store.get(keys.structure(key.structureId));
  if (stored === null || structure === null) throw new UnknownKey();
  const used = await ports.store.get(keys.keyUse(stored.id));
  const access = accessOf(stored, structure);
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
      ...(access === null ? {} : { access }),
    },
    usedHour: Math.floor((used?.atMs ?? 0) / HOUR_MS),
  };
}

/** Null where nothing limits the key. */
function accessOf(
  application: StoredApplication,
  { id, limits }: StoredStructure,
): KeyAccess | null {
  const policies = ratePolicies(application, { id, ...limits });
  const ranges = (application.allowedAddresses ?? []).map(parseRange)
    .filter((range): range is Range => range !== null);
  return policies.length + ranges.length === 0 ? null : { policies, ranges };
}

/** Whether a key may be used from an address. */
export function isAllowedFrom(
  { ranges }: KeyAccess,
  address: string | null,
): boolean {
  if (ranges.length === 0) return true;
  const bytes = address === null ? null : addressBytes(address);
  return bytes !== null && ranges.some((range) => isIn(bytes, range));
}

/** @throws {Problem} `invalid_request` for what is neither address nor network */
export function usableRanges(texts: readonly string[]): string[] {
  texts.forEach((text, index) => {
    if (parseRange(text) !== null) return;
    throw invalidField(`/allowedAddresses/${index}`, {
      fr: "Une adresse IP ou un réseau est attendu, par exemple 192.0.2.0/24.",
      en: "An IP address or a network is expected, e.g. 192.0.2.0/24.",
    });
  });
  return [...new Set(texts)];
}

/** Writes down once an hour that an application's keys are in use. */
async function noteUse(
  ports: Ports,
  applicationId: string,
  atMs: number,
): Promise<void> {
  const key = keys.keyUse(applicationId);
  try {
    await ports.store.transact(key.id, async (tx) => {
      const before = await tx.get(key);
      if ((before?.atMs ?? 0) < atMs) tx.put(key, { atMs });
    });
  } catch (error) {
    ports.report(error, { applicationId });
  }
}
