/**
 * Who may come in: a session for every page, a structure one may see, and
 * forms that our own pages sent.
 *
 * @module
 */
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import type { Permission } from "../../lib/domain/actor.ts";
import type { Call } from "../../lib/domain/call.ts";
import { countForActor } from "../../lib/domain/credit_request.ts";
import {
  authorised,
  lineage as lineageOf,
} from "../../lib/domain/directory.ts";
import { noteVisit } from "../../lib/domain/membership_list.ts";
import {
  isCsrfOf,
  readSession,
  type Session,
} from "../../lib/domain/session.ts";
import { listStructures } from "../../lib/domain/structure.ts";
import { callOf } from "../../lib/http/call.ts";
import { Problem } from "../../lib/problem.ts";
import type { StoredStructure } from "../../lib/schema/structure.ts";
import { noteStructure } from "./last_structure.ts";
import { readFormWithFiles } from "./uploads.ts";
import type { Fields, PageEnv, Visit } from "./visit.ts";

/** Fifty thousand numbers, one a line, and their text. */
const FORM_BYTES_MAX = 2 * 1_024 * 1_024;
const CHILDREN_SHOWN = 12;
const KEY_MAX = 80;

/** Lets in who is signed in; others are sent to sign in, and back after it. */
export const signedIn = createMiddleware<PageEnv>(async (c, next) => {
  const { ports } = c.var;
  const session = await readSession(ports, c.req.header("cookie") ?? null);
  if (session === null) return c.redirect(signInAddress(c), 303);
  openVisit(c, session);
  const { actor, viewing } = session;
  await noteVisit(ports, viewing?.viewer.id ?? actor.id);
  return await next();
});

/** What the pages know of who is here. */
export function openVisit(c: Context<PageEnv>, session: Session): void {
  const { ports } = c.var;
  const language = session.language ?? c.var.language;
  const nowMs = ports.now();
  c.set("language", language);
  c.set("visit", { ports, ...session, nowMs, language, here: null });
}

/** Opens the structure of the address, if the visitor may see it. */
export const inStructure = createMiddleware<PageEnv>(async (c, next) => {
  const { visit } = c.var;
  const { ports, actor } = visit;
  const id = c.req.param("structureId")!;
  const lineage = await authorised(ports, actor, "structure:read", id);
  const [children, elsewhere, waiting] = await Promise.all([
    listStructures(ports, actor, { parentId: id, limit: CHILDREN_SHOWN }),
    entriesBeside(visit, lineage.structure),
    countForActor(ports, actor, lineage.structure),
  ]);
  const here = {
    ...lineage,
    id,
    children: children.items,
    hasMore: children.nextCursor !== null,
    elsewhere,
    waiting,
  };
  c.set("visit", { ...visit, here });
  noteStructure(c, id);
  return await next();
});

/** Where else a member enters the tree: other structures they belong to. */
async function entriesBeside(
  { ports, actor }: Visit,
  { id, path }: StoredStructure,
): Promise<StoredStructure[]> {
  const own = Object.keys(actor.roles);
  if (own.length < 2) return [];
  const others = own.filter((one) => one !== id && !path.includes(one));
  const found = await Promise.all(
    others.slice(0, CHILDREN_SHOWN).map((one) => lineageOf(ports, one)),
  );
  return found.flatMap((at) => at === null ? [] : [at.structure])
    // What stands below an entry is entered through it.
    .filter((one) => !one.path.some((above) => own.includes(above)))
    .sort((a, b) => a.name.localeCompare(b.name, "fr"));
}

/** Lets in who may do something in the structure that is open. */
export function needs(permission: Permission) {
  return createMiddleware<PageEnv>(async (c, next) => {
    const { ports, actor, here } = c.var.visit;
    await authorised(ports, actor, permission, here!.id);
    return await next();
  });
}

/** Refuses a form too large to be one of ours. */
export const limited = bodyLimit({
  maxSize: FORM_BYTES_MAX,
  onError: () => {
    throw new Problem("too_large");
  },
});

/** Reads a form that our own pages sent, without a session. */
export const ownForm = createMiddleware<PageEnv>(async (c, next) => {
  if (c.req.method === "POST") {
    assertOrigin(c);
    c.set("form", await readFields(c));
  }
  return await next();
});

/** Refuses a form that does not carry what its session gave it. */
export const sessionForm = createMiddleware<PageEnv>(async (c, next) => {
  if (c.req.method === "POST") {
    if (!isCsrfOf(c.var.visit, c.var.form["jeton"] ?? "")) throw foreign();
  }
  return await next();
});

/** The browser a request comes from, for its session. */
export function browserOf(
  c: Context<PageEnv>,
): { address: string; agent: string; cookies: string | null } {
  return {
    address: c.var.origin.address() ?? "unknown",
    agent: c.req.header("user-agent") ?? "",
    cookies: c.req.header("cookie") ?? null,
  };
}

/** The call a form makes: sent twice, it happens once. */
export function formCall(c: Context<PageEnv>, route: string): Call {
  const { visit, form } = c.var;
  const fields = Object.entries(form)
    .filter(([name]) => name !== "jeton" && name !== "cle").sort();
  return callOf(visit.actor, {
    route,
    target: c.req.path,
    key: form["cle"]?.slice(0, KEY_MAX) || null,
    body: JSON.stringify(fields),
    origin: c.var.origin,
  });
}

/** Where to go after signing in: only ever an address of ours. */
export function safeReturn(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])[^\s\\]*$/.test(path) ? path : "/";
}

function signInAddress(c: Context<PageEnv>): string {
  const { pathname, search } = new URL(c.req.url);
  const target = c.req.method === "GET" ? pathname + search : "/";
  return target === "/"
    ? "/connexion"
    : `/connexion?retour=${encodeURIComponent(target)}`;
}

async function readFields(c: Context<PageEnv>): Promise<Fields> {
  const type = c.req.header("content-type") ?? "";
  if (type.startsWith("multipart/form-data")) {
    return await readFormWithFiles(c.req.raw);
  }
  if (!type.startsWith("application/x-www-form-urlencoded")) {
    throw new Problem("unsupported_media_type");
  }
  return Object.fromEntries(new URLSearchParams(await c.req.text()));
}

/** Browsers say where a form was sent from; it must have been here. */
function assertOrigin(c: Context<PageEnv>): void {
  const site = c.req.header("sec-fetch-site");
  if (site !== undefined && site !== "same-origin") throw foreign();
  const from = c.req.header("origin") ?? c.req.header("referer");
  const hosts = [new URL(c.req.url).host, new URL(c.var.ports.publicUrl).host];
  if (from === undefined || !hosts.includes(hostOf(from))) throw foreign();
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? "";
}

function foreign(): Problem {
  return new Problem("forbidden", {
    detail: {
      fr:
        "Ce formulaire ne vient pas de votre session en cours, rien n’a été fait. Revenez à la page précédente, rechargez-la, puis réessayez.",
      en:
        "This form does not come from your current session; nothing was done. Go back, reload the page and try again.",
    },
  });
}
