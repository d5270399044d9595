/**
 * Replies of several parts, each of which networks post by itself: the first
 * that comes is kept as the reply, and the others are put into it. Whoever
 * reads it early reads what has come so far, and nothing is waited for.
 *
 * @module
 */
import { seal, sha256, unseal } from "../crypto/seal.ts";
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import type { StoredReplyParts } from "../schema/reply.ts";
import { readAccount } from "./credit.ts";
import { existingKey } from "./data_key.ts";

/** How long the parts of a reply may take. */
const PARTS_MS = 10 * 60_000;

/** Which part of a reply a text is. */
export interface ReplyPart {
  /** Tells replies of one phone apart; networks use few and repeat them. */
  readonly reference: string;
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** A part as it came in. */
export interface CameIn {
  readonly gatewayId: string;
  readonly from: string;
  readonly text: string;
  readonly part: ReplyPart;
}

/** Puts a part into its reply; false where it is the first that came. */
export async function joinReply(
  tx: Tx,
  ports: Ports,
  came: CameIn,
): Promise<boolean> {
  const { text, part: { index } } = came;
  const key = partsKey(came);
  const known = await tx.get(key);
  const isOver = known === null || known.expiresAtMs <= ports.now() ||
    known.lengths[index] !== undefined;
  if (isOver) return false;
  const { structureId, replyId, lengths } = known;
  await readAccount(tx, structureId);
  const replyKey = keys.reply(structureId, replyId);
  const reply = await tx.get(replyKey);
  const secrets = await existingKey(ports, structureId, reply?.dataKey ?? "");
  // Its time may be over, or it was erased.
  if (reply === null || secrets.texts === null || reply.hash === "") {
    return false;
  }
  const label = `${replyId}/text`;
  const before = unseal(secrets.texts, reply.text, label);
  const joined = insert(before, lengths, { index, text });
  tx.put(replyKey, { ...reply, text: seal(secrets.texts, joined, label) });
  tx.put(key, { ...known, lengths: { ...lengths, [index]: text.length } });
  return true;
}

/** Remembers a reply that may get more parts. */
export function beginParts(
  tx: Tx,
  came: CameIn,
  { structureId, replyId, nowMs }: {
    structureId: string;
    replyId: string;
    nowMs: number;
  },
): void {
  tx.put(partsKey(came), {
    structureId,
    replyId,
    lengths: { [came.part.index]: came.text.length },
    expiresAtMs: nowMs + PARTS_MS,
  });
}

/** The part behind all that come before it. */
function insert(
  before: string,
  lengths: StoredReplyParts["lengths"],
  { index, text }: { index: number; text: string },
): string {
  let at = 0;
  for (const [other, length] of Object.entries(lengths)) {
    if (Number(other) < index) at += length;
  }
  return before.slice(0, at) + text + before.slice(at);
}

function partsKey({ gatewayId, from, part: { reference, count } }: CameIn) {
  return keys.replyParts(gatewayId, sha256(`${from}\n${reference}/${count}`));
}
