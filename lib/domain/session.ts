/**
 * Sessions of signed-in people. The cookie holds a random token; the store
 * only its hash. A session ends seven days after sign-in whatever happens in
 * between, at sign-out, or with its member; its end is compared on each read.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { sha256 } from "../crypto/seal.ts";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { StoredMember, StoredSession } from "../schema/member.ts";
import type { MemberActor } from "./actor.ts";
import { type Asker, recordPersonal } from "./audit.ts";
import type { Origin } from "./call.ts";
import { lookUp } from "./directory.ts";
import { accountEmail, findMember, memberActor } from "./member.ts";
import { passwordMatches } from "./password.ts";
import { sameSecret } from "./secret.ts";
import { beginAttempt, endAttempt, type Subject } from "./throttle.ts";

/** Seven days: a week of work, then the password again. */
export const SESSION_MS = 7 * 86_400_000;
const TOKEN_BYTES = 32;
const TOKEN = /^[\w-]{43}$/;
const AGENT_MAX = 200;

/** `__Host-`: only this host may set it, over HTTPS (or localhost), for all paths. */
const COOKIE = "__Host-lsm";
const COOKIE_FLAGS = "Path=/; Secure; HttpOnly; SameSite=Lax";

/** Who is signed in, and what their forms must send back. */
export interface Session {
  readonly actor: MemberActor;
  readonly csrf: string;
}

/** What a sign-in form says, and where it comes from. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** The address of the browser's network. */
  readonly address: string;
  readonly agent: string;
  /** The cookies it came with: an earlier session of this browser ends. */
  readonly cookies: string | null;
}

/**
 * Signs a member in and gives the `Set-Cookie` of the new session.
 *
 * @throws {Problem} `unauthenticated`, or `rate_limited` after many failures
 */
export async function signIn(
  ports: Ports,
  credentials: Credentials,
): Promise<string> {
  const { email, password, address } = credentials;
  const subjects: Subject[] = [
    { kind: "account", name: accountEmail(email) },
    { kind: "address", name: network(address) },
  ];
  await beginAttempt(ports, subjects);
  const member = await findMember(ports, email);
  const matches = await passwordMatches(member?.password ?? null, password);
  if (!matches) throw wrongCredentials();
  await endAttempt(ports, subjects);
  return await openSession(ports, member!, credentials);
}

/** Opens a session for a member and gives its `Set-Cookie`. */
export async function openSession(
  ports: Ports,
  member: StoredMember,
  { agent, cookies, address }:
    & Pick<Credentials, "agent" | "cookies">
    & Partial<Pick<Credentials, "address">>,
): Promise<string> {
  const token = randomToken(ports);
  const key = keys.session(sha256(token));
  const earlier = tokenIn(cookies);
  const nowMs = ports.now();
  await ports.store.transact(`session:${member.id}`, async (tx) => {
    tx.create(key, {
      memberId: member.id,
      createdAtMs: nowMs,
      expiresAtMs: nowMs + SESSION_MS,
      csrf: randomToken(ports),
      agent: agent.slice(0, AGENT_MAX),
    });
    await recordPersonal(tx, ports, {
      call: asker(member, address),
      action: "session.open",
    });
    if (earlier === null) return;
    const before = keys.session(sha256(earlier));
    if (await tx.get(before) !== null) tx.delete(before);
  });
  return `${COOKIE}=${token}; ${COOKIE_FLAGS}; Max-Age=${SESSION_MS / 1_000}`;
}

/** Ends the session of these cookies and gives the `Set-Cookie` that says so. */
export async function signOut(
  ports: Ports,
  cookies: string | null,
  address?: string,
): Promise<string> {
  const token = tokenIn(cookies);
  if (token !== null) {
    const key = keys.session(sha256(token));
    await ports.store.transact(key.id, async (tx) => {
      const session = await tx.get(key);
      if (session === null) return;
      tx.delete(key);
      const member = await tx.get(keys.member(session.memberId));
      if (member === null) return;
      const call = asker(member, address);
      await recordPersonal(tx, ports, { call, action: "session.close" });
    });
  }
  return `${COOKIE}=; ${COOKIE_FLAGS}; Max-Age=0`;
}

/** The session of these cookies, or null when there is none or it is over. */
export async function readSession(
  ports: Ports,
  cookies: string | null,
): Promise<Session | null> {
  const token = tokenIn(cookies);
  if (token === null) return null;
  const session = await lookUp(ports, keys.session(sha256(token)));
  if (session === null || session.expiresAtMs <= ports.now()) return null;
  const member = await lookUp(ports, keys.member(session.memberId));
  return member === null
    ? null
    : { actor: memberActor(member), csrf: session.csrf };
}

/** The signed-in member of these cookies, or null. */
export async function sessionActor(
  ports: Ports,
  cookieHeader: string | null,
): Promise<MemberActor | null> {
  return (await readSession(ports, cookieHeader))?.actor ?? null;
}

/** Whether a form sent back what its session gave it. */
export function isCsrfOf(
  { csrf }: Pick<StoredSession, "csrf">,
  sent: string,
): boolean {
  return sameSecret(csrf, sent);
}

/** 256 random bits for a URL or a cookie. */
export function randomToken(ports: Ports): string {
  return Buffer.from(ports.randomBytes(TOKEN_BYTES)).toString("base64url");
}

/** A person acting on the pages for itself. */
function asker(member: StoredMember, address: string | undefined): Asker {
  const origin: Origin = { via: "page", address: () => address ?? null };
  return { actor: memberActor(member), origin };
}

function tokenIn(cookies: string | null): string | null {
  for (const cookie of cookies?.split(";") ?? []) {
    const [name = "", value = ""] = cookie.trim().split("=", 2);
    if (name === COOKIE && TOKEN.test(value)) return value;
  }
  return null;
}

/** An IPv6 network has more addresses than anyone could count one by one. */
function network(address: string): string {
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
