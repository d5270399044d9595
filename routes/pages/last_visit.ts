/**
 * When a person last looked at a dashboard on this browser. Looking again
 * within half an hour is the same visit.
 *
 * @module
 */
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { PageEnv } from "./visit.ts";

const COOKIE = "visite";
const SAME_VISIT_MS = 30 * 60_000;
const YEAR_S = 31_536_000;

/** When the visit before this one ended; null for a first visit. */
export function lastVisit(
  c: Context<PageEnv>,
  structureId: string,
): number | null {
  const { ports, nowMs } = c.var.visit;
  const [id, since, last] = (getCookie(c, COOKIE) ?? "").split(".");
  const isKnown = id === structureId && /^\d{13}$/.test(last ?? "");
  const lastMs = isKnown ? Number(last) : null;
  const isSame = lastMs !== null && nowMs - lastMs < SAME_VISIT_MS;
  const sinceMs = isSame ? Number(since) || null : lastMs;
  setCookie(c, COOKIE, `${structureId}.${sinceMs ?? 0}.${nowMs}`, {
    path: "/",
    maxAge: YEAR_S,
    httpOnly: true,
    sameSite: "Lax",
    secure: ports.publicUrl.startsWith("https:"),
  });
  return sinceMs !== null && sinceMs < nowMs ? sinceMs : null;
}
