/**
 * Who is told by mail that people wrote back.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { ReplySettings } from "../schema/reply.ts";
import type { Actor } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import { type Call, once } from "./call.ts";
import { authorised } from "./directory.ts";

/**
 * Sets the addresses; none turns the mails off.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function putReplySettings(
  ports: Ports,
  call: Call,
  { id, settings }: { id: string; settings: ReplySettings },
): Promise<ReplySettings> {
  await authorised(ports, call.actor, "structure:manage", id);
  const key = keys.replySettings(id);
  const emails = [...new Set(settings.emails)];
  return await once(ports, call, {
    lane: key.id,
    body: async (tx) => {
      const before = await tx.get(key);
      if (emails.length === 0) tx.delete(key);
      else {
        const sealed = ports.vault.seal(JSON.stringify(emails), key.id);
        tx.put(key, { sealed, toldMs: before?.toldMs ?? ports.now() });
      }
      await recordAudit(tx, ports, {
        call,
        structureId: id,
        action: "replies.settings",
        detail: { emails: emails.length },
      });
      return { emails };
    },
  });
}

/** @throws {Problem} `not_found`, `forbidden` */
export async function readReplySettings(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<ReplySettings> {
  await authorised(ports, actor, "structure:manage", id);
  const { emails } = await replyTargets(ports, id);
  return { emails };
}

/** The addresses told of a structure's replies, and of those after when. */
export async function replyTargets(
  ports: Ports,
  structureId: string,
): Promise<{ emails: string[]; toldMs: number }> {
  const key = keys.replySettings(structureId);
  const stored = await ports.store.get(key);
  if (stored === null) return { emails: [], toldMs: 0 };
  const emails = JSON.parse(ports.vault.unseal(stored.sealed, key.id));
  return { emails, toldMs: stored.toldMs };
}
