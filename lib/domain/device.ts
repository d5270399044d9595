/**
 * The devices a person is told on by web push: kept by a tap, forgotten by a
 * tap, or when their push service says that they are gone.
 *
 * @module
 */
import { sha256 } from "../crypto/seal.ts";
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { instant } from "../schema/common.ts";
import {
  type Device,
  DEVICES_MAX,
  type NewDevice,
  type StoredDevice,
  type Topic,
  TOPICS_DEFAULT,
} from "../schema/push.ts";
import type { Actor, MemberActor } from "./actor.ts";
import { assertReachable } from "./outbound.ts";
import { assertOwnEyes } from "./viewing.ts";

const AGENT_MAX = 120;

/** Where a device is reached. */
export interface Reach {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

/**
 * Keeps the browser of a signed-in person. One that was somebody else's, or
 * was kept before, is this person's from now on.
 *
 * @throws {Problem} `forbidden` for keys, `invalid_request`, `conflict`
 */
export async function addDevice(
  ports: Ports,
  actor: Actor,
  { endpoint, keys: { p256dh, auth }, language, agent }: NewDevice & {
    language: "fr" | "en";
    agent: string;
  },
): Promise<Device> {
  const { id: memberId } = person(ports, actor);
  assertReachable(ports, endpoint, "/endpoint");
  const hash = sha256(endpoint);
  const known = await listDevices(ports, actor);
  const id = ports.newId("dev");
  const key = keys.device(memberId, id);
  const reach: Reach = { endpoint, p256dh, auth };
  const stored: StoredDevice = {
    id,
    memberId,
    sealed: ports.vault.seal(JSON.stringify(reach), key.id),
    hash,
    language,
    agent: agent.slice(0, AGENT_MAX),
    createdAtMs: ports.now(),
  };
  return await ports.store.transact(`device:${hash}`, async (tx) => {
    const pointer = keys.deviceByEndpoint(hash);
    const before = await tx.get(pointer);
    const isOwn = before?.startsWith(`${memberId}/`);
    if (known.length >= DEVICES_MAX && !isOwn) throw tooMany();
    if (before !== null && await tx.get(keyOf(before)) !== null) {
      tx.delete(keyOf(before));
    }
    tx.create(key, stored);
    tx.put(pointer, `${memberId}/${id}`);
    return deviceView(stored);
  });
}

/** Forgets one of a person's devices. @throws {Problem} `not_found` */
export async function removeDevice(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<null> {
  if (!await forgetDevice(ports, `${person(ports, actor).id}/${id}`)) {
    throw new Problem("not_found");
  }
  return null;
}

/** Forgets a device by its reference; false where it is gone already. */
export async function forgetDevice(
  ports: Ports,
  reference: string,
): Promise<boolean> {
  const key = keyOf(reference);
  return await ports.store.transact(key.id, async (tx) => {
    const device = await tx.get(key);
    if (device === null) return false;
    const pointer = keys.deviceByEndpoint(device.hash);
    if (await tx.get(pointer) === reference) tx.delete(pointer);
    tx.delete(key);
    return true;
  });
}

/** The devices of a signed-in person, the oldest first. */
export async function listDevices(
  ports: Ports,
  actor: Actor,
): Promise<Device[]> {
  return (await devicesOf(ports, person(ports, actor).id)).map(deviceView);
}

/** References of the devices of those among `members` who want a topic. */
export async function devicesFor(
  ports: Ports,
  members: readonly { readonly id: string }[],
  topic: Topic,
): Promise<string[]> {
  const found: string[] = [];
  for (const { id } of new Map(members.map((one) => [one.id, one])).values()) {
    if (!(await topicsOf(ports, id)).includes(topic)) continue;
    const devices = await devicesOf(ports, id);
    found.push(...devices.map((device) => `${id}/${device.id}`));
  }
  return found;
}

/** A device and where it is reached; null once it is forgotten. */
export async function readDevice(
  ports: Ports,
  reference: string,
): Promise<{ device: StoredDevice; reach: Reach } | null> {
  const key = keyOf(reference);
  const device = await ports.store.get(key);
  if (device === null) return null;
  const reach = JSON.parse(ports.vault.unseal(device.sealed, key.id)) as Reach;
  return { device, reach };
}

/** What a person is told of. */
export async function readTopics(
  ports: Ports,
  actor: Actor,
): Promise<{ topics: Topic[] }> {
  return { topics: [...await topicsOf(ports, person(ports, actor).id)] };
}

/** Sets what a person is told of. */
export async function putTopics(
  ports: Ports,
  actor: Actor,
  topics: readonly Topic[],
): Promise<{ topics: Topic[] }> {
  const key = keys.topics(person(ports, actor).id);
  const wanted = [...new Set(topics)];
  return await ports.store.transact(key.id, async (tx) => {
    await tx.get(key);
    tx.put(key, wanted);
    return { topics: wanted };
  });
}

async function topicsOf(
  ports: Ports,
  memberId: string,
): Promise<readonly Topic[]> {
  return await ports.store.get(keys.topics(memberId)) ?? TOPICS_DEFAULT;
}

async function devicesOf(
  ports: Ports,
  memberId: string,
): Promise<StoredDevice[]> {
  const found = ports.store.list(KINDS.device, { under: [memberId] });
  return await Array.fromAsync(found, ({ value }) => value);
}

function keyOf(reference: string) {
  const [memberId = "", id = ""] = reference.split("/");
  return keys.device(memberId, id);
}

/** @throws {Problem} `forbidden` for who is no person, or looks as one */
function person(ports: Ports, actor: Actor): MemberActor {
  assertOwnEyes(ports, actor);
  if (actor.kind === "member") return actor;
  throw new Problem("forbidden", {
    detail: {
      fr: "Les notifications sont celles d'une personne connectée.",
      en: "Notifications are those of a person who is signed in.",
    },
  });
}

function deviceView({ id, agent, createdAtMs }: StoredDevice): Device {
  return { id, agent, createdAt: instant(createdAtMs) };
}

function tooMany(): Problem {
  return new Problem("conflict", {
    detail: {
      fr: `${DEVICES_MAX} appareils au plus ; retirez-en un d'abord.`,
      en: `At most ${DEVICES_MAX} devices; remove one first.`,
    },
  });
}
