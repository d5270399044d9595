/**
 * Dead letters: messages that came to nothing, and sending one again. A replay
 * is a submission of its own, with its own reservation; each message is
 * replayed once, whoever asks and however often.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem, PROBLEMS, type Text } from "../problem.ts";
import type { Batch, StoredMessage } from "../schema/batch.ts";
import type { Accepted, Message } from "../schema/message.ts";
import type { DeadLetter, Replayed } from "../schema/replay.ts";
import { acceptMessages } from "./acceptance.ts";
import type { Actor } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import { openBatch, placeOf } from "./batch.ts";
import type { Call } from "./call.ts";
import { availableCredits, EMPTY_ACCOUNT, readAccount } from "./credit.ts";
import { authorised, type Lineage } from "./directory.ts";
import { listMessages } from "./history.ts";
import { isFailed } from "./message_view.ts";
import type { Page, PageRequest } from "./page.ts";

/** Answers are recorded under one caller: two people replay once. */
const REPLAYER: Actor = { kind: "operator", id: "replay" };

interface Found {
  readonly batch: Batch;
  readonly index: number;
  readonly message: StoredMessage;
}

/**
 * A structure's messages that came to nothing, the newest first.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_cursor`
 */
export async function listDeadLetters(
  ports: Ports,
  actor: Actor,
  { id, limit, cursor }: PageRequest & { id: string },
): Promise<Page<DeadLetter>> {
  const query = { structureId: id, failed: true, limit, cursor };
  const { items, nextCursor } = await listMessages(ports, actor, query);
  const batchIds = [...new Set(items.map((item) => batchOf(item.id)))];
  const batches = await ports.store.getMany(batchIds.map(keys.batch));
  const known = new Map(batches.map((batch, i) => [batchIds[i], batch!]));
  const letters = items.map((item): DeadLetter => {
    const { index, batchId } = placeOf(item.id, "msg")!;
    const message = known.get(batchId)!.messages[index]!;
    return { ...item, ...replayState(known.get(batchId)!, message, item) };
  });
  return { items: letters, nextCursor };
}

/**
 * Sends a message that came to nothing once more, as a submission of its own.
 *
 * @throws {Problem} `not_found`, `forbidden`; `conflict` for what did not fail
 *   or cannot be read any more; `insufficient_credit` and the other refusals
 *   of a submission
 */
export async function replayMessage(
  ports: Ports,
  call: Call,
  { id, structureId }: {
    id: string;
    /** Where it must be, if the caller said so. */
    structureId?: string;
  },
): Promise<Accepted> {
  const { found, at } = await findFailed(ports, call.actor, id);
  const elsewhere = structureId !== undefined &&
    structureId !== at.structure.id;
  if (elsewhere) throw new Problem("not_found");
  const { batch, index, message } = found;
  const { numbers, texts } = await openBatch(ports, batch);
  const to = numbers?.[index];
  const text = texts?.[message.text];
  if (to === undefined || text === undefined) throw conflict(GONE);
  if (message.replayedAs === undefined) {
    await assertCredit(ports, batch.structureId, message.segments);
  }
  const submission = batch.submissions[message.submission]!;
  const sender = message.sender ?? submission.sender;
  const reference = message.reference ?? submission.reference;
  const accepted = await acceptMessages(ports, {
    call: {
      ...call,
      actor: REPLAYER,
      route: "POST /messages",
      key: `replay-${id}`,
      fingerprint: id,
    },
    at,
  }, {
    title: submission.title,
    text,
    recipients: [to],
    ...(sender === null ? {} : { sender }),
    ...(reference === undefined ? {} : { reference }),
    ...(submission.tags === undefined ? {} : { tags: submission.tags }),
  });
  await mark(ports, call, { id, found, submissionId: accepted.submissionId });
  return accepted;
}

/**
 * Sends several once more; what cannot be is told one by one.
 *
 * @throws {Problem} `not_found`, `forbidden` for the structure
 */
export async function replayMessages(
  ports: Ports,
  call: Call,
  { id, messageIds }: { id: string; messageIds: readonly string[] },
): Promise<Replayed> {
  await authorised(ports, call.actor, "message:send", id);
  const replayed: Replayed["replayed"] = [];
  const refused: Replayed["refused"] = [];
  for (const messageId of new Set(messageIds)) {
    try {
      const { submissionId, credits } = await replayMessage(
        ports,
        call,
        { id: messageId, structureId: id },
      );
      replayed.push({ messageId, submissionId, credits });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { code, options } = error;
      const { fr } = options.detail ?? PROBLEMS[code].detail;
      refused.push({ messageId, code, detail: fr });
    }
  }
  return { replayed, refused };
}

async function findFailed(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<{ found: Found; at: Lineage }> {
  const place = placeOf(id, "msg");
  const batch = place === null
    ? null
    : await ports.store.get(keys.batch(place.batchId));
  const message = batch?.messages[place!.index];
  if (!batch || message === undefined) throw new Problem("not_found");
  const at = await authorised(ports, actor, "message:send", batch.structureId);
  if (batch.submissions[message.submission]!.test) throw conflict(TEST);
  if (!isFailed(message.status)) throw conflict(NOT_FAILED);
  return { found: { batch, index: place!.index, message }, at };
}

/** Without credit nothing is tried: a refusal would be one more dead letter. */
async function assertCredit(
  ports: Ports,
  structureId: string,
  needed: number,
): Promise<void> {
  const account = await ports.store.get(keys.account(structureId)) ??
    EMPTY_ACCOUNT;
  const available = availableCredits(account);
  if (available >= needed) return;
  throw new Problem("insufficient_credit", { members: { needed, available } });
}

/** Says on the message that it was sent again, and in the journal by whom. */
async function mark(
  ports: Ports,
  call: Call,
  { id, found: { batch, index }, submissionId }: {
    id: string;
    found: Found;
    submissionId: string;
  },
): Promise<void> {
  const key = keys.batch(batch.id);
  await ports.store.transact(batch.structureId, async (tx) => {
    await readAccount(tx, batch.structureId);
    const now = (await tx.get(key))!;
    if (now.messages[index]!.replayedAs !== undefined) return;
    const messages = now.messages.map((message, i) =>
      i === index ? { ...message, replayedAs: submissionId } : message
    );
    tx.put(key, { ...now, messages });
    await recordAudit(tx, ports, {
      call,
      structureId: batch.structureId,
      action: "message.replay",
      target: id,
      detail: { submissionId },
    });
  }, [key]);
}

function replayState(
  { submissions }: Batch,
  message: StoredMessage,
  { to, text }: Message,
): Pick<DeadLetter, "replayable" | "replayedAs"> {
  const { submission } = message;
  const replayedAs = message.replayedAs ?? null;
  const replayable = replayedAs === null && to !== null && text !== null &&
    !submissions[submission]!.test;
  return { replayable, replayedAs };
}

function batchOf(id: string): string {
  return placeOf(id, "msg")!.batchId;
}

function conflict(detail: Text): Problem {
  return new Problem("conflict", { detail });
}

const NOT_FAILED: Text = {
  fr: "Ce message n'est pas en échec : il n'y a rien à renvoyer.",
  en: "This message did not fail: there is nothing to send again.",
};

const GONE: Text = {
  fr:
    "Le texte ou le numéro de ce message a été effacé à la fin de sa durée de conservation.",
  en:
    "The text or the number of this message was erased at the end of its retention.",
};

const TEST: Text = {
  fr: "Ce message vient d'une clé de test : il ne part jamais.",
  en: "This message is of a test key: it never leaves.",
};
