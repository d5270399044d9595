/**
 * What people wrote back: kept sealed under the month's key of the structure
 * it is for, and heeded where it says STOP.
 *
 * @module
 */
import { keyedHash, seal, unseal } from "../crypto/seal.ts";
import { keys, KINDS, shardOf } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { instant } from "../schema/common.ts";
import type { Reply, StoredReply } from "../schema/reply.ts";
import type { Actor } from "./actor.ts";
import { readAccount } from "./credit.ts";
import { dataKey, existingKey, sealingPeriod } from "./data_key.ts";
import { authorised } from "./directory.ts";
import { optOutByReply } from "./opt_out.ts";
import { fromCursor, ID, type Page, pageOf, type PageRequest } from "./page.ts";
import { beginParts, joinReply, type ReplyPart } from "./reply_parts.ts";
import { queueWebhook } from "./webhook_event.ts";

/** A reply whose structure has been found. */
export interface FoundReply {
  readonly structureId: string;
  readonly gatewayId: string;
  readonly messageId: string | null;
  /** E.164. */
  readonly from: string;
  readonly text: string;
  readonly part: ReplyPart | null;
  /** Recognises a second posting. */
  readonly seenAs: { readonly id: string; readonly forMs: number };
}

/** Replies of this long are told together by mail. */
export const REPLY_MAIL_MS = 5 * 60_000;
/** A reply is told of once its other parts have most likely come. */
const JOIN_MS = 10_000;
const WORDS_MAX = 3;

/** Words that ask to be left alone, without accents. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  ["STOP", "STOPSMS", "STOPALL", "UNSUBSCRIBE", "DESABONNER", "DESINSCRIRE"],
);
/** The same, where nothing else is said. */
const STOP_ALONE: ReadonlySet<string> = new Set(
  ["ARRET", "ARRETER", "ARRETEZ", "DESABONNEMENT", "DESINSCRIPTION", "END"],
);

/** Whether a reply asks to be left alone. */
export function saysStop(text: string): boolean {
  const words = text.normalize("NFD").replace(/[\u0300-\u036f]/g, "")
    .toUpperCase().split(/[^A-Z0-9]+/).filter((word) => word !== "");
  const [first = ""] = words;
  return words.length <= WORDS_MAX && STOP_WORDS.has(first) ||
    words.length === 1 && STOP_ALONE.has(first);
}

/** Keeps a reply, once; false if it came before. */
export async function keepReply(
  ports: Ports,
  found: FoundReply,
): Promise<boolean> {
  const { structureId, gatewayId, from, text, part, seenAs, messageId } = found;
  const nowMs = ports.now();
  const key = await dataKey(ports, structureId, sealingPeriod(nowMs));
  const id = ports.newId("rep");
  // A part may end up as one word that is no answer of its own.
  const optOut = part === null && saysStop(text);
  const enlist = optOut ? await optOutByReply(ports, structureId, from) : null;
  const stored: StoredReply = {
    id,
    structureId,
    gatewayId,
    messageId,
    dataKey: key.id,
    number: seal(key.numbers!, from, `${id}/number`),
    text: seal(key.texts!, text, `${id}/text`),
    hash: keyedHash(key.numbers!, from),
    optOut,
    atMs: nowMs,
  };
  const seen = keys.replySeen(gatewayId, seenAs.id);
  return await ports.store.transact(seen.id, async (tx) => {
    const before = await tx.get(seen);
    if (before !== null && before.expiresAtMs > nowMs) return false;
    tx.put(seen, { expiresAtMs: nowMs + seenAs.forMs });
    if (part !== null) {
      const came = { gatewayId, from, text, part };
      if (await joinReply(tx, ports, came)) return true;
      beginParts(tx, came, { structureId, replyId: id, nowMs });
    }
    tx.put(keys.reply(structureId, id), stored);
    if (messageId !== null) tx.put(keys.replyOf(messageId, id), structureId);
    await enlist?.(tx);
    await readAccount(tx, structureId);
    queueWebhook(tx, structureId, {
      type: "message.received",
      atMs: part === null ? nowMs : nowMs + JOIN_MS,
      data: {
        id,
        structureId,
        messageId,
        gateway: gatewayId,
        optOut,
        receivedAt: instant(nowMs),
      },
    });
    if (await tx.get(keys.replySettings(structureId)) !== null) {
      const dueMs = Math.ceil((nowMs + 1) / REPLY_MAIL_MS) * REPLY_MAIL_MS;
      tx.put(keys.due(shardOf(structureId), dueMs, structureId), {
        kind: "reply",
        structureId,
        count: 0,
      });
    }
    return true;
  });
}

/**
 * What people wrote back to a structure, the newest first.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_cursor`
 */
export async function listReplies(
  ports: Ports,
  actor: Actor,
  { id, limit, cursor }: PageRequest & { id: string },
): Promise<Page<Reply>> {
  await authorised(ports, actor, "message:read", id);
  const before = fromCursor(cursor, ID);
  const range = before === null
    ? { under: [id] }
    : { under: [id], end: [id, before] };
  const found = await Array.fromAsync(
    ports.store.list(KINDS.reply, range, { limit: limit + 1, reverse: true }),
    ({ value }) => value,
  );
  const page = pageOf(found, limit, (last) => last.id);
  return {
    ...page,
    items: await Promise.all(page.items.map((one) => replyView(ports, one))),
  };
}

/** The replies to one message, the oldest first. */
export async function repliesTo(
  ports: Ports,
  messageId: string,
): Promise<Reply[]> {
  const pointers = await Array.fromAsync(
    ports.store.list(KINDS.replyOf, { under: [messageId] }, { limit: 50 }),
    ({ parts, value }) => keys.reply(value, parts[1] as string),
  );
  const found = await ports.store.getMany(pointers);
  return await Promise.all(
    found.filter((one) => one !== null).map((one) => replyView(ports, one)),
  );
}

/** The reply with its secrets, null where their time is over. */
export async function replyView(
  ports: Ports,
  stored: StoredReply,
): Promise<Reply> {
  const { id, structureId, messageId, gatewayId, optOut, atMs } = stored;
  const key = await existingKey(ports, structureId, stored.dataKey);
  const open = (bytes: Uint8Array | null, what: "number" | "text") =>
    bytes === null
      ? null
      : unseal(bytes, stored[what], `${id}/${what}`) || null;
  return {
    id,
    structureId,
    from: open(key.numbers, "number"),
    text: open(key.texts, "text"),
    messageId,
    gateway: gatewayId,
    optOut,
    receivedAt: instant(atMs),
  };
}

/** Erases who wrote a reply, and what; false if that was done before. */
export async function eraseReply(
  ports: Ports,
  { id, structureId, dataKey }: StoredReply,
): Promise<boolean> {
  const { numbers, texts } = await existingKey(ports, structureId, dataKey);
  if (numbers === null) return false;
  const key = keys.reply(structureId, id);
  return await ports.store.transact(structureId, async (tx) => {
    const account = readAccount(tx, structureId);
    const before = await tx.get(key);
    if (before === null || before.hash === "") return false;
    // It guards the reply, also where there never was any credit.
    tx.put(keys.account(structureId), account);
    tx.put(key, {
      ...before,
      number: seal(numbers, "", `${id}/number`),
      ...(texts === null ? {} : { text: seal(texts, "", `${id}/text`) }),
      hash: "",
    });
    return true;
  });
}
