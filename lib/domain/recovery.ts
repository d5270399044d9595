/**
 * For who lost everything they sign in with: they ask, another manager of one
 * of their structures approves, a day passes, then a link sets a password once.
 * The person is told of each step by mail and can stop it with each mail.
 *
 * @module
 */
import { sha256 } from "../crypto/seal.ts";
import { keys, KINDS } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { StoredMember } from "../schema/member.ts";
import type { StoredRecovery } from "../schema/recovery.ts";
import type { Actor } from "./actor.ts";
import { type Asker, recordAudit } from "./audit.ts";
import { findMember } from "./member.ts";
import { recoveryMail, type Step } from "./recovery_mail.ts";
import { answerers, mayAnswer } from "./recovery_people.ts";
import { sameHash } from "./secret.ts";
import { randomToken } from "./session.ts";
import { network } from "./sign_in.ts";
import { beginAttempt } from "./throttle.ts";

/** Long enough for the person to hear of it and stop it. */
export const DELAY_MS = 86_400_000;
/** A demand nobody answers, and a link nobody follows, are over after this. */
export const LIFE_MS = 7 * 86_400_000;
const LISTED_MAX = 500;

/** A demand, and whose it is. */
export interface Recovery extends StoredRecovery {
  readonly member: StoredMember;
}

/**
 * Asks to be let back in. Says nothing of whether the address has an account.
 *
 * @throws {Problem} `rate_limited` after many of them
 */
export async function askRecovery(
  ports: Ports,
  { email, address }: { email: string; address: string },
): Promise<void> {
  await beginAttempt(ports, [
    { kind: "code", name: `recovery:${email.trim().toLowerCase()}` },
    { kind: "address", name: network(address) },
  ]);
  const member = await findMember(ports, email);
  if (member === null) return;
  const key = keys.recovery(member.id);
  const stop = randomToken(ports);
  const nowMs = ports.now();
  const isNew = await ports.store.transact(key.id, async (tx) => {
    const before = await tx.get(key);
    if (before !== null && before.expiresAtMs > nowMs) return false;
    tx.put(key, {
      memberId: member.id,
      askedAtMs: nowMs,
      expiresAtMs: nowMs + LIFE_MS,
      stopHash: sha256(stop),
      approvedBy: null,
      readyAtMs: null,
      linkHash: null,
    });
    await note(tx, ports, { actor: SERVICE }, member, "recovery.ask");
    return true;
  });
  if (!isNew) return;
  await send(ports, member, "asked", { stop });
  for (const one of await answerers(ports, member)) {
    await send(ports, one, "toAnswer", { name: member.name });
  }
}

/** Stops a demand, by what a mail to its person holds. */
export async function stopRecovery(ports: Ports, token: string): Promise<void> {
  const [memberId = "", secret = ""] = token.trim().split(".");
  await ports.store.transact(memberId, async (tx) => {
    const { recovery, member } = await read(tx, ports, memberId);
    if (!sameHash(recovery.stopHash, sha256(secret))) throw notValid();
    tx.delete(keys.recovery(memberId));
    await note(tx, ports, { actor: SERVICE }, member, "recovery.stop");
  });
}

/** The demands that `actor` may answer. */
export async function listRecoveries(
  ports: Ports,
  actor: Actor,
): Promise<Recovery[]> {
  const entries = ports.store.list(KINDS.recovery, {}, { limit: LISTED_MAX });
  const found: Recovery[] = [];
  for await (const { value } of entries) {
    if (value.expiresAtMs <= ports.now() || value.linkHash !== null) continue;
    const member = await ports.store.get(keys.member(value.memberId));
    if (member !== null && await mayAnswer(ports, actor, member)) {
      found.push({ ...value, member });
    }
  }
  return found;
}

/**
 * Lets a person back in, after a day.
 *
 * @throws {Problem} `not_found` for a demand one may not answer
 */
export async function approveRecovery(
  ports: Ports,
  call: Asker,
  memberId: string,
): Promise<void> {
  const stop = randomToken(ports);
  const member = await answer(ports, call, memberId, async (tx, recovery) => {
    if (recovery.approvedBy !== null) throw notValid();
    tx.put(keys.recovery(memberId), {
      ...recovery,
      approvedBy: call.actor.id,
      readyAtMs: ports.now() + DELAY_MS,
      expiresAtMs: ports.now() + DELAY_MS + LIFE_MS,
      stopHash: sha256(stop),
    });
    return await Promise.resolve("recovery.approve");
  });
  await send(ports, member, "approved", { stop });
}

/**
 * Refuses to let a person back in.
 *
 * @throws {Problem} `not_found` for a demand one may not answer
 */
export async function refuseRecovery(
  ports: Ports,
  call: Asker,
  memberId: string,
): Promise<void> {
  const member = await answer(ports, call, memberId, (tx) => {
    tx.delete(keys.recovery(memberId));
    return Promise.resolve("recovery.refuse");
  });
  await send(ports, member, "refused", {});
}

/** Sends the links of which the day is over; gives how many. */
export async function sweepRecoveries(ports: Ports): Promise<number> {
  const entries = ports.store.list(KINDS.recovery, {}, { limit: LISTED_MAX });
  let sent = 0;
  for await (const { value: { memberId, readyAtMs, linkHash } } of entries) {
    if (readyAtMs === null || linkHash !== null) continue;
    if (readyAtMs <= ports.now() && await sendLink(ports, memberId)) sent++;
  }
  return sent;
}

async function sendLink(ports: Ports, memberId: string): Promise<boolean> {
  const [link, stop] = [randomToken(ports), randomToken(ports)];
  const key = keys.recovery(memberId);
  const member = await ports.store.get(keys.member(memberId));
  if (member === null) return false;
  const mark = (linkHash: string | null) =>
    ports.store.transact(key.id, async (tx) => {
      const recovery = await tx.get(key);
      if (recovery === null || (linkHash && recovery.linkHash)) return false;
      tx.put(key, { ...recovery, linkHash, stopHash: sha256(stop) });
      return true;
    });
  if (!await mark(sha256(link))) return false;
  if (await send(ports, member, "ready", { stop, link })) return true;
  // The mail did not leave: the next sweep makes another link.
  await mark(null);
  return false;
}

/**
 * The person a one-time link lets in, whose demand it ends.
 *
 * @throws {Problem} `forbidden` for a link that is not, or no longer, valid
 */
export async function useRecoveryLink(
  ports: Ports,
  token: string,
): Promise<StoredMember> {
  const [memberId = "", secret = ""] = token.trim().split(".");
  return await ports.store.transact(memberId, async (tx) => {
    const { recovery, member } = await read(tx, ports, memberId);
    const { linkHash } = recovery;
    if (linkHash === null || !sameHash(linkHash, sha256(secret))) {
      throw notValid();
    }
    tx.delete(keys.recovery(memberId));
    await note(tx, ports, { actor: SERVICE }, member, "recovery.use");
    return member;
  });
}

const SERVICE: Actor = { kind: "operator", id: "operator" };

async function read(tx: Tx, ports: Ports, memberId: string) {
  const recovery = await tx.get(keys.recovery(memberId));
  const member = await tx.get(keys.member(memberId));
  if (
    recovery === null || member === null || recovery.expiresAtMs <= ports.now()
  ) throw notValid();
  return { recovery, member };
}

/** Runs `body` on a demand that the caller may answer. */
async function answer(
  ports: Ports,
  call: Asker,
  memberId: string,
  body: (tx: Tx, recovery: StoredRecovery) => Promise<string>,
): Promise<StoredMember> {
  const asking = await ports.store.get(keys.member(memberId));
  if (asking === null || !await mayAnswer(ports, call.actor, asking)) {
    throw new Problem("not_found");
  }
  return await ports.store.transact(memberId, async (tx) => {
    const { recovery, member } = await read(tx, ports, memberId);
    const action = await body(tx, recovery);
    await note(tx, ports, call, member, action);
    return member;
  });
}

/** In the journal of the person's first structure, or the installation's. */
async function note(
  tx: Tx,
  ports: Ports,
  call: Asker,
  member: StoredMember,
  action: string,
): Promise<void> {
  const [structureId = null] = Object.keys(member.roles).sort();
  await recordAudit(tx, ports, {
    call,
    structureId,
    action,
    target: member.id,
  });
}

/** Whether the mail left. */
async function send(
  ports: Ports,
  member: StoredMember,
  step: Step,
  { stop, link, name = "" }: { stop?: string; link?: string; name?: string },
): Promise<boolean> {
  const at = (path: string, secret?: string) =>
    `${ports.publicUrl}${path}${secret ? `#${member.id}.${secret}` : ""}`;
  try {
    await ports.sendMail({
      to: member.email,
      ...recoveryMail(step, {
        name,
        stop: at("/recuperation/arreter", stop),
        link: at("/recuperation", link),
        list: at("/compte/recuperations"),
      }),
    });
    return true;
  } catch (error) {
    ports.report(error, { mail: `recovery.${step}` });
    return false;
  }
}

function notValid(): Problem {
  return new Problem("forbidden", {
    detail: {
      fr:
        "Ce lien n’est pas valable, a déjà servi ou a été arrêté. Faites une nouvelle demande depuis la page de connexion.",
      en:
        "This link is not valid, was used already or was stopped. Ask again from the sign-in page.",
    },
  });
}
