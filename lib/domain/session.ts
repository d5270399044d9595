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
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import type {
  SignInMethod,
  StoredMember,
  StoredSession,
  Viewing,
} from "../schema/member.ts";
import type { MemberActor } from "./actor.ts";
import { type Asker, recordPersonal } from "./audit.ts";
import type { Origin } from "./call.ts";
import { lookUp } from "./directory.ts";
import { memberActor } from "./member.ts";
import { sameSecret } from "./secret.ts";
import { closeViewing, endViewing, eyesOf } from "./viewing.ts";

/** Seven days: a week of work, then signing in again. */
export const SESSION_MS = 7 * 86_400_000;
const TOKEN_BYTES = 32;
const TOKEN = /^[\w-]{43}$/;
const AGENT_MAX = 200;
/** How exactly the last use of a session is known. */
const SEEN_MS = 3_600_000;

/** `__Host-`: only this host may set it, over HTTPS (or localhost), for all paths. */
const COOKIE = "__Host-lsm";
const COOKIE_FLAGS = "Path=/; Secure; HttpOnly; SameSite=Lax";

/** Who is signed in, and what their forms must send back. */
export interface Session {
  readonly id: string;
  readonly actor: MemberActor;
  readonly csrf: string;
  /** What the person chose to read, if they did. */
  readonly language?: "fr" | "en";
  /** Set while the pages are seen as somebody else sees them. */
  readonly viewing?: Viewing & { readonly viewer: MemberActor };
}

/** The browser a session is opened for. */
export interface Opening {
  readonly agent: string;
  /** The cookies it came with: an earlier session of this browser ends. */
  readonly cookies: string | null;
  /** The address of the browser's network, for the journal. */
  readonly address?: string;
  readonly method?: SignInMethod;
  /** When a factor was given, where that is not now. */
  readonly factorAtMs?: number;
  /** The provider's token to sign out with. */
  readonly idToken?: string;
}

/** Opens a session for a member and gives its `Set-Cookie`. */
export async function openSession(
  ports: Ports,
  member: StoredMember,
  opening: Opening,
): Promise<string> {
  const { agent, cookies, address, method = "password", factorAtMs } = opening;
  const token = randomToken(ports);
  const hash = sha256(token);
  const earlier = tokenIn(cookies);
  const nowMs = ports.now();
  const session: StoredSession = {
    id: ports.newId("ses"),
    memberId: member.id,
    method,
    createdAtMs: nowMs,
    expiresAtMs: nowMs + SESSION_MS,
    seenAtMs: nowMs,
    factorAtMs: factorAtMs ?? nowMs,
    csrf: randomToken(ports),
    agent: agent.slice(0, AGENT_MAX),
    ...sealedToken(ports, hash, opening.idToken),
  };
  const { id, memberId, expiresAtMs } = session;
  await ports.store.transact(`session:${memberId}`, async (tx) => {
    tx.create(keys.session(hash), session);
    tx.put(keys.sessionOf(memberId, id), { hash, expiresAtMs });
    const call = asker(member, address);
    const detail = { method };
    await recordPersonal(tx, ports, { call, action: "session.open", detail });
  });
  if (earlier !== null) await closeSession(ports, sha256(earlier));
  return `${COOKIE}=${token}; ${COOKIE_FLAGS}; Max-Age=${SESSION_MS / 1_000}`;
}

/** The token of the provider that opened the session of these cookies. */
export async function sessionIdToken(
  ports: Ports,
  cookies: string | null,
): Promise<string | null> {
  const token = tokenIn(cookies);
  if (token === null) return null;
  const key = keys.session(sha256(token));
  const sealed = (await ports.store.get(key))?.idToken;
  return sealed === undefined ? null : ports.vault.unseal(sealed, key.id);
}

/** A token longer than this would weigh on each request; it is let go. */
const ID_TOKEN_MAX = 8_000;

function sealedToken(
  ports: Ports,
  hash: string,
  idToken: string | undefined,
): { idToken?: string } {
  if (idToken === undefined || idToken.length > ID_TOKEN_MAX) return {};
  return { idToken: ports.vault.seal(idToken, keys.session(hash).id) };
}

/** Ends a session, by the hash of its token; it is refused from then on. */
export async function closeSession(ports: Ports, hash: string): Promise<void> {
  await ports.store.transact(hash, (tx) => endSession(tx, ports, hash));
}

/** Ends a session inside `tx` and tells whose it was. */
async function endSession(
  tx: Tx,
  ports: Ports,
  hash: string,
): Promise<string | null> {
  const key = keys.session(hash);
  const session = await tx.get(key);
  if (session === null) return null;
  if (session.viewing !== undefined) {
    await closeViewing(tx, ports, { id: session.viewing.id, how: "session" });
  }
  tx.delete(key);
  tx.delete(keys.sessionOf(session.memberId, session.id));
  return session.memberId;
}

/** Ends the session of these cookies and gives the `Set-Cookie` that says so. */
export async function signOut(
  ports: Ports,
  cookies: string | null,
  address?: string,
): Promise<string> {
  const token = tokenIn(cookies);
  if (token !== null) {
    const hash = sha256(token);
    await ports.store.transact(hash, async (tx) => {
      const memberId = await endSession(tx, ports, hash);
      if (memberId === null) return;
      const member = await tx.get(keys.member(memberId));
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
  const hash = sha256(token);
  const session = await lookUp(ports, keys.session(hash));
  const nowMs = ports.now();
  if (session === null || session.expiresAtMs <= nowMs) return null;
  const member = await lookUp(ports, keys.member(session.memberId));
  if (member === null) return null;
  if (nowMs - session.seenAtMs > SEEN_MS) await touch(ports, hash);
  const { id, csrf, factorAtMs, viewing } = session;
  const { language } = member;
  const own: Session = {
    id,
    actor: { ...memberActor(member), factorAtMs },
    csrf,
    ...(language === undefined ? {} : { language }),
  };
  return viewing === undefined ? own : await viewed(ports, own, hash, viewing);
}

/** The session as whoever it looks through, or as it is once that is over. */
async function viewed(
  ports: Ports,
  own: Session,
  hash: string,
  viewing: Viewing,
): Promise<Session> {
  const eyes = await eyesOf(ports, own.actor, viewing);
  if (eyes !== null) {
    return { ...own, actor: eyes, viewing: { ...viewing, viewer: own.actor } };
  }
  const how = ports.now() >= viewing.untilMs ? "time" : "role";
  await endViewing(ports, hash, { how });
  return own;
}

/** The hash that names the session of these cookies. */
export function sessionHash(cookies: string | null): string | null {
  const token = tokenIn(cookies);
  return token === null ? null : sha256(token);
}

/** Notes that the session is in use, and with `factor` that it was confirmed. */
async function touch(
  ports: Ports,
  hash: string,
  { factor = false } = {},
): Promise<void> {
  const key = keys.session(hash);
  await ports.store.transact(hash, async (tx) => {
    const session = await tx.get(key);
    if (session === null) return;
    const nowMs = ports.now();
    tx.put(key, {
      ...session,
      seenAtMs: nowMs,
      ...(factor ? { factorAtMs: nowMs } : {}),
    });
  });
}

/** Notes that the person of these cookies has just shown who they are. */
export async function confirmSession(
  ports: Ports,
  cookies: string | null,
): Promise<void> {
  const token = tokenIn(cookies);
  if (token !== null) await touch(ports, sha256(token), { factor: true });
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
