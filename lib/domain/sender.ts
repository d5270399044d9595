/**
 * The sender names a structure may send under.
 *
 * @module
 */
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { senderProblem } from "../schema/sender_words.ts";
import type { SenderItem, StoredStructure } from "../schema/structure.ts";
import type { Actor } from "./actor.ts";
import type { Call } from "./call.ts";
import { authorised } from "./directory.ts";
import { invalidField } from "./field.ts";
import { withAsked } from "./sender_request.ts";
import { changeStructure, managesAbove, withSender } from "./structure.ts";

/** Sender names a structure may have. */
export const SENDERS_MAX = 50;

/**
 * Allows a sender name, or asks for it where that takes a manager above. One
 * that is allowed already stays so.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_request` for a generic
 *   or protected word, or beyond {@linkcode SENDERS_MAX}
 */
export async function addSender(
  ports: Ports,
  call: Call,
  { id, sender }: { id: string; sender: string },
): Promise<SenderItem> {
  const at = await authorised(ports, call.actor, "structure:manage", id);
  const problem = senderProblem(sender);
  if (problem !== null) throw invalidField("/sender", problem);
  const isKnown = sendersOf(at.structure).includes(sender);
  const mayAllow = isKnown || managesAbove(call.actor, at);
  const { defaultSender } = await changeStructure(ports, call, {
    id,
    action: mayAllow ? "sender.add" : "sender.ask",
    detail: { sender },
  }, (before) => {
    if (!mayAllow) {
      return withAsked(before, {
        sender,
        state: "pending",
        by: call.actor.id,
        atMs: ports.now(),
        reason: null,
      });
    }
    const senders = withSender(before.senders, sender);
    if (senders.length > SENDERS_MAX) {
      throw invalidField("/sender", {
        fr: `${SENDERS_MAX} expéditeurs au plus ; retirez-en un d'abord.`,
        en: `At most ${SENDERS_MAX} senders; remove one first.`,
      });
    }
    return { ...before, senders };
  });
  return {
    sender,
    default: sender === defaultSender,
    ...(mayAllow ? {} : { state: "pending" }),
  };
}

/** @throws {Problem} `not_found`, `forbidden` */
export async function listSenders(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<SenderItem[]> {
  const { structure } = await authorised(ports, actor, "sender:read", id);
  return sendersOf(structure).map((sender) => ({
    sender,
    default: sender === structure.defaultSender,
  }));
}

/**
 * Forbids a sender name. The default one leaves the structure without default.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function removeSender(
  ports: Ports,
  call: Call,
  { id, sender }: { id: string; sender: string },
): Promise<void> {
  await authorised(ports, call.actor, "structure:manage", id);
  const event = { id, action: "sender.remove", detail: { sender } };
  await changeStructure(ports, call, event, (before) => {
    if (!sendersOf(before).includes(sender)) throw new Problem("not_found");
    return {
      ...before,
      senders: before.senders.filter((other) => other !== sender),
      defaultSender: before.defaultSender === sender
        ? null
        : before.defaultSender,
    };
  });
}

/** The names a structure may use, its default one among them. */
export function sendersOf(
  { senders, defaultSender }: StoredStructure,
): string[] {
  return withSender(senders, defaultSender);
}
