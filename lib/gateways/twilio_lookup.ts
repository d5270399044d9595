/**
 * Looking for an SMS in Twilio's list. It keeps no reference of ours, so the
 * SMS is known by whom it went to, what it said and when.
 *
 * @module
 */
import type { Lost, Reconciled } from "./gateway.ts";
import { idOf, type Json, objectOf, objectsOf } from "./rest.ts";

/** A message may wait for its turn, and an answer for its time-out. */
const BEFORE_MS = 10 * 60_000;
const AFTER_MS = 60_000;
const PAGE_SIZE = 100;

/** The query that lists what went to the number on the day and after. */
export function listQuery({ to, handedMs }: Lost): URLSearchParams {
  const day = new Date(handedMs - BEFORE_MS).toISOString().slice(0, 10);
  return new URLSearchParams({
    "To": to,
    "DateSent>": day,
    "PageSize": String(PAGE_SIZE),
  });
}

/**
 * To be verified live: a heuristic. The same text to the same number twice
 * within minutes cannot be told apart, and says nothing; nor does a list where
 * texts are blotted out.
 */
export function foundIn(answer: unknown, lost: Lost): Reconciled {
  const list = objectOf(answer);
  if (!Array.isArray(list?.messages)) return { kind: "unknown" };
  const near = objectsOf(list.messages).filter((one) => isNear(one, lost));
  const alike = near.filter(({ body }) => body === lost.text);
  const [only] = alike;
  const providerId = idOf(only?.sid);
  if (alike.length === 1 && providerId !== null) {
    return { kind: "accepted", providerId };
  }
  const isWhole = (list.next_page_uri ?? null) === null;
  return near.length === 0 && isWhole
    ? { kind: "absent" }
    : { kind: "unknown" };
}

function isNear(message: Json, { to, handedMs }: Lost): boolean {
  const atMs = Date.parse(String(message.date_created));
  const isInTime = atMs >= handedMs - BEFORE_MS && atMs <= handedMs + AFTER_MS;
  // Of a time nobody can read, it may be the one.
  return message.to === to && (Number.isNaN(atMs) || isInTime);
}
