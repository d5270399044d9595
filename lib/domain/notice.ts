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

/** How long something is worth telling. */
export const WORTH_MS = 24 * 3_600_000;

/** What is told of a request for SMS, and to whom. */
export interface RequestNews {
  readonly what: "asked" | "answered";
  readonly requestId: string;
  readonly structureId: string;
  readonly people: readonly StoredMember[];
}

/** A notice about a request; its addresses are sealed until all is told. */
export function requestNotice(
  ports: Ports,
  { what, requestId, structureId, people }: RequestNews,
): StoredNotice {
  const atMs = ports.now();
  const bound = keys.alertSettings(structureId).id;
  const emails = people.map(({ email }) => email);
  const channels = ([["mail", emails.length]] as const)
    .filter(([, count]) => count > 0)
    .map(([channel, count]) => ({ ...waiting(channel, count), nextMs: atMs }));
  const isDue = channels.length > 0;
  return {
    id: ports.newId("ntc"),
    fromEntry: 0,
    toEntry: 0,
    request: { what, id: requestId },
    sealed: isDue
      ? ports.vault.seal(JSON.stringify({ emails, sms: [] }), bound)
      : null,
    channels,
    atMs,
    expiresAtMs: atMs + WORTH_MS,
    dueMs: isDue ? atMs : null,
  };
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
