/**
 * Which structure was open last on a browser: where one goes on.
 *
 * @module
 */
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { authorised } from "../../lib/domain/directory.ts";
import { Problem } from "../../lib/problem.ts";
import type { PageEnv } from "./visit.ts";

const COOKIE = "structure";
const YEAR_S = 31_536_000;

/** Remembers, on this browser, which structure is open. */
export function noteStructure(c: Context<PageEnv>, id: string): void {
  if (getCookie(c, COOKIE) === id) return;
  setCookie(c, COOKIE, id, {
    path: "/",
    maxAge: YEAR_S,
    httpOnly: true,
    sameSite: "Lax",
    secure: c.var.ports.publicUrl.startsWith("https:"),
  });
}

/** The structure that was open last, where it may still be seen. */
export async function lastStructure(
  c: Context<PageEnv>,
): Promise<string | null> {
  const id = getCookie(c, COOKIE);
  if (id === undefined) return null;
  const { ports, actor } = c.var.visit;
  try {
    await authorised(ports, actor, "structure:read", id);
    return id;
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}
