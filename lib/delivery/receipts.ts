/**
 * Receipts: what networks say of messages after they took them. They come
 * twice, late, out of order, or before our own commit; a status only moves
 * forward, and credits move once.
 *
 * @module
 */
import { placeOf } from "../domain/batch.ts";
import { readAccount } from "../domain/credit.ts";
import { lineage } from "../domain/directory.ts";
import { afterReceipt, applySteps, type Said } from "../domain/step.ts";
import {
  ForgedReceipt,
  type Receipt,
  type ReceiptRequest,
} from "../gateways/gateway.ts";
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { gatewayPlace } from "./conclude.ts";
import {
  afterPart,
  type Named,
  type PartPlace,
  readNamed,
} from "./message_parts.ts";
import { findGateway, type OpenGateway } from "./gateways.ts";
import { takeReply } from "./replies.ts";

/**
 * Takes a receipt in from the network.
 *
 * @throws {Problem} `not_found` for an unknown gateway or a wrong secret,
 *   `forbidden` for a receipt without its network's signature
 */
export async function takeReceipt(
  ports: Ports,
  { gatewayId, secret, request }: {
    gatewayId: string;
    secret: string;
    request: ReceiptRequest;
  },
): Promise<"applied" | "ignored" | "kept"> {
  const gateway = await findGateway(ports, { gatewayId, secret });
  if (gateway === null) throw new Problem("not_found");
  const receipt = readReceipt(ports, gateway, request);
  if (receipt === null) return await readReplies(ports, gateway, request);
  const own = receipt.messageId ?? ownId(request.query);
  const named = own === null
    ? await knownAs(ports, gatewayId, receipt.providerId)
    : { messageId: own, part: null };
  if (named !== null) {
    if (!await carriesFor(ports, gateway, named.messageId)) return "ignored";
    return await applyReceipt(ports, { ...named, gatewayId, said: receipt })
      ? "applied"
      : "ignored";
  }
  if (receipt.providerId === null) return "ignored";
  return await keepEarly(ports, gatewayId, receipt.providerId, receipt);
}

/** What a gateway wants its receipts answered with. */
export async function receiptAnswer(
  ports: Ports,
  address: { gatewayId: string; secret: string },
): Promise<string> {
  const gateway = await findGateway(ports, address);
  return gateway?.kind.receiptAnswer ?? "";
}

/** Takes a receipt that came over a session, by the gateway's own id. */
export async function takeArrived(
  ports: Ports,
  gatewayId: string,
  { providerId, said }: { providerId: string; said: Said },
): Promise<void> {
  const named = await knownAs(ports, gatewayId, providerId);
  if (named === null) await keepEarly(ports, gatewayId, providerId, said);
  else await applyReceipt(ports, { ...named, gatewayId, said });
}

function readReceipt(
  ports: Ports,
  { kind, settings, stored }: OpenGateway,
  request: ReceiptRequest,
): Receipt | null {
  try {
    return kind.parseReceipt?.(settings, request) ?? null;
  } catch (error) {
    if (!(error instanceof ForgedReceipt)) throw error;
    ports.log("warn", "receipt.forged", { gatewayId: stored.id });
    throw new Problem("forbidden");
  }
}

/** What is no receipt may be what people wrote back. */
async function readReplies(
  ports: Ports,
  { kind, settings, stored }: OpenGateway,
  request: ReceiptRequest,
): Promise<"kept" | "ignored"> {
  const replies = kind.parseReplies?.(settings, request) ?? [];
  if (replies.length === 0) {
    ports.log("info", "receipt.unknown", { gatewayId: stored.id });
  }
  let kept: "kept" | "ignored" = "ignored";
  for (const reply of replies) {
    if (await takeReply(ports, stored, reply) === "kept") kept = "kept";
  }
  return kept;
}

/**
 * Applies a receipt to its message; false if there is no such message, or it
 * went through another gateway. `also` writes more in the same commit.
 */
export async function applyReceipt(
  ports: Ports,
  { messageId, gatewayId, said, part = null }: {
    messageId: string;
    gatewayId: string | null;
    said: Said;
    /** Which of its parts it is about. */
    part?: PartPlace | null;
  },
  also: (tx: Tx) => void | Promise<void> = () => {},
): Promise<boolean> {
  const place = placeOf(messageId, "msg");
  if (place === null) return false;
  const key = keys.batch(place.batchId);
  const found = await ports.store.get(key);
  if (found === null || found.messages[place.index] === undefined) return false;
  const nowMs = ports.now();
  const { structureId } = found;
  return await ports.store.transact(structureId, async (tx) => {
    readAccount(tx, structureId);
    const batch = (await tx.get(key))!;
    await also(tx);
    const message = batch.messages[place.index]!;
    const through = message.gateway === undefined
      ? null
      : batch.gateways[message.gateway];
    const elsewhere = gatewayId !== null && through !== null &&
      through !== gatewayId;
    if (elsewhere) return false;
    const heard = afterPart(message, said, part);
    const step = afterReceipt(heard.message, heard.said, nowMs);
    if (step.message !== message) {
      const gateways = [...batch.gateways];
      // The answer to the hand-over may not have come, or never will.
      const gateway = gatewayId === null
        ? {}
        : { gateway: gatewayPlace(gateways, gatewayId) };
      const known = { ...step, message: { ...step.message, ...gateway } };
      const steps = new Map([[place.index, known]]);
      applySteps(tx, { ...batch, gateways }, steps, nowMs);
    }
    return true;
  }, [key]);
}

/**
 * Whether the gateway carries messages of this one's structure: who has the
 * address of a gateway of their own must not end the messages of others.
 */
async function carriesFor(
  ports: Ports,
  { stored: { ownerId } }: OpenGateway,
  messageId: string,
): Promise<boolean> {
  if (ownerId === null) return true;
  const place = placeOf(messageId, "msg");
  if (place === null) return false;
  const batch = await ports.store.get(keys.batch(place.batchId));
  const at = batch === null ? null : await lineage(ports, batch.structureId);
  return at !== null &&
    [at.structure, ...at.ancestors].some(({ id }) => id === ownerId);
}

/** Our id in the callback's address; networks use `id` for theirs too. */
function ownId(query: URLSearchParams): string | null {
  return query.getAll("id").find((id) => id.startsWith("msg_")) ?? null;
}

async function knownAs(
  ports: Ports,
  gatewayId: string,
  providerId: string | null,
): Promise<Named | null> {
  if (providerId === null) return null;
  const record = await ports.store.get(keys.provider(gatewayId, providerId));
  return record === null ? null : readNamed(record);
}

/** Keeps a receipt until the commit that makes its message known. */
async function keepEarly(
  ports: Ports,
  gatewayId: string,
  providerId: string,
  said: Said,
): Promise<"applied" | "kept"> {
  const key = keys.early(gatewayId, providerId);
  await ports.store.transact(key.id, async (tx) => {
    const before = await tx.get(key);
    // What ends a message is not undone by what came late.
    if (before !== null && before.status !== "sent") return;
    tx.put(key, {
      status: said.status,
      detail: said.detail?.slice(0, 80) ?? null,
      neverSent: said.neverSent ?? false,
      atMs: ports.now(),
    });
  });
  // The message may have become known while this was written.
  const named = await knownAs(ports, gatewayId, providerId);
  if (named === null) return "kept";
  await applyReceipt(ports, { ...named, gatewayId, said });
  return "applied";
}
