/**
 * Replies as they come in from networks: whose they are is found out, and who
 * wants to know is told.
 *
 * @module
 */
import { sha256 } from "../crypto/seal.ts";
import { lineage } from "../domain/directory.ts";
import { parseRecipient } from "../domain/phone.ts";
import { keepReply, REPLY_MAIL_MS } from "../domain/reply.ts";
import { lastMessageTo, messageTo } from "../domain/reply_match.ts";
import { replyTargets } from "../domain/reply_settings.ts";
import type { Reply } from "../gateways/gateway.ts";
import { idAt } from "../kv/ids.ts";
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { StoredGateway } from "../schema/gateway.ts";
import type { StoredReply } from "../schema/reply.ts";
import { type Claim, dropDue } from "./deliver.ts";
import { readNamed } from "./message_parts.ts";
import { assertLease } from "./shards.ts";

/** How long a reply with an id of its own is known. */
const SEEN_MS = 7 * 86_400_000;
/** The same without an id: a person may well say the same later. */
const SAME_MS = 10 * 60_000;
/** How long a mail is worth trying. */
const MAIL_WORTH_MS = 24 * 3_600_000;
/** Replies counted for one mail. */
const COUNTED_MAX = 1_000;

/** Takes a reply that came by a gateway; tells what was done with it. */
export async function takeReply(
  ports: Ports,
  { id: gatewayId, ownerId }: Pick<StoredGateway, "id" | "ownerId">,
  reply: Reply,
): Promise<"kept" | "ignored"> {
  const from = numberOf(reply.from);
  if (from === null) return ignore(ports, gatewayId, "not a phone");
  const answeredId = reply.messageId ??
    (reply.providerId === null
      ? null
      : await answeredBy(ports, gatewayId, reply.providerId));
  const named = answeredId === null
    ? null
    : await messageTo(ports, { id: answeredId, number: from, gatewayId });
  const answered = named ??
    await lastMessageTo(ports, { number: from, gatewayId, ownerId });
  const structureId = answered?.structureId ?? ownerId;
  if (structureId === null) return ignore(ports, gatewayId, "nobody's");
  const isNew = await keepReply(ports, {
    structureId,
    gatewayId,
    messageId: answered?.messageId ?? null,
    from,
    text: reply.text.normalize("NFC"),
    part: reply.part ?? null,
    seenAs: reply.id === null
      ? { id: sha256(sameAs(from, reply)), forMs: SAME_MS }
      : { id: sha256(reply.id), forMs: SEEN_MS },
  });
  return isNew ? "kept" : "ignored";
}

/** Tells by mail that there are replies, without what they say. */
export async function tellReplies(ports: Ports, claim: Claim): Promise<void> {
  const { due: { structureId } } = claim;
  const { emails, toldMs } = await replyTargets(ports, structureId);
  const at = await lineage(ports, structureId);
  const untilMs = ports.now();
  const [first, ...rest] = await since(ports, structureId, toldMs);
  if (emails.length === 0 || at === null || first === undefined) {
    return await dropDue(ports, claim);
  }
  const mail = replyMail({
    count: 1 + rest.length,
    name: at.structure.name,
    link: `${ports.publicUrl}/s/${structureId}/reponses`,
  });
  let told = 0;
  for (const to of emails) {
    try {
      await ports.sendMail({ to, ...mail });
      told++;
    } catch (error) {
      ports.report(error, { channel: "mail" });
    }
  }
  const isOver = told > 0 || untilMs > first.atMs + MAIL_WORTH_MS;
  await settle(ports, claim, isOver ? { toldMs: untilMs } : null);
}

/** The number as E.164: networks leave the plus out. */
function numberOf(written: string): string | null {
  const digits = written.replace(/[^\d+]/g, "");
  const spelling = /^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : digits;
  const parsed = parseRecipient(spelling);
  return "to" in parsed ? parsed.to : null;
}

/** By what a second posting is known where the network gives no id. */
function sameAs(from: string, { text, part }: Reply): string {
  if (part === undefined) return `${from}\n${text}`;
  const { reference, index, count } = part;
  return `${from}\n${reference}/${index}/${count}\n${text}`;
}

function ignore(ports: Ports, gatewayId: string, why: string): "ignored" {
  ports.log("info", "reply.ignored", { gatewayId, why });
  return "ignored";
}

async function since(
  ports: Ports,
  structureId: string,
  sinceMs: number,
): Promise<StoredReply[]> {
  const found = ports.store.list(KINDS.reply, {
    under: [structureId],
    start: [structureId, `rep_${idAt(sinceMs)}`],
  }, { limit: COUNTED_MAX });
  return await Array.fromAsync(found, ({ value }) => value);
}

/**
 * Writes down up to when replies have been told; null where the mail server is
 * away, so that they are told with those that come meanwhile.
 */
async function settle(
  ports: Ports,
  { lease, dueMs, due, id }: Claim,
  done: { toldMs: number } | null,
): Promise<void> {
  const nextMs = ports.now() + REPLY_MAIL_MS;
  const key = keys.replySettings(due.structureId);
  await ports.store.transact(key.id, async (tx) => {
    await assertLease(tx, lease);
    const settings = await tx.get(key);
    tx.delete(keys.due(lease.shard, dueMs, id));
    if (done === null) tx.put(keys.due(lease.shard, nextMs, id), due);
    else if (settings !== null) tx.put(key, { ...settings, ...done });
  });
}

function replyMail(
  { count, name, link }: { count: number; name: string; link: string },
): { subject: string; text: string } {
  const isOne = count === 1;
  return {
    subject: isOne
      ? `${name} : une réponse à vos SMS`
      : `${name} : ${count} réponses à vos SMS`,
    text: [
      isOne
        ? "Une personne a répondu à un SMS de votre structure."
        : `${count} réponses à des SMS de votre structure sont arrivées.`,
      `Pour les lire : ${link}`,
      "",
      isOne
        ? "Someone replied to a text message of yours."
        : `${count} replies to your text messages came in.`,
      `Read them: ${link}`,
    ].join("\n"),
  };
}

async function answeredBy(
  ports: Ports,
  gatewayId: string,
  providerId: string,
): Promise<string | null> {
  const record = await ports.store.get(keys.provider(gatewayId, providerId));
  return record === null ? null : readNamed(record).messageId;
}
