/**
 * Who calls: an application by its key, the operator by the token, a member by
 * the session of the pages.
 *
 * @module
 */
import type { Actor } from "../domain/actor.ts";
import { authenticateKey } from "../domain/key_access.ts";
import { sameSecret } from "../domain/secret.ts";
import { sessionActor } from "../domain/session.ts";
import { assertOwnEyes } from "../domain/viewing.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";

const OPERATOR: Actor = { kind: "operator", id: "operator" };
const SAFE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);
const BEARER = /^bearer +(\S+) *$/i;

/**
 * The actor a request speaks for.
 *
 * @throws {Problem} `unauthenticated`, or `forbidden` for a change that comes
 *   with a session but not from our own pages
 */
export async function authenticate(
  ports: Ports,
  request: Request,
  operatorToken: string | null,
): Promise<Actor> {
  const authorization = request.headers.get("authorization");
  if (authorization === null) return await member(ports, request);
  const token = bearerToken(authorization);
  if (token === null) throw new Problem("unauthenticated");
  const application = await authenticateKey(ports, token);
  if (application !== null) return application;
  if (isOperatorToken(token, operatorToken)) return OPERATOR;
  throw new Problem("unauthenticated");
}

/** Whether a request bears the operator's token. */
export function isOperatorRequest(
  request: Request,
  operatorToken: string | null,
): boolean {
  const token = bearerToken(request.headers.get("authorization") ?? "");
  return token !== null && isOperatorToken(token, operatorToken);
}

async function member(ports: Ports, request: Request): Promise<Actor> {
  const actor = await sessionActor(ports, request.headers.get("cookie"));
  if (actor === null) throw new Problem("unauthenticated");
  if (!SAFE.has(request.method)) {
    assertOwnPages(ports, request);
    assertOwnEyes(ports, actor);
  }
  return actor;
}

function bearerToken(authorization: string): string | null {
  return BEARER.exec(authorization)?.[1] ?? null;
}

function isOperatorToken(token: string, operatorToken: string | null): boolean {
  return operatorToken !== null && sameSecret(token, operatorToken);
}

/**
 * A browser adds the cookie whoever asks, so a change must say that it comes
 * from our own pages; every browser does.
 */
function assertOwnPages({ publicUrl }: Ports, request: Request): void {
  const { headers } = request;
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  const isOwn = site === null
    ? origin !== null &&
      (origin === URL.parse(publicUrl)?.origin ||
        URL.parse(origin)?.host === headers.get("host"))
    : site === "same-origin";
  if (isOwn) return;
  throw new Problem("forbidden", {
    detail: {
      fr:
        "Avec une session, une modification ne peut venir que des pages du service ; ailleurs, utilisez une clé.",
      en:
        "With a session, a change can only come from the service's own pages; elsewhere, use a key.",
    },
  });
}
