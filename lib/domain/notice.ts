/**
 * Notices: something to be told through several channels, each tried until it
 * is told or its time is over. Written in the commit that causes them.
 *
 * @module
 */
import { keys, shardOf } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import type { Channel, StoredChannel, StoredNotice } from "../schema/alert.ts";
import type { StoredMember } from "../schema/member.ts";
import type { Topic } from "../schema/push.ts";
import { devicesFor } from "./device.ts";

/** How long something is worth telling. */
export const WORTH_MS = 24 * 3_600_000;

/** What is told of a request for SMS, and to whom. */
export interface RequestNews {
  readonly what: "asked" | "answered";
  readonly requestId: string;
  readonly structureId: string;
  readonly people: readonly StoredMember[];
}

/** Of what a request's news are told by web push. */
const TOPICS = { asked: "requests", answered: "answers" } as const;

/** A notice about a request. */
export async function requestNotice(
  ports: Ports,
  { what, requestId, structureId, people }: RequestNews,
): Promise<StoredNotice> {
  const notice = await peopleNotice(ports, {
    structureId,
    people,
    topic: TOPICS[what],
  });
  return { ...notice, request: { what, id: requestId } };
}

/**
 * A notice to people, by mail and on the devices of those who want it. Their
 * addresses are sealed until all is told.
 */
export async function peopleNotice(
  ports: Ports,
  { structureId, people, topic }: {
    structureId: string;
    people: readonly StoredMember[];
    topic: Topic;
  },
): Promise<StoredNotice> {
  const devices = await devicesFor(ports, people, topic);
  const atMs = ports.now();
  const emails = people.map(({ email }) => email);
  const counts = [["mail", emails.length], ["push", devices.length]] as const;
  const channels = counts.filter(([, count]) => count > 0)
    .map(([channel, count]) => ({ ...waiting(channel, count), nextMs: atMs }));
  const isDue = channels.length > 0;
  return {
    id: ports.newId("ntc"),
    fromEntry: 0,
    toEntry: 0,
    devices,
    sealed: isDue ? sealEmails(ports, structureId, emails) : null,
    channels,
    atMs,
    expiresAtMs: atMs + WORTH_MS,
    dueMs: isDue ? atMs : null,
  };
}

/** Seals addresses as a structure's settings seal theirs. */
export function sealEmails(
  ports: Ports,
  structureId: string,
  emails: readonly string[],
): string {
  const bound = keys.alertSettings(structureId).id;
  return ports.vault.seal(JSON.stringify({ emails, sms: [] }), bound);
}

/** Writes a notice, and its place in the due-index. */
export function writeNotice(
  tx: Tx,
  structureId: string,
  notice: StoredNotice,
): void {
  tx.put(keys.notice(structureId, notice.id), notice);
  if (notice.dueMs === null) return;
  tx.put(keys.due(shardOf(structureId), notice.dueMs, notice.id), {
    kind: "notice",
    structureId,
  });
}

/** A channel with so many still to be told. */
export function waiting(channel: Channel, count: number): StoredChannel {
  return {
    channel,
    status: "pending",
    left: Array.from({ length: count }, (_, i) => i),
    told: 0,
    refused: 0,
    attempts: 0,
    atMs: null,
    nextMs: null,
    note: null,
  };
}
