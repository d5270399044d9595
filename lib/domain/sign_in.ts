/**
 * Signing in: with a passkey, or with a password and, where the person has an
 * authenticator, its code. Guessing is slowed down by account and by address;
 * a passkey cannot be guessed, so its way is never closed.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { StoredMember } from "../schema/member.ts";
import { isOurs, newChallenge, spend } from "./challenge.ts";
import { readFactors, useCode } from "./factor.ts";
import { accountEmail, findMember } from "./member.ts";
import { notRecognised, usePasskey } from "./passkey.ts";
import { passwordMatches } from "./password.ts";
import { tellOfChange } from "./security_notice.ts";
import { type Opening, openSession } from "./session.ts";
import { beginAttempt, endAttempt, type Subject } from "./throttle.ts";

/** What passkeys are asked for at the door. */
export const SIGN_IN = "sign-in";

/** Where a sign-in form comes from. */
export interface Browser extends Pick<Opening, "agent" | "cookies"> {
  /** The address of the browser's network. */
  readonly address: string;
}

/** A session's `Set-Cookie`, or a ticket for giving the code that lacks. */
export type SignedIn = { readonly cookie: string } | {
  readonly ticket: string;
};

/**
 * Signs a member in by password.
 *
 * @throws {Problem} `unauthenticated`, or `rate_limited` after many failures
 */
export async function signInByPassword(
  ports: Ports,
  { email, password }: { email: string; password: string },
  browser: Browser,
): Promise<SignedIn> {
  const subjects: Subject[] = [
    { kind: "account", name: accountEmail(email) },
    { kind: "address", name: network(browser.address) },
  ];
  await beginAttempt(ports, subjects);
  const member = await findMember(ports, email);
  const matches = await passwordMatches(member?.password ?? null, password);
  if (!matches) throw wrongCredentials();
  await endAttempt(ports, subjects);
  const { hasTotp } = await readFactors(ports, member!.id);
  return hasTotp
    ? { ticket: newTicket(ports, member!.id) }
    : { cookie: await openSession(ports, member!, browser) };
}

/**
 * Ends a sign-in by password with the authenticator's code, or with a recovery
 * code in its place; gives the session's `Set-Cookie`.
 *
 * @throws {Problem} `unauthenticated`, or `rate_limited` after many failures
 */
export async function signInByCode(
  ports: Ports,
  { ticket, code }: { ticket: string; code: string },
  browser: Browser,
): Promise<string> {
  const { memberId, challenge } = readTicket(ports, ticket);
  const method = await countingFailures(
    ports,
    memberId,
    () => useCode(ports, memberId, code),
  );
  await ports.store.transact(
    memberId,
    (tx) => spend(tx, { challenge, nowMs: ports.now() }),
  );
  const member = await existing(ports, memberId);
  if (method === "recovery") await tellOfChange(ports, member, "codeUsed");
  return await openSession(ports, member, { ...browser, method });
}

/**
 * Signs in who owns the passkey that answered; gives the `Set-Cookie`.
 *
 * @throws {Problem} `unauthenticated`
 */
export async function signInByPasskey(
  ports: Ports,
  answer: unknown,
  browser: Browser,
): Promise<string> {
  const memberId = await usePasskey(ports, { purpose: SIGN_IN, answer });
  const member = await existing(ports, memberId);
  return await openSession(ports, member, { ...browser, method: "passkey" });
}

/**
 * Signs in who has neither password nor passkey at hand but a recovery code.
 * Where there is a password, a code only stands for the authenticator.
 *
 * @throws {Problem} `unauthenticated`, or `rate_limited` after many failures
 */
export async function signInByRecovery(
  ports: Ports,
  { email, code }: { email: string; code: string },
  browser: Browser,
): Promise<string> {
  const subjects: Subject[] = [
    { kind: "code", name: accountEmail(email) },
    { kind: "address", name: network(browser.address) },
  ];
  await beginAttempt(ports, subjects);
  const member = await findMember(ports, email);
  if (member === null || member.password !== null) throw notAlone();
  await useCode(ports, member.id, code);
  await endAttempt(ports, subjects);
  await tellOfChange(ports, member, "codeUsed");
  return await openSession(ports, member, { ...browser, method: "recovery" });
}

/** Runs `work`, which throws at a wrong code, as an attempt of the person. */
export async function countingFailures<T>(
  ports: Ports,
  memberId: string,
  work: () => Promise<T>,
): Promise<T> {
  const subjects: Subject[] = [{ kind: "code", name: memberId }];
  await beginAttempt(ports, subjects);
  const result = await work();
  await endAttempt(ports, subjects);
  return result;
}

/** Says who gave a right password a moment ago; only we can write one. */
function newTicket(ports: Ports, memberId: string): string {
  const challenge = newChallenge(ports, `code:${memberId}`);
  return `${memberId}.${Buffer.from(challenge).toString("base64url")}`;
}

function readTicket(ports: Ports, ticket: string) {
  const [memberId = "", challenge = ""] = ticket.split(".");
  if (isOurs(ports, `code:${memberId}`, challenge)) {
    return { memberId, challenge };
  }
  throw new Problem("unauthenticated", {
    detail: {
      fr: "Trop de temps a passé. Tapez de nouveau votre mot de passe.",
      en: "Too much time has passed. Type your password again.",
    },
  });
}

async function existing(ports: Ports, memberId: string): Promise<StoredMember> {
  const member = await ports.store.get(keys.member(memberId));
  if (member === null) throw notRecognised();
  return member;
}

/** An IPv6 network has more addresses than anyone could count one by one. */
export function network(address: string): string {
  if (address.includes(".")) return address.slice(address.lastIndexOf(":") + 1);
  const [head = ""] = address.split("::");
  return head.split(":").slice(0, 4).join(":");
}

function wrongCredentials(): Problem {
  return new Problem("unauthenticated", {
    detail: {
      fr:
        "Adresse électronique ou mot de passe incorrect. Vérifiez les deux, puis réessayez.",
      en: "Wrong email address or password. Check both, then try again.",
    },
  });
}

function notAlone(): Problem {
  return new Problem("unauthenticated", {
    detail: {
      fr:
        "Adresse ou code de secours incorrect. Avec un mot de passe, connectez-vous d’abord par lui : le code de secours remplace ensuite celui de l’application.",
      en:
        "Wrong address or recovery code. If you have a password, sign in with it first: the recovery code then stands for the app’s.",
    },
  });
}
