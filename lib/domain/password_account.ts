/**
 * The password of an account: whether there is one, and setting another.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { type Asker, recordPersonal } from "./audit.ts";
import { hashPassword } from "./password.ts";
import { tellOfChange } from "./security_notice.ts";
import { revokeSessions } from "./session_list.ts";

/** Whether a person can sign in by password. */
export async function hasPassword(
  ports: Ports,
  memberId: string,
): Promise<boolean> {
  const member = await ports.store.get(keys.member(memberId));
  return (member?.password ?? null) !== null;
}

/**
 * Sets a person's password; their other sessions end, and they are told.
 *
 * @throws {Problem} `not_found` for who is no member any more
 */
export async function setPassword(
  ports: Ports,
  call: Asker,
  { password, keptSessionId }: {
    password: string;
    keptSessionId: string | null;
  },
): Promise<void> {
  const hash = await hashPassword(ports, password);
  const key = keys.member(call.actor.id);
  const member = await ports.store.transact(key.id, async (tx) => {
    const before = await tx.get(key);
    if (before === null) throw new Problem("not_found");
    tx.put(key, { ...before, password: hash });
    await recordPersonal(tx, ports, { call, action: "password.set" });
    return before;
  });
  await revokeSessions(ports, member.id, keptSessionId);
  await tellOfChange(ports, member, "passwordSet");
}
