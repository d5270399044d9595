/**
 * The simulator's phone: what would have arrived, kept sealed, and shown on a
 * page. Mails are kept there too while no mail server is set.
 *
 * @module
 */
import { seal, unseal } from "../crypto/seal.ts";
import type { Actor } from "../domain/actor.ts";
import { dataKey, existingKey, sealingPeriod } from "../domain/data_key.ts";
import {
  fromCursor,
  type Page,
  type PageRequest,
  toCursor,
} from "../domain/page.ts";
import type { Handover, OwnReceipt } from "../gateways/gateway.ts";
import { keys, KINDS } from "../kv/keys.ts";
import type { Mail, Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { instant } from "../schema/common.ts";
import type { OutboxItem, StoredOutboxItem } from "../schema/gateway.ts";
import { scheduleReceipt } from "./conclude.ts";
import { managedGateway } from "./gateway.ts";
import { allGateways } from "./gateways.ts";

interface Contents {
  to: string;
  sender: string | null;
  /** Only mails have one. */
  subject?: string;
  text: string;
}

/** Where mails are kept if the operator has no simulator. */
export const MAIL_OUTBOX = "mail";

/**
 * Takes an SMS of a structure in, once for each message id, and makes its
 * receipts due, each after its time.
 */
export async function receive(
  ports: Ports,
  structureId: string,
  { sms, receipts }: { sms: Handover; receipts: readonly OwnReceipt[] },
): Promise<void> {
  const gatewayId = gatewayOf(sms.callbackUrl);
  const key = keys.outbox(gatewayId, sms.messageId);
  const nowMs = ports.now();
  const contents: Contents = { to: sms.to, sender: sms.sender, text: sms.text };
  const period = sealingPeriod(nowMs);
  const { texts } = await dataKey(ports, structureId, period);
  const item: StoredOutboxItem = {
    messageId: sms.messageId,
    sealed: seal(texts!, JSON.stringify(contents), key.id),
    dataKey: { structureId, period },
    atMs: nowMs,
  };
  await ports.store.transact(key.id, async (tx) => {
    if (await tx.get(key) !== null) return;
    tx.put(key, item);
    for (const { afterMs, status } of receipts) {
      const dueMs = nowMs + afterMs;
      scheduleReceipt(tx, sms.messageId, structureId, { dueMs, status });
    }
  });
}

/** Keeps a mail where the operator sees it, among the simulator's messages. */
export async function keepMail(
  ports: Ports,
  from: string,
  { to, subject, text }: Mail,
): Promise<void> {
  // After the messages of its instant: no batch has as many.
  const messageId = `msg_${ports.newId("m").slice(2)}zz`;
  const key = keys.outbox(await operatorOutbox(ports), messageId);
  const contents: Contents = { to, sender: from, subject, text };
  const sealed = ports.vault.seal(JSON.stringify(contents), key.id);
  await ports.store.transact(key.id, async (tx) => {
    await tx.get(key);
    tx.put(key, { messageId, sealed, atMs: ports.now() });
  });
}

/** The operator's first simulator, else a place of its own. */
async function operatorOutbox(ports: Ports): Promise<string> {
  const all = await allGateways(ports);
  const simulator = all.find(({ kind, ownerId }) =>
    kind === "simulator" && ownerId === null
  );
  return simulator?.id ?? MAIL_OUTBOX;
}

/**
 * What the simulator's phone received, for those who manage the gateway.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_cursor`
 */
export async function readOutbox(
  ports: Ports,
  actor: Actor,
  { id, limit, cursor }: { id: string } & PageRequest,
): Promise<Page<OutboxItem>> {
  const { kind } = await managedGateway(ports, actor, id);
  if (kind !== "simulator") throw new Problem("not_found");
  const from = fromCursor(cursor, /^msg_[0-9a-z]{20}$/);
  const page = await listOutbox(ports, id, {
    limit,
    ...(from === null ? {} : { cursor: from }),
  });
  const { nextCursor } = page;
  return { ...page, nextCursor: nextCursor && toCursor(nextCursor) };
}

/** What the phone received, the newest first. */
export async function listOutbox(
  ports: Ports,
  gatewayId: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ items: OutboxItem[]; nextCursor: string | null }> {
  const items: OutboxItem[] = [];
  const range = cursor === undefined
    ? { under: [gatewayId] }
    : { under: [gatewayId], end: [gatewayId, cursor] };
  const found = ports.store.list(KINDS.outbox, range, {
    batchSize: limit + 1,
    reverse: true,
  });
  for await (const { value } of found) {
    const item = await readOutboxItem(ports, gatewayId, value);
    if (item === null) continue;
    items.push(item);
    if (items.length > limit) break;
  }
  const more = items.length > limit;
  const page = items.slice(0, limit);
  return { items: page, nextCursor: more ? page.at(-1)!.messageId : null };
}

/** What arrived, opened; null once its time is over. */
export async function readOutboxItem(
  ports: Ports,
  gatewayId: string,
  item: StoredOutboxItem,
): Promise<OutboxItem | null> {
  const contents = await contentsOf(ports, gatewayId, item);
  if (contents === null) return null;
  return { messageId: item.messageId, ...contents, at: instant(item.atMs) };
}

/** What an item says; null once its time is over. */
async function contentsOf(
  ports: Ports,
  gatewayId: string,
  { messageId, sealed, dataKey }: StoredOutboxItem,
): Promise<Contents | null> {
  const bound = keys.outbox(gatewayId, messageId).id;
  if (dataKey === undefined) {
    return JSON.parse(ports.vault.unseal(sealed, bound));
  }
  const { structureId, period } = dataKey;
  const { texts } = await existingKey(ports, structureId, period);
  return texts === null ? null : JSON.parse(unseal(texts, sealed, bound));
}

/** The simulator finds itself in the address receipts come back to. */
function gatewayOf(callbackUrl: string): string {
  return new URL(callbackUrl).pathname.split("/").at(-2)!;
}
